import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { DocumentDescription, DocumentKind } from "../../../shared/documents/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import type { Programme } from "../../../shared/tasks/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { todayOf } from "../parts/dates.ts";
import {
  type DocumentSetting,
  descriptionFrom,
  FootFields,
  HeadFields,
  signatureFrom,
  type Typed,
  typedOf,
  WritingHint,
} from "../parts/document-fields.tsx";
import { lowerFirst } from "../parts/document-parts.tsx";
import { Empty, Field, Notice, Select } from "../parts/pieces.tsx";

const ACTIVE = "/soan-van-ban";
const BACK: [string, string] = [ACTIVE, "Soạn văn bản"];
/** Kinds written freely, with their place in the address. */
const FREE_KINDS: Record<string, DocumentKind> = {
  "bao-cao": "BC",
  "cong-van": "CV",
  "thong-bao": "TB",
  "to-trinh": "TTr",
  "quyet-dinh": "QĐ",
  "huong-dan": "HD",
  "chuong-trinh": "CTr",
};

/** What this organisation's documents are made with. */
async function settingOf(desk: Desk, c: WebContext): Promise<DocumentSetting> {
  const { access, clock } = desk.office;
  const { organisationId } = c.get("actor");
  const people = await access.people(organisationId);
  return {
    organisation: await access.organisation(organisationId),
    leaders: people.filter((person) => person.roles.includes("leader") && !person.disabled),
    today: todayOf(clock()),
  };
}

/** Composing: what kind, then its parts; the draft opens beside its PDF. */
export function composePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  app.get("/soan-van-ban", async (c) => {
    const programmes = await office.programmes.list(c.get("actor"));
    const amendable = programmes.filter((one) => one.revision > 1);
    return show(
      desk,
      c,
      {
        title: "Soạn văn bản",
        lead: "Chọn loại văn bản. Văn bản soạn từ chương trình nhiệm vụ lấy thẳng số liệu đang lưu.",
        active: ACTIVE,
      },
      <>
        <h2>Từ chương trình nhiệm vụ</h2>
        {programmes.length === 0 ? (
          <section class="card">
            <Empty title="Chưa có chương trình nhiệm vụ" action={["/nhiem-vu", "Tạo chương trình nhiệm vụ"]}>
              Kế hoạch và phụ lục được soạn từ nhiệm vụ đã nhập.
            </Empty>
          </section>
        ) : (
          <div class="tiles choice">
            {programmes.map((one) => (
              <a class="tile" href={`/soan-van-ban/ke-hoach?chuong-trinh=${one.id}`}>
                <b>Kế hoạch</b> {one.title} ({one.period}): {one.tasks} nhiệm vụ, {one.targets} chỉ tiêu
              </a>
            ))}
            {amendable.map((one) => (
              <a class="tile" href={`/soan-van-ban/dieu-chinh?chuong-trinh=${one.id}`}>
                <b>Phụ lục điều chỉnh</b> {one.title} ({one.period}): kèm công văn, từ {one.revision} bản đã lưu
              </a>
            ))}
          </div>
        )}
        <h2>Viết tự do</h2>
        <div class="tiles choice">
          {Object.entries(FREE_KINDS).map(([path, kind]) => (
            <a class="tile" href={`/soan-van-ban/${path}`}>
              <b>{KINDS[kind].name}</b> Nhập nội dung, hệ thống trình bày theo thể thức
            </a>
          ))}
        </div>
      </>,
    );
  });

  planPages(app, desk);
  amendmentPages(app, desk);
  editPages(app, desk);

  const free = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const kind = FREE_KINDS[c.req.param("loai") ?? ""];
    if (kind === undefined) return c.notFound();
    const setting = await settingOf(desk, c);
    return show(
      desk,
      c,
      { title: `Soạn ${KINDS[kind].name.toLowerCase()}`, back: BACK, active: ACTIVE, problem },
      <FreeForm action={c.req.path} kind={kind} setting={setting} typed={typed} save="Soạn dự thảo" />,
    );
  };

  app.get("/soan-van-ban/:loai", (c) => free(c));
  app.post("/soan-van-ban/:loai", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const kind = FREE_KINDS[c.req.param("loai")] ?? "CV";
        const made = await office.documents.draft(
          c.get("actor"),
          descriptionFrom(form, await settingOf(desk, c), kind),
        );
        return `/van-ban/${made.id}?xong=da-soan`;
      },
      (problem) => free(c, problem, form.texts()),
    );
  });
}

function planPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const plan = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const programme = await office.programmes.get(
      c.get("actor"),
      typed.programmeId ?? c.req.query("chuong-trinh") ?? "",
    );
    const setting = await settingOf(desk, c);
    return show(
      desk,
      c,
      {
        title: "Soạn kế hoạch",
        lead: `Từ chương trình “${programme.title}” bản ${programme.revision}: ${programme.targets.length} chỉ tiêu vào phần mục tiêu, ${programme.tasks.length} nhiệm vụ vào phụ lục.`,
        back: BACK,
        active: ACTIVE,
        problem,
      },
      <PlanForm programme={programme} setting={setting} typed={typed} />,
    );
  };

  app.get("/soan-van-ban/ke-hoach", (c) => plan(c));
  app.post("/soan-van-ban/ke-hoach", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const made = await office.documents.draftPlan(c.get("actor"), {
          programmeId: form.text("programmeId"),
          subject: form.text("subject"),
          notation: form.text("notation"),
          opening: form.text("opening"),
          purpose: form.text("purpose"),
          requirements: form.text("requirements"),
          ...(form.text("generalAim") ? { generalAim: form.text("generalAim") } : {}),
          implementation: form.text("implementation"),
          recipients: form.lines("recipients"),
          signature: signatureFrom(form, await settingOf(desk, c)),
        });
        return `/van-ban/${made.id}?xong=da-soan`;
      },
      (problem) => plan(c, problem, form.texts()),
    );
  });
}

function amendmentPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const page = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const programme = await office.programmes.get(
      c.get("actor"),
      typed.programmeId ?? c.req.query("chuong-trinh") ?? "",
    );
    const setting = await settingOf(desk, c);
    return show(
      desk,
      c,
      {
        title: "Soạn phụ lục điều chỉnh",
        lead: `Chương trình “${programme.title}”. Phụ lục nêu những nhiệm vụ khác nhau giữa hai bản, gửi kèm công văn.`,
        back: BACK,
        active: ACTIVE,
        problem,
      },
      <AmendmentForm programme={programme} setting={setting} typed={typed} />,
    );
  };

  app.get("/soan-van-ban/dieu-chinh", (c) => page(c));
  app.post("/soan-van-ban/dieu-chinh", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const made = await office.documents.draftAmendment(c.get("actor"), {
          programmeId: form.text("programmeId"),
          from: Number(form.text("from")),
          to: Number(form.text("to")),
          basis: form.text("basis"),
          letter: descriptionFrom(form, await settingOf(desk, c), "CV"),
          appendixTitle: form.text("appendixTitle"),
        });
        return `/van-ban/${made.id}?xong=da-soan`;
      },
      (problem) => page(c, problem, form.texts()),
    );
  });
}

function editPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const edit = async (c: WebContext, problem?: Problem, typed?: Typed) => {
    const document = await office.documents.get(c.get("actor"), c.req.param("id") ?? "");
    const setting = await settingOf(desk, c);
    const returned =
      document.state === "returned" ? document.history.findLast((entry) => entry.action === "return") : undefined;
    return show(
      desk,
      c,
      {
        title: "Sửa dự thảo",
        lead: `${KINDS[document.kind].name}: ${document.subject}`,
        back: [`/van-ban/${document.id}`, "Văn bản"],
        active: "/van-ban",
        problem,
      },
      <>
        {returned ? (
          <Notice tone="warn" title={`${returned.person} trả lại`}>
            <p class="lines">{returned.note}</p>
          </Notice>
        ) : null}
        <FreeForm
          action={`/van-ban/${document.id}/sua`}
          kind={document.kind}
          setting={setting}
          typed={{ ...typedOf(document.description), ...typed, rev: String(document.rev) }}
          save="Lưu dự thảo"
          appendices={document.description.appendices?.length ?? 0}
        />
      </>,
    );
  };

  app.get("/van-ban/:id/sua", (c) => edit(c));
  app.post("/van-ban/:id/sua", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const { description } = await office.documents.get(c.get("actor"), c.req.param("id"));
        const addressees = form.lines("addressees");
        // What the form does not show (appendices, footnotes, rule set) stays as it was.
        const changed: DocumentDescription = {
          ...description,
          subject: form.text("subject"),
          notation: form.text("notation"),
          place: form.text("place"),
          addressees: addressees.length > 0 ? addressees : undefined,
          body: form.text("body"),
          recipients: form.lines("recipients"),
          signature: signatureFrom(form, await settingOf(desk, c)),
        };
        await office.documents.edit(c.get("actor"), c.req.param("id"), form.rev(), changed);
        return `/van-ban/${c.req.param("id")}?xong=da-sua`;
      },
      (problem) => edit(c, problem, form.texts()),
    );
  });
}

const NoLeader: FC<{ setting: DocumentSetting }> = ({ setting }) =>
  setting.leaders.length > 0 ? null : (
    <Notice tone="warn" title="Chưa có người ký">
      <p>Cơ quan chưa có ai mang vai trò lãnh đạo. Nhờ quản trị thêm người ký trước khi soạn.</p>
    </Notice>
  );

const PlanForm: FC<{ programme: Programme; setting: DocumentSetting; typed: Typed }> = ({
  programme,
  setting,
  typed,
}) => (
  <form class="columns" method="post" action="/soan-van-ban/ke-hoach">
    <input type="hidden" name="programmeId" value={programme.id} />
    <section class="card">
      <NoLeader setting={setting} />
      <HeadFields
        setting={setting}
        kind="KH"
        typed={{ subject: `Thực hiện ${lowerFirst(programme.title)}`, ...typed }}
      />
      <Field name="opening" label="Mở đầu (căn cứ)" rows={4} value={typed.opening ?? openingOf(programme, setting)} />
      <Field name="purpose" label="Mục đích" rows={4} value={typed.purpose} />
      <Field name="requirements" label="Yêu cầu" rows={4} value={typed.requirements} />
    </section>
    <section class="card">
      <Field
        name="generalAim"
        label="Mục tiêu chung"
        rows={3}
        optional
        value={typed.generalAim}
        hint={`Mục tiêu cụ thể lấy từ ${programme.targets.length} chỉ tiêu của chương trình.`}
      />
      <Field name="implementation" label="Tổ chức thực hiện" rows={6} value={typed.implementation} />
      <WritingHint />
      <FootFields setting={setting} typed={{ recipients: recipientsOf(programme), ...typed }} />
      <div class="actions">
        <button class="main" type="submit" data-busy="Đang soạn…">
          Soạn dự thảo
        </button>
        <a class="button" href="/soan-van-ban">
          Không soạn
        </a>
      </div>
    </section>
  </form>
);

function openingOf(programme: Programme, setting: DocumentSetting): string {
  const basis =
    programme.basis.length > 0
      ? `Thực hiện ${programme.basis.map((line) => line.replace(/[;.]$/, "")).join("; ")}, `
      : "";
  const start = basis === "" ? setting.organisation.name : `${basis}${setting.organisation.name}`;
  return `${start} ban hành Kế hoạch thực hiện ${lowerFirst(programme.title)} như sau:`;
}

/** Whom a plan is sent to when nobody says otherwise: the agencies that it gives tasks to. */
function recipientsOf(programme: Programme): string {
  const agencies = [...programme.tasks, ...programme.targets].map((one) =>
    one.leadAgency.split("\n")[0]!.replace(/[.;]$/, "").trim(),
  );
  return [...new Set(agencies.filter((name) => name !== ""))].slice(0, 20).concat("Lưu: VT").join("\n");
}

const FreeForm: FC<{
  action: string;
  kind: DocumentKind;
  setting: DocumentSetting;
  typed: Typed;
  save: string;
  appendices?: number;
}> = (props) => {
  const { kind, setting, typed } = props;
  const addressed = kind === "CV" || kind === "TTr" || kind === "BC";
  return (
    <form class="columns" method="post" action={props.action}>
      {typed.rev === undefined ? null : <input type="hidden" name="rev" value={typed.rev} />}
      <section class="card">
        <NoLeader setting={setting} />
        <HeadFields setting={setting} kind={kind} typed={typed} />
        {addressed ? (
          <Field
            name="addressees"
            label="Kính gửi"
            rows={2}
            optional={kind !== "CV"}
            value={typed.addressees}
            hint="Mỗi nơi một dòng."
          />
        ) : null}
        <Field name="body" label="Nội dung" rows={18} value={typed.body} />
        <WritingHint />
      </section>
      <section class="card">
        {props.appendices ? (
          <p class="soft">
            Văn bản có {props.appendices} phụ lục soạn từ nhiệm vụ; sửa nhiệm vụ ở chương trình rồi soạn lại nếu cần đổi
            phụ lục.
          </p>
        ) : null}
        <FootFields setting={setting} typed={typed} addressed={addressed} />
        <div class="actions">
          <button class="main" type="submit" data-busy="Đang lưu…">
            {props.save}
          </button>
        </div>
      </section>
    </form>
  );
};

const AmendmentForm: FC<{ programme: Programme; setting: DocumentSetting; typed: Typed }> = ({
  programme,
  setting,
  typed,
}) => {
  const revisions = Array.from({ length: programme.revision }, (_, index): [string, string] => [
    String(index + 1),
    `Bản ${index + 1}`,
  ]);
  return (
    <form class="columns" method="post" action="/soan-van-ban/dieu-chinh">
      <input type="hidden" name="programmeId" value={programme.id} />
      <section class="card">
        <NoLeader setting={setting} />
        <h2>Phụ lục</h2>
        <div class="pair">
          <Select
            name="from"
            label="Bản đã ban hành"
            options={revisions}
            value={typed.from ?? String(Math.max(1, programme.revision - 1))}
          />
          <Select
            name="to"
            label="Bản điều chỉnh"
            options={revisions.toReversed()}
            value={typed.to ?? String(programme.revision)}
          />
        </div>
        <Field
          name="appendixTitle"
          label="Tên phụ lục"
          rows={2}
          value={typed.appendixTitle ?? `Điều chỉnh, bổ sung nhiệm vụ ${lowerFirst(programme.title)}`}
        />
        <Field
          name="basis"
          label="Căn cứ điều chỉnh"
          rows={2}
          value={typed.basis}
          hint="Ghi vào cột nội dung điều chỉnh của từng nhiệm vụ."
        />
      </section>
      <section class="card">
        <h2>Công văn gửi kèm</h2>
        <HeadFields
          setting={setting}
          kind="CV"
          typed={{ subject: `điều chỉnh nhiệm vụ ${lowerFirst(programme.title)}`, ...typed }}
        />
        <Field name="addressees" label="Kính gửi" rows={2} value={typed.addressees} hint="Mỗi nơi một dòng." />
        <Field name="body" label="Nội dung" rows={8} value={typed.body} />
        <WritingHint />
        <FootFields setting={setting} typed={typed} addressed />
        <div class="actions">
          <button class="main" type="submit" data-busy="Đang soạn…">
            Soạn dự thảo
          </button>
        </div>
      </section>
    </form>
  );
};
