import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Problem } from "../../../shared/errors/index.ts";
import type { TrustEntry, TrustScope } from "../../../shared/office/index.ts";
import { uploadedFile } from "../../api/files.ts";
import { type Desk, formOf, show, type WebContext, type WebEnv } from "../desk.tsx";
import { ConfirmProof, isProved, PasskeyScript } from "../parts/confirm-proof.tsx";
import { shortDate } from "../parts/dates.ts";
import { commonNameIn } from "../parts/key-words.ts";
import { Chip, Empty, Field, Notice, Select } from "../parts/pieces.tsx";
import { provedStep } from "../parts/proved-step.ts";
import { SigningTabs } from "../parts/signing-tabs.tsx";

const ADDRESS = "/quan-tri/tin-cay";

const SCOPES: [TrustScope, string][] = [
  ["neac", "NEAC – Tổ chức cung cấp dịch vụ chứng thực điện tử quốc gia"],
  ["government", "Ban Cơ yếu Chính phủ – chữ ký số chuyên dùng công vụ"],
  ["foreign", "Nước ngoài – chứng thư được công nhận tại Việt Nam"],
  ["test", "Thử nghiệm – không có giá trị pháp lý"],
];

/** The anchors that this installation trusts; added and taken out where the machine has a folder for them. */
export function trustPages(app: Hono<WebEnv>, desk: Desk): void {
  const { installation } = desk.office;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const [list, proved] = await Promise.all([installation.trust(c.get("actor")), isProved(desk, c)]);
    const real = list.anchors.filter(({ scope, inUse }) => scope !== "test" && inUse);
    return show(
      desk,
      c,
      {
        title: "Danh sách tin cậy",
        lead: "Chữ ký chỉ được kết luận hợp lệ khi chứng thư dẫn tới một tổ chức trong danh sách này.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        <SigningTabs active={ADDRESS} />
        {real.length === 0 ? (
          <Notice tone="warn" title="Chưa tin cậy tổ chức chứng thực nào ngoài tổ chức thử nghiệm.">
            <p>
              Văn bản ký bằng chứng thư thật sẽ được kết luận “Chưa đủ căn cứ kết luận”. Thêm chứng thư gốc của NEAC và
              của Ban Cơ yếu Chính phủ, lấy từ trang công bố chính thức.
            </p>
          </Notice>
        ) : null}
        {list.mayChange && !proved ? <ConfirmProof back={ADDRESS} /> : null}
        <section class="card">
          <h2>{list.anchors.length} chứng thư gốc</h2>
          {list.anchors.length === 0 ? <Empty title="Danh sách trống">Không chữ ký nào được tin cậy.</Empty> : null}
          <ul class="list anchors">
            {list.anchors.map((anchor) => (
              <Anchor anchor={anchor} mayChange={list.mayChange} />
            ))}
          </ul>
          <p class="hint">
            {list.crls === 0
              ? "Không có danh sách thu hồi (CRL) để sẵn; trạng thái thu hồi được hỏi qua mạng."
              : `${list.crls} danh sách thu hồi (CRL) để sẵn.`}
          </p>
        </section>
        {list.mayChange ? (
          <AddForm typed={typed} />
        ) : (
          <Notice tone="info" title="Trang này chỉ để xem.">
            {list.why ? <p>{list.why}</p> : null}
          </Notice>
        )}
        <PasskeyScript />
      </>,
    );
  };

  app.get(ADDRESS, (c) => page(c));

  app.post(`${ADDRESS}/them`, async (c) => {
    const form = await formOf(c);
    return provedStep(
      desk,
      c,
      async () => {
        const file = await uploadedFile(form.file("file"), "Tệp chứng thư");
        await installation.addAnchor(c.get("actor"), {
          certificate: file.bytes,
          scope: form.text("scope") as TrustScope,
          source: form.text("source"),
          fingerprint: form.text("fingerprint"),
        });
      },
      `${ADDRESS}?xong=da-them-tin-cay`,
      (problem) => page(c, problem, form.texts()),
    );
  });

  app.post(`${ADDRESS}/go`, async (c) => {
    const form = await formOf(c);
    return provedStep(
      desk,
      c,
      () => installation.removeAnchor(c.get("actor"), form.text("sha256")),
      `${ADDRESS}?xong=da-go-tin-cay`,
      (problem) => page(c, problem),
    );
  });
}

const Anchor: FC<{ anchor: TrustEntry; mayChange: boolean }> = ({ anchor, mayChange }) => (
  <li>
    <div>
      <b>{commonNameIn(anchor.subject)}</b>
      <div class="chips">
        <Chip tone={anchor.scope === "test" ? "warn" : "info"}>Phạm vi: {anchor.scopeName}</Chip>
        {anchor.inUse ? <Chip tone="good">Đang dùng</Chip> : <Chip tone="bad">Không còn hiệu lực</Chip>}
      </div>
      <dl class="facts small">
        <dt>Hiệu lực</dt>
        <dd>
          {shortDate(anchor.notBefore)} – {shortDate(anchor.notAfter)}
        </dd>
        <dt>Nguồn</dt>
        <dd>
          {anchor.source}
          {anchor.addedOn
            ? ` (thêm ngày ${shortDate(anchor.addedOn)}${anchor.addedBy ? `, ${anchor.addedBy}` : ""})`
            : ""}
        </dd>
        <dt>Vân tay SHA-256</dt>
        <dd>
          <code>{spaced(anchor.sha256)}</code>
        </dd>
      </dl>
      <details class="small">
        <summary>Chi tiết</summary>
        <dl class="facts">
          <dt>Cấp cho</dt>
          <dd>{anchor.subject}</dd>
          <dt>Tổ chức cấp</dt>
          <dd>{anchor.issuer}</dd>
          <dt>Số sê-ri</dt>
          <dd>
            <code>{anchor.serial}</code>
          </dd>
        </dl>
      </details>
    </div>
    {mayChange && !anchor.fixed ? (
      <form
        method="post"
        action={`${ADDRESS}/go`}
        data-ask="Gỡ chứng thư gốc này? Văn bản ký bằng chứng thư do tổ chức này cấp sẽ không còn được kết luận hợp lệ."
      >
        <input type="hidden" name="sha256" value={anchor.sha256} />
        <button type="submit" class="danger">
          Gỡ<span class="visually-hidden">: {anchor.subject}</span>
        </button>
      </form>
    ) : null}
  </li>
);

/** A fingerprint in groups of four, so that eyes can compare it. */
function spaced(sha256: string): string {
  return (
    sha256
      .toUpperCase()
      .match(/.{1,4}/g)
      ?.join(" ") ?? sha256
  );
}

const AddForm: FC<{ typed: Record<string, string> }> = ({ typed }) => (
  <section class="card">
    <details open={typed.source !== undefined}>
      <summary>Thêm chứng thư gốc</summary>
      <form method="post" action={`${ADDRESS}/them`} enctype="multipart/form-data">
        <div class="field" data-drop="choose">
          <label for="tep-goc">Tệp chứng thư (.cer, .crt, .der, .pem)</label>
          <input
            id="tep-goc"
            type="file"
            name="file"
            accept=".cer,.crt,.der,.pem,application/x-x509-ca-cert"
            required
          />
        </div>
        <Field
          name="fingerprint"
          label="Vân tay SHA-256 do tổ chức công bố"
          value={typed.fingerprint}
          hint="Chép từ trang chính thức hoặc công văn của tổ chức, không chép từ tệp. Hệ thống chỉ nhận khi khớp với tệp."
          maxlength={200}
        />
        <Select
          name="scope"
          label="Phạm vi tin cậy"
          value={typed.scope ?? "neac"}
          options={SCOPES as [string, string][]}
        />
        <Field
          name="source"
          label="Nguồn"
          value={typed.source}
          hint="Ví dụ: trang rootca.gov.vn, tải ngày 20/11/2026; hoặc số công văn gửi kèm."
          maxlength={300}
        />
        <p class="hint">Có hiệu lực ngay với mọi cơ quan trên máy chủ này và được ghi vào nhật ký.</p>
        <div class="actions">
          <button class="main" type="submit">
            Thêm vào danh sách
          </button>
        </div>
      </form>
    </details>
  </section>
);
