import type { FC } from "hono/jsx";
import type { EvidenceSummary } from "../../../shared/evidence/index.ts";
import type { Standing } from "../../../shared/office/index.ts";
import type { SnapshotCheck } from "../../../shared/reports/index.ts";
import {
  type CertificateSummary,
  copyWords,
  isOnlySeen,
  type SignatureVerdict,
  type StandingNow,
  standingWords,
  symbolText,
  type Verdict,
} from "../../../shared/verification/index.ts";
import { ContainerFiles } from "./container-files.tsx";
import { exactTime, shortDate } from "./dates.ts";
import { Chip, type Tone } from "./pieces.tsx";
import { ReportCheck } from "./report-check.tsx";

/** The five verdicts in words, colour and sign. Indeterminate is its own answer, never valid and never invalid. */
const VERDICTS: Record<Verdict["verdict"], { tone: Tone; sign: string; words: string }> = {
  TOTAL_PASSED: { tone: "good", sign: "✓", words: "Hợp lệ" },
  TOTAL_FAILED: { tone: "bad", sign: "✕", words: "Không hợp lệ" },
  INDETERMINATE: { tone: "warn", sign: "!", words: "Chưa đủ căn cứ kết luận" },
  NO_SIGNATURE: { tone: "plain", sign: "–", words: "Không có chữ ký số" },
  UNREADABLE: { tone: "bad", sign: "?", words: "Không đọc được tệp" },
};

const ROLES: Record<NonNullable<SignatureVerdict["role"]>, string> = {
  leader: "Chữ ký của người có thẩm quyền",
  seal: "Chữ ký số của cơ quan (dấu)",
  appendix: "Chữ ký số của cơ quan trên phụ lục",
  copy: "Chữ ký số của cơ quan trên bản sao",
};

const TIME_SOURCES: Record<SignatureVerdict["timeSource"], string> = {
  timestamp: "theo dấu thời gian",
  "document-timestamp": "theo dấu thời gian của tài liệu",
  container: "gói chứng cứ chứng minh chữ ký đã có lúc đó",
  claimed: "theo đồng hồ máy người ký, không có dấu thời gian",
};

const COVERAGE: Record<SignatureVerdict["coverage"], string> = {
  "whole-file": "Toàn bộ tệp",
  revision: "Toàn bộ nội dung tại thời điểm ký",
  partial: "Chỉ một phần tệp",
};

const CHANGES: Record<SignatureVerdict["changesAfter"], string> = {
  none: "Không có",
  lta: "Chỉ thêm dữ liệu lưu trữ lâu dài",
  form: "Chỉ điền số, ngày và ký thêm (được phép)",
  annotation: "Có thêm chú thích",
  metadata: "Có sửa thông tin mô tả tệp",
  other: "Có sửa nội dung",
};

/** What has changed since is told beside the verdict and is no fault of the document. */
const NOW_TONES: Record<StandingNow["valid"], Tone> = { yes: "good", no: "warn", unknown: "plain" };

/** The verdict in words with a sentence why. */
export const VerdictBanner: FC<{ verdict: Verdict }> = ({ verdict }) => {
  const shown = VERDICTS[verdict.verdict];
  return (
    <section class={`verdict ${shown.tone}`} aria-label="Kết luận">
      <span class="sign" aria-hidden="true">
        {shown.sign}
      </span>
      <div>
        <h2>{shown.words}</h2>
        <p>{verdict.summary}</p>
      </div>
    </section>
  );
};

/** A verdict as a chip, for lists. */
export const VerdictChip: FC<{ verdict: Verdict["verdict"] | undefined }> = ({ verdict }) =>
  verdict === undefined ? (
    <Chip tone="plain">Chưa kiểm tra</Chip>
  ) : (
    <Chip tone={VERDICTS[verdict].tone}>{VERDICTS[verdict].words}</Chip>
  );

/** Is a signature made under an authority that is only for trial? */
function isTrial(signature: SignatureVerdict): boolean {
  return [signature.trustScope, signature.issuer.commonName, signature.issuer.organisation].some((text) =>
    text?.toLowerCase().includes("thử nghiệm"),
  );
}

/** A verdict; of a report also what checking its figures against the snapshot it carries found. */
export type CheckedVerdict = Verdict & { report?: SnapshotCheck; standing?: Standing };

/** Banner, document facts, order of signing and one card for each signature. */
export const VerdictReport: FC<{
  verdict: CheckedVerdict;
  fileName: string;
  banner?: boolean;
  /** Of an evidence container. */
  container?: EvidenceSummary;
}> = ({ verdict, fileName, banner = true, container }) => (
  <>
    {banner ? <VerdictBanner verdict={verdict} /> : null}
    {verdict.signatures.some(isTrial) ? (
      <div class="notice warn" role="note">
        <strong>Chứng thư số thử nghiệm</strong>
        <p>
          Có chữ ký dùng chứng thư do tổ chức chứng thực <b>thử nghiệm</b> của một máy chủ Vanthu cấp. Chữ ký như vậy
          chỉ để tập dượt, không có giá trị pháp lý và không được công nhận ngoài máy chủ đó.
        </p>
      </div>
    ) : null}
    {verdict.report === undefined ? null : <ReportCheck check={verdict.report} />}
    <section class="card">
      <h2>Tài liệu</h2>
      <dl class="facts">
        <dt>Tên tệp</dt>
        <dd>{fileName}</dd>
        {verdict.document.number || verdict.document.notation ? (
          <>
            <dt>Số, ký hiệu</dt>
            <dd>{symbolText(verdict.document)}</dd>
          </>
        ) : null}
        {verdict.document.issuedOn ? (
          <>
            <dt>Ngày ban hành</dt>
            <dd>{shortDate(verdict.document.issuedOn)}</dd>
          </>
        ) : null}
        {verdict.document.organisation ? (
          <>
            <dt>Cơ quan ban hành</dt>
            <dd>{verdict.document.organisation}</dd>
          </>
        ) : null}
        {verdict.document.copy ? (
          <>
            <dt>Bản sao điện tử</dt>
            <dd>{copyWords(verdict.document.copy)}</dd>
          </>
        ) : null}
        {verdict.document.standing ? (
          <>
            <dt>Tình trạng</dt>
            <dd>{verdict.document.standing}</dd>
          </>
        ) : null}
        <dt>{container ? "Dung lượng" : "Số trang, dung lượng"}</dt>
        <dd>
          {container ? "" : `${verdict.document.pages} trang, `}
          {Math.max(1, Math.round(verdict.document.bytes / 1024)).toLocaleString("vi-VN")} KB
        </dd>
        <dt>Mã băm SHA-256</dt>
        <dd>
          <code>{verdict.document.sha256}</code>
        </dd>
      </dl>
      {verdict.signatures.length > 1 ? (
        <>
          <h3>Thứ tự ký</h3>
          <ol class="order">
            {verdict.signatures.map((signature) => (
              <li>
                {signature.signer.commonName}
                {signature.role ? ` — ${ROLES[signature.role].toLowerCase()}` : ""}
                {signature.signedAt ? `, ${exactTime(signature.signedAt)}` : ""}
              </li>
            ))}
          </ol>
          <OrderCheck signatures={verdict.signatures} />
        </>
      ) : null}
    </section>
    {container === undefined ? null : <ContainerFiles container={container} />}
    {verdict.signatures.map((signature, index) => (
      <SignatureCard signature={signature} index={index} of={verdict.signatures.length} />
    ))}
  </>
);

/** NĐ30 Điều 32.2.d: the organisation's signature comes after that of the person in authority. */
const OrderCheck: FC<{ signatures: SignatureVerdict[] }> = ({ signatures }) => {
  const leader = signatures.findIndex((one) => one.role === "leader");
  const seal = signatures.findIndex((one) => one.role === "seal");
  // Of signatures that prove nothing, the order proves nothing either.
  if (leader < 0 || seal < 0 || signatures.some((one) => !one.intact || !one.cryptographicallyValid)) return null;
  return leader < seal ? (
    <p>
      <Chip tone="good">Đúng thứ tự</Chip> Dấu cơ quan được ký sau chữ ký của người có thẩm quyền.
    </p>
  ) : (
    <p>
      <Chip tone="bad">Sai thứ tự</Chip> Dấu cơ quan được ký trước chữ ký của người có thẩm quyền.
    </p>
  );
};

/** What Thông tư 15/2025/TT-BKHCN Điều 6 wants shown of each signature, and what changed after it. */
const SignatureCard: FC<{ signature: SignatureVerdict; index: number; of: number }> = ({ signature, index, of }) => {
  const shown = VERDICTS[signature.indication];
  const validThen = validAtSigning(signature);
  return (
    <section class={`card signature ${shown.tone}`} aria-label={`Chữ ký ${index + 1}`}>
      <header>
        <h3>
          {signature.kind === "document-timestamp" ? "Dấu thời gian" : "Chữ ký"} {index + 1}/{of}:{" "}
          {signature.signer.commonName}
        </h3>
        <Chip tone={shown.tone}>{shown.words}</Chip>
      </header>
      {isTrial(signature) ? <p class="trial">CHỨNG THƯ THỬ NGHIỆM – không có giá trị pháp lý</p> : null}
      <dl class="facts">
        {signature.role ? (
          <>
            <dt>Vai trò</dt>
            <dd>{ROLES[signature.role]}</dd>
          </>
        ) : null}
        <dt>Người ký</dt>
        <dd>{signature.signer.commonName}</dd>
        <dt>Đơn vị quản lý</dt>
        <dd>{signature.signer.organisation ?? "Chứng thư không ghi"}</dd>
        <dt>Tổ chức cấp chứng thư</dt>
        <dd>
          {nameOf(signature.issuer)}
          {signature.trustScope ? ` (phạm vi tin cậy: ${signature.trustScope})` : ""}
        </dd>
        <dt>Thời điểm ký</dt>
        <dd>
          {signature.signedAt
            ? `${exactTime(signature.signedAt)} — ${TIME_SOURCES[signature.timeSource]}`
            : "Không ghi trong chữ ký"}
        </dd>
        <dt>Tính toàn vẹn</dt>
        <dd>
          {isOnlySeen(signature) ? (
            <Chip tone="plain">Không kiểm tra được</Chip>
          ) : signature.intact && signature.cryptographicallyValid ? (
            <Chip tone="good">Nội dung được ký không bị thay đổi</Chip>
          ) : (
            <Chip tone="bad">Nội dung đã bị thay đổi hoặc chữ ký sai</Chip>
          )}
        </dd>
        <dt>Hiệu lực lúc ký</dt>
        <dd>
          {validThen === undefined ? (
            <Chip tone="warn">Không xác định được</Chip>
          ) : validThen ? (
            <Chip tone="good">Chứng thư còn hạn lúc ký</Chip>
          ) : (
            <Chip tone="bad">Chứng thư không còn hạn lúc ký</Chip>
          )}
        </dd>
        {signature.now ? (
          <>
            <dt>Hiệu lực lúc kiểm tra</dt>
            <dd>
              <Chip tone={NOW_TONES[signature.now.valid]}>{capital(standingWords(signature.now).split(":")[0]!)}</Chip>
              {signature.now.reasons.map(({ message }) => (
                <> {message}</>
              ))}
            </dd>
          </>
        ) : null}
        <dt>Thời hạn chứng thư</dt>
        <dd>
          {shortDate(signature.signer.notBefore)} – {shortDate(signature.signer.notAfter)}
        </dd>
        <dt>Tin cậy</dt>
        <dd>
          {signature.trusted ? (
            <Chip tone={isTrial(signature) ? "warn" : "good"}>
              {isTrial(signature) ? "Chỉ tin cậy trong phạm vi thử nghiệm" : "Dẫn tới tổ chức được tin cậy"}
            </Chip>
          ) : (
            <Chip tone="warn">Không dẫn tới tổ chức được tin cậy</Chip>
          )}
        </dd>
        <dt>Thu hồi (OCSP, CRL)</dt>
        <dd>
          {signature.revocation.status === "good" ? <Chip tone="good">Không bị thu hồi</Chip> : null}
          {signature.revocation.status === "revoked" ? <Chip tone="bad">Đã bị thu hồi</Chip> : null}
          {signature.revocation.status === "unknown" ? <Chip tone="warn">Chưa kiểm tra được</Chip> : null}{" "}
          {signature.revocation.message}
        </dd>
        <dt>Phạm vi ký</dt>
        <dd>{COVERAGE[signature.coverage]}</dd>
        <dt>Thay đổi sau khi ký</dt>
        <dd>
          {isOnlySeen(signature) ? "Không kiểm tra được" : CHANGES[signature.changesAfter]}
          {signature.changes.length > 0 ? (
            <ul>
              {signature.changes.slice(0, 20).map((change) => (
                <li>
                  {change.what}
                  {change.page ? ` (trang ${change.page})` : ""} —{" "}
                  {change.allowed ? "được phép" : <b>không được phép</b>}
                </li>
              ))}
            </ul>
          ) : null}
        </dd>
      </dl>
      {signature.reasons.length > 0 ? (
        <>
          <h3>Lý do</h3>
          <ul>
            {signature.reasons.map((reason) => (
              <li>{reason.message}</li>
            ))}
          </ul>
        </>
      ) : null}
      <details>
        <summary>Chi tiết kỹ thuật</summary>
        <dl class="facts small">
          <dt>Thuật toán</dt>
          <dd>
            {signature.algorithm.signature} {signature.algorithm.keyBits} bit, {signature.algorithm.digest}
            {signature.weak ? " — yếu" : ""}
          </dd>
          <dt>Mức chữ ký</dt>
          <dd>{levelWords(signature)}</dd>
          <dt>Kết luận ETSI</dt>
          <dd>
            {signature.indication}
            {signature.subIndication ? ` / ${signature.subIndication}` : ""}
          </dd>
          <dt>Số chứng thư</dt>
          <dd>
            <code>{signature.signer.serial ?? "–"}</code>
          </dd>
          <dt>Trường chữ ký</dt>
          <dd>{signature.field}</dd>
        </dl>
      </details>
    </section>
  );
};

/** CAdES in a file of its own (evidence containers), PAdES in a PDF. */
function levelWords({ level, field }: SignatureVerdict): string {
  const standard = /\.(p7s|tst)$/.test(field) ? "CAdES" : "PAdES";
  return level === "none" ? "Không theo mức cơ sở của ETSI" : `${standard} ${level}`;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}

function nameOf(certificate: CertificateSummary): string {
  return [certificate.commonName, certificate.organisation]
    .filter((text, index, all) => text && all.indexOf(text) === index)
    .join(", ");
}

/** Was the signer's certificate inside its validity at the time of signing? undefined when a date is missing. */
function validAtSigning(signature: SignatureVerdict): boolean | undefined {
  const { notBefore, notAfter } = signature.signer;
  if (!signature.signedAt || !notBefore || !notAfter) return undefined;
  const at = Date.parse(signature.signedAt);
  return Date.parse(notBefore) <= at && at <= Date.parse(notAfter);
}
