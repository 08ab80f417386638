import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { allow } from "../../../shared/access/index.ts";
import type { DocumentKind, RuleSetId } from "../../../shared/documents/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { KINDS, RULE_SETS, ruleSetFor } from "../../../shared/format/index.ts";
import {
  type OwnTemplate,
  type TemplateChoice,
  type TemplateDesk,
  type TemplateList,
  type TemplateVersion,
  vietnamDate,
} from "../../../shared/office/index.ts";
import { DOCX, fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { PaperView } from "../parts/paper-view.tsx";
import { Chip, Empty, Field, Notice, Scroll, Select, Step } from "../parts/pieces.tsx";
import { WordFindings } from "../parts/word-findings.tsx";

const ADDRESS = "/quan-tri/mau-van-ban";

/** Rule sets as the office calls them. */
const RULE_SET_WORDS: Record<RuleSetId, string> = {
  nd30: "Nhà nước (Nghị định 30/2020/NĐ-CP)",
  hd36: "Đảng, đến 26/5/2026 (36-HD/VPTW)",
  hd05: "Đảng, từ 27/5/2026 (05-HD/VPTW)",
};

/** Forms that an office has templates of its own for. */
const FORM_WORDS: Record<OwnTemplate["form"], string> = {
  plan: "Văn bản có tên loại (kế hoạch, báo cáo, thông báo, quyết định…)",
  letter: "Công văn",
  appendix: "Phụ lục thành tệp riêng",
};

type Template = Awaited<ReturnType<TemplateDesk["get"]>>;

/** Word templates: which kind is set in which, the office's own with their versions, those that come with Vanthu. */
export function templatePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { templates } = office;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const organisation = await office.access.organisation(actor.organisationId);
    const now = ruleSetFor(organisation.system, vietnamDate(office.clock()));
    const offered = (Object.keys(RULE_SETS) as RuleSetId[]).filter(
      (id) => RULE_SETS[id].system === organisation.system,
    );
    const asked = c.req.query("bo") as RuleSetId | undefined;
    const ruleSet = asked !== undefined && offered.includes(asked) ? asked : now;
    const list = await templates.list(actor);
    return show(
      desk,
      c,
      {
        title: "Mẫu văn bản",
        lead: "Mẫu Word mà dự thảo được đặt vào. Mẫu của cơ quan được thử trước khi dùng; mọi phiên bản đều được giữ.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        {offered.length > 1 ? (
          <nav class="tabs" aria-label="Bộ quy tắc">
            {offered.map((id) => (
              <a href={`${ADDRESS}?bo=${id}`} aria-current={id === ruleSet ? "page" : undefined}>
                {RULE_SET_WORDS[id]}
              </a>
            ))}
          </nav>
        ) : null}
        <section class="card">
          <h2>Mẫu của cơ quan</h2>
          <OwnTemplates list={list} ruleSet={ruleSet} />
        </section>
        <NewTemplate ruleSet={ruleSet} typed={typed} open={problem !== undefined && typed.form !== undefined} />
        <section class="card">
          <h2>Mẫu dùng cho từng loại văn bản</h2>
          <p class="hint">
            Dự thảo không chọn mẫu riêng thì được đặt vào mẫu ở đây. Văn bản đã trình giữ mẫu lúc trình.
          </p>
          <Defaults list={list} ruleSet={ruleSet} />
        </section>
        <section class="card">
          <h2>Mẫu có sẵn của Vanthu</h2>
          <p class="hint">
            Muốn làm mẫu riêng: tải mẫu có sẵn về, sửa bằng Word (giữ các thẻ trong ngoặc nhọn và các dấu trang), rồi
            tải lên ở khung trên.
          </p>
          <Shipped list={list} ruleSet={ruleSet} />
        </section>
      </>,
    );
  };

  const onePage = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const template = await templates.get(actor, c.req.param("id") ?? "");
    const asked = Number(c.req.query("ban") ?? template.newest);
    const shown = template.versions.find(({ version }) => version === asked) ?? template.versions[0]!;
    return show(
      desk,
      c,
      {
        title: template.name,
        lead: (
          <>
            {FORM_WORDS[template.form]}. {RULE_SET_WORDS[template.ruleSet]}. <TemplateState template={template} />
          </>
        ),
        back: [ADDRESS, "Mẫu văn bản"],
        active: "/quan-tri",
        problem,
      },
      <OneTemplate template={template} shown={shown} typed={typed} />,
    );
  };

  app.get(ADDRESS, (c) => page(c));
  app.post(ADDRESS, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const file = await uploadedFile(form.file("file"), "file");
        const made = await templates.create(
          c.get("actor"),
          {
            ruleSet: form.text("ruleSet") as RuleSetId,
            form: form.text("form") as OwnTemplate["form"],
            name: form.text("name"),
            note: form.text("note"),
          },
          file,
        );
        return `${ADDRESS}/${made.id}?xong=da-thu-mau`;
      },
      (problem) => page(c, problem, form.texts()),
    );
  });
  app.post(`${ADDRESS}/mac-dinh`, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const ruleSet = form.text("ruleSet") as RuleSetId;
        await templates.setDefault(
          c.get("actor"),
          { ruleSet, kind: form.text("kind") as DocumentKind },
          form.text("template"),
        );
        return `${ADDRESS}?bo=${encodeURIComponent(ruleSet)}&xong=da-luu`;
      },
      (problem) => page(c, problem),
    );
  });
  app.get(`${ADDRESS}/co-san/:ruleSet/:file{[a-z-]+\\.(?:pdf|docx)}`, async (c) => {
    const [form, format] = c.req.param("file").split(".") as [string, "pdf" | "docx"];
    const id = `${c.req.param("ruleSet")}/${form}`;
    const found = await (format === "pdf" ? templates.sample(c.get("actor"), id) : templates.file(c.get("actor"), id));
    return fileAnswer({ ...found, contentType: format === "pdf" ? "application/pdf" : DOCX }, format === "pdf");
  });

  app.get(`${ADDRESS}/:id`, (c) => onePage(c));
  app.get(`${ADDRESS}/:id/:file{[0-9]{1,7}\\.(?:pdf|docx)}`, async (c) => {
    const [version, format] = c.req.param("file").split(".") as [string, "pdf" | "docx"];
    const asked = [c.get("actor"), c.req.param("id"), Number(version)] as const;
    const found = await (format === "pdf" ? templates.sample(...asked) : templates.file(...asked));
    return fileAnswer({ ...found, contentType: format === "pdf" ? "application/pdf" : DOCX }, format === "pdf");
  });
  app.post(`${ADDRESS}/:id/phien-ban`, async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        const file = await uploadedFile(form.file("file"), "file");
        await templates.addVersion(c.get("actor"), id, form.rev(), file, form.text("note"));
        return `${ADDRESS}/${id}?xong=da-thu-mau`;
      },
      (problem) => onePage(c, problem, form.texts()),
    );
  });
  const acts: Record<string, { done: string; does(c: WebContext, id: string): Promise<unknown> }> = {
    "su-dung": {
      done: "da-dung-mau",
      does: async (c, id) => {
        const form = await formOf(c);
        return templates.activate(c.get("actor"), id, form.rev(), versionIn(form.text("version")));
      },
    },
    "doi-ten": {
      done: "da-luu",
      does: async (c, id) => {
        const form = await formOf(c);
        return templates.change(c.get("actor"), id, form.rev(), { name: form.text("name") });
      },
    },
    tat: {
      done: "da-tat-mau",
      does: async (c, id) => templates.change(c.get("actor"), id, (await formOf(c)).rev(), { off: true }),
    },
    bat: {
      done: "da-luu",
      does: async (c, id) => templates.change(c.get("actor"), id, (await formOf(c)).rev(), { off: false }),
    },
  };
  for (const [path, { done, does }] of Object.entries(acts))
    app.post(`${ADDRESS}/:id/${path}`, async (c) =>
      step(
        c,
        async () => {
          await does(c, c.req.param("id"));
          return `${ADDRESS}/${c.req.param("id")}?xong=${done}`;
        },
        (problem) => onePage(c, problem),
      ),
    );
}

/** @throws INVALID */
function versionIn(text: string): number {
  const version = Number(text);
  if (Number.isInteger(version) && version > 0) return version;
  throw new VanthuError("INVALID", { message: "Chưa chọn phiên bản.", where: "version" });
}

const TemplateState: FC<{ template: Pick<OwnTemplate, "active" | "off"> }> = ({ template }) =>
  template.off ? (
    <Chip tone="plain">Đã tắt</Chip>
  ) : template.active === undefined ? (
    <Chip tone="warn">Chưa đưa vào sử dụng</Chip>
  ) : (
    <Chip tone="good">{`Đang dùng phiên bản ${template.active}`}</Chip>
  );

const OwnTemplates: FC<{ list: TemplateList; ruleSet: RuleSetId }> = ({ list, ruleSet }) => {
  const own = list.own.filter((one) => one.ruleSet === ruleSet);
  if (own.length === 0)
    return (
      <Empty title="Cơ quan chưa có mẫu riêng">
        Dự thảo đang được đặt vào mẫu có sẵn. Tải mẫu có sẵn về, sửa bằng Word rồi tải lên để thử.
      </Empty>
    );
  return (
    <Scroll label="Mẫu của cơ quan">
      <table>
        <thead>
          <tr>
            <th scope="col">Mẫu</th>
            <th scope="col">Dùng cho</th>
            <th scope="col">Tình trạng</th>
            <th scope="col">Phiên bản mới nhất</th>
          </tr>
        </thead>
        <tbody>
          {own.map((template) => (
            <tr>
              <th scope="row">
                <a href={`${ADDRESS}/${template.id}`}>{template.name}</a>
              </th>
              <td>{FORM_WORDS[template.form]}</td>
              <td>
                <TemplateState template={template} />
              </td>
              <td>
                {template.newest}, {template.versions[0]?.person}, {dateAndTime(template.versions[0]?.at)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
};

const NewTemplate: FC<{ ruleSet: RuleSetId; typed: Record<string, string>; open: boolean }> = (props) => (
  <section class="card" id="tai-mau">
    <details open={props.open}>
      <summary>Tải mẫu mới lên</summary>
      <form class="reading" method="post" action={`${ADDRESS}?bo=${props.ruleSet}`} enctype="multipart/form-data">
        <input type="hidden" name="ruleSet" value={props.ruleSet} />
        <Field name="name" label="Tên mẫu" value={props.typed.name} maxlength={200} hint="Ví dụ: Kế hoạch của Sở" />
        <Select
          name="form"
          label="Dùng cho"
          value={props.typed.form ?? "plan"}
          options={Object.entries(FORM_WORDS) as [string, string][]}
        />
        <FileField hint="Tệp Word .docx, không quá 10 MB, không có macro." />
        <Field name="note" label="Ghi chú" value={props.typed.note} optional maxlength={1000} />
        <button type="submit" class="main" data-busy="Đang thử mẫu…">
          Tải lên và thử mẫu
        </button>
        <p class="hint">Mẫu được điền thử và kiểm tra thể thức; bạn xem kết quả rồi mới đưa vào sử dụng.</p>
      </form>
    </details>
  </section>
);

const FileField: FC<{ hint: string }> = ({ hint }) => (
  <div class="field">
    <label for="truong-file">Tệp mẫu</label>
    <input
      id="truong-file"
      name="file"
      type="file"
      accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      required
      aria-describedby="truong-file-goi-y"
    />
    <p class="hint" id="truong-file-goi-y">
      {hint}
    </p>
  </div>
);

const Defaults: FC<{ list: TemplateList; ruleSet: RuleSetId }> = ({ list, ruleSet }) => (
  <Scroll label="Mẫu dùng cho từng loại văn bản">
    <table class="narrow">
      <thead>
        <tr>
          <th scope="col">Loại văn bản</th>
          <th scope="col">Mẫu mặc định</th>
        </tr>
      </thead>
      <tbody>
        {(Object.keys(KINDS) as DocumentKind[]).map((kind) => (
          <tr>
            <th scope="row">{KINDS[kind].name}</th>
            <td>
              <DefaultForm list={list} ruleSet={ruleSet} kind={kind} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const DefaultForm: FC<{ list: TemplateList; ruleSet: RuleSetId; kind: DocumentKind }> = ({ list, ruleSet, kind }) => {
  const shipped = list.shipped.find((one) => one.ruleSet === ruleSet && one.kinds.includes(kind))!;
  const usable = list.own.filter(
    (one) => one.ruleSet === ruleSet && one.form === shipped.form && one.active !== undefined && one.off !== true,
  );
  const set = list.defaults.find((one) => one.ruleSet === ruleSet && one.kind === kind)?.template;
  const choices: Pick<TemplateChoice, "id" | "name">[] = [{ id: shipped.id, name: "Mẫu có sẵn của Vanthu" }, ...usable];
  if (usable.length === 0) return <>Mẫu có sẵn của Vanthu</>;
  const id = `mac-dinh-${kind}`;
  return (
    <form class="filter" method="post" action={`${ADDRESS}/mac-dinh?bo=${ruleSet}`}>
      <input type="hidden" name="ruleSet" value={ruleSet} />
      <input type="hidden" name="kind" value={kind} />
      <div class="field">
        <label class="visually-hidden" for={id}>
          Mẫu mặc định của {KINDS[kind].name.toLowerCase()}
        </label>
        <select id={id} name="template">
          {choices.map((choice) => (
            <option value={choice.id} selected={choice.id === (set ?? shipped.id)}>
              {choice.name}
            </option>
          ))}
        </select>
      </div>
      <button type="submit">
        Đặt<span class="visually-hidden"> mẫu mặc định của {KINDS[kind].name.toLowerCase()}</span>
      </button>
    </form>
  );
};

const Shipped: FC<{ list: TemplateList; ruleSet: RuleSetId }> = ({ list, ruleSet }) => (
  <Scroll label="Mẫu có sẵn của Vanthu">
    <table>
      <thead>
        <tr>
          <th scope="col">Mẫu</th>
          <th scope="col">Loại văn bản</th>
          <th scope="col">Tệp</th>
        </tr>
      </thead>
      <tbody>
        {list.shipped
          .filter((one) => one.ruleSet === ruleSet)
          .map((one) => (
            <tr>
              <th scope="row">{one.name}</th>
              <td>
                {one.kinds.length === 0
                  ? "Giấy tờ nội bộ, bản sao"
                  : one.kinds.map((kind) => KINDS[kind].name).join(", ")}
              </td>
              <td>
                <a href={`${ADDRESS}/co-san/${one.id}.docx`}>
                  Tải .docx<span class="visually-hidden">: {one.name}</span>
                </a>
                {one.kinds.length === 0 ? null : (
                  <>
                    {" · "}
                    <a href={`${ADDRESS}/co-san/${one.id}.pdf`}>
                      Xem điền thử<span class="visually-hidden">: {one.name}</span>
                    </a>
                  </>
                )}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  </Scroll>
);

const OneTemplate: FC<{ template: Template; shown: TemplateVersion; typed: Record<string, string> }> = (props) => {
  const { template, shown, typed } = props;
  const address = `${ADDRESS}/${template.id}`;
  const inUse = template.active === shown.version && template.off !== true;
  return (
    <div class="beside">
      <section aria-label={`Bản điền thử của phiên bản ${shown.version}`}>
        <h2>Phiên bản {shown.version}, điền thử</h2>
        <PaperView
          source={`${address}/${shown.version}.pdf`}
          drawn={`${address}/${shown.version}.pdf`}
          title={`Mẫu ${template.name}, phiên bản ${shown.version}, điền thử`}
        />
      </section>
      <div class="rail">
        <section class="card">
          <h2>Kết quả thử</h2>
          <p>Đủ thẻ, đủ dấu trang; điền thử được {shown.pages} trang.</p>
          <WordFindings findings={shown.findings} label={`Kiểm tra thể thức phiên bản ${shown.version}`} />
          {shown.notes.map((note) => (
            <Notice tone="warn" title={note.message}>
              <p>{note.hint}</p>
            </Notice>
          ))}
          {shown.warnings.length > 0 ? (
            <Notice tone="warn" title="Có chỗ bản PDF trình bày khác với Word">
              <ul>
                {shown.warnings.slice(0, 8).map((warning) => (
                  <li>
                    {warning.message} ({warning.where})
                  </li>
                ))}
              </ul>
            </Notice>
          ) : null}
          {inUse ? (
            <Notice tone="good" title="Phiên bản này đang được dùng." />
          ) : (
            <Step action={`${address}/su-dung`} name={`Đưa phiên bản ${shown.version} vào sử dụng`} rev={template.rev}>
              <input type="hidden" name="version" value={String(shown.version)} />
              <p class="hint">Dự thảo dùng mẫu này theo phiên bản mới ngay; văn bản đã trình không đổi.</p>
            </Step>
          )}
        </section>
        <section class="card">
          <h2>Các phiên bản</h2>
          <ul class="list">
            {template.versions.map((version) => (
              <li>
                <span>
                  <a href={`${address}?ban=${version.version}`} aria-current={version === shown ? "true" : undefined}>
                    Phiên bản {version.version}
                  </a>{" "}
                  {version.version === template.active ? <Chip tone="good">Đang dùng</Chip> : null}
                  <br />
                  <span class="small soft">
                    {version.file}, {version.person}, {dateAndTime(version.at)}
                    {version.note === undefined ? "" : `. ${version.note}`}
                  </span>
                </span>
                <a href={`${address}/${version.version}.docx`}>
                  Tải .docx<span class="visually-hidden"> của phiên bản {version.version}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
        <section class="card">
          <h2>Phiên bản mới</h2>
          <form method="post" action={`${address}/phien-ban`} enctype="multipart/form-data">
            <input type="hidden" name="rev" value={String(template.rev)} />
            <FileField hint="Tệp Word .docx. Phiên bản cũ vẫn được giữ." />
            <Field name="note" label="Đổi gì" value={typed.note} optional maxlength={1000} />
            <button type="submit" data-busy="Đang thử mẫu…">
              Tải lên và thử mẫu
            </button>
          </form>
        </section>
        <section class="card">
          <details>
            <summary>Đổi tên, tắt mẫu</summary>
            <form method="post" action={`${address}/doi-ten`}>
              <input type="hidden" name="rev" value={String(template.rev)} />
              <Field name="name" label="Tên mẫu" value={template.name} maxlength={200} />
              <button type="submit">Lưu tên</button>
            </form>
            {template.off ? (
              <Step action={`${address}/bat`} name="Bật lại mẫu" rev={template.rev} main={false} />
            ) : (
              <Step action={`${address}/tat`} name="Tắt mẫu" rev={template.rev} main={false}>
                <p class="hint">
                  Mẫu không còn được chọn; loại văn bản đang lấy mẫu này làm mặc định trở lại mẫu có sẵn. Bật lại lúc
                  nào cũng được.
                </p>
              </Step>
            )}
          </details>
        </section>
      </div>
    </div>
  );
};
