import type { Hono } from "hono";
import { allow } from "../../../shared/access/index.ts";
import type { DocumentKind, RuleSetId } from "../../../shared/documents/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { RULE_SETS, ruleSetFor } from "../../../shared/format/index.ts";
import { type OwnTemplate, vietnamDate } from "../../../shared/office/index.ts";
import { DOCX, fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import {
  Defaults,
  FORM_WORDS,
  NewTemplate,
  OneTemplate,
  OwnTemplates,
  RULE_SET_WORDS,
  Shipped,
  TEMPLATES,
  TemplateState,
} from "../parts/template-view.tsx";

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
              <a href={`${TEMPLATES}?bo=${id}`} aria-current={id === ruleSet ? "page" : undefined}>
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
        back: [TEMPLATES, "Mẫu văn bản"],
        active: "/quan-tri",
        problem,
      },
      <OneTemplate template={template} shown={shown} typed={typed} />,
    );
  };

  app.get(TEMPLATES, (c) => page(c));
  app.post(TEMPLATES, async (c) => {
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
        return `${TEMPLATES}/${made.id}?xong=da-thu-mau`;
      },
      (problem) => page(c, problem, form.texts()),
    );
  });
  app.post(`${TEMPLATES}/mac-dinh`, async (c) => {
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
        return `${TEMPLATES}?bo=${encodeURIComponent(ruleSet)}&xong=da-luu`;
      },
      (problem) => page(c, problem),
    );
  });
  app.get(`${TEMPLATES}/co-san/:ruleSet/:file{[a-z-]+\\.(?:pdf|docx)}`, async (c) => {
    const [form, format] = c.req.param("file").split(".") as [string, "pdf" | "docx"];
    const id = `${c.req.param("ruleSet")}/${form}`;
    const found = await (format === "pdf" ? templates.sample(c.get("actor"), id) : templates.file(c.get("actor"), id));
    return fileAnswer({ ...found, contentType: format === "pdf" ? "application/pdf" : DOCX }, format === "pdf");
  });

  app.get(`${TEMPLATES}/:id`, (c) => onePage(c));
  app.get(`${TEMPLATES}/:id/:file{[0-9]{1,7}\\.(?:pdf|docx)}`, async (c) => {
    const [version, format] = c.req.param("file").split(".") as [string, "pdf" | "docx"];
    const asked = [c.get("actor"), c.req.param("id"), Number(version)] as const;
    const found = await (format === "pdf" ? templates.sample(...asked) : templates.file(...asked));
    return fileAnswer({ ...found, contentType: format === "pdf" ? "application/pdf" : DOCX }, format === "pdf");
  });
  app.post(`${TEMPLATES}/:id/phien-ban`, async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        const file = await uploadedFile(form.file("file"), "file");
        await templates.addVersion(c.get("actor"), id, form.rev(), file, form.text("note"));
        return `${TEMPLATES}/${id}?xong=da-thu-mau`;
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
    app.post(`${TEMPLATES}/:id/${path}`, async (c) =>
      step(
        c,
        async () => {
          await does(c, c.req.param("id"));
          return `${TEMPLATES}/${c.req.param("id")}?xong=${done}`;
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
