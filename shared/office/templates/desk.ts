import { type Actor, type AuditEvent, allow, may } from "../../access/index.ts";
import { checkTemplateBounded, renderBounded, typesetBounded } from "../../bounded/index.ts";
import { readForm, readTemplate as readShipped } from "../../docx/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import type { StoredItem, WriteOperation } from "../../storage/index.ts";
import { sampleDescription, type TemplateForm } from "../../word/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { refuseMarked } from "../secrecy/index.ts";
import { isOffered } from "./chosen.ts";
import type {
  OwnTemplate,
  ShippedTemplate,
  TemplateChoice,
  TemplateDesk,
  TemplateUpload,
  TemplateVersion,
} from "./model.ts";
import {
  FORM_NAMES,
  formOf,
  readTemplate,
  shippedId,
  shippedTemplates,
  storedDefault,
  storedTemplates,
  storedVersion,
  type TemplateDefault,
  templateDefaultsOf,
  templatesOf,
  templateVersionsOf,
  versionKey,
} from "./store.ts";

const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/** A template is some pages of text and a crest; whoever brings more brings a document. */
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_TEMPLATES = 200;
const MOST_VERSIONS = 500;
const LONGEST_NAME = 200;
/** Findings and warnings kept with a version, which must fit a record of the store. */
const MOST_FINDINGS = 200;

type Shown = OwnTemplate & { rev: number };

/** Word templates of an office: tried when they are uploaded, used when they are put to use. */
export function templateDesk(context: OfficeContext): TemplateDesk {
  const { storage } = context;
  const event = (actor: Actor, action: string, template: string, details: Record<string, string>): AuditEvent => ({
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: context.clock().toISOString(),
    action: `template.${action}`,
    subject: template,
    details,
  });
  const readAt = async (actor: Actor, id: string, rev: number): Promise<StoredItem<OwnTemplate>> => {
    const item = await readTemplate(context, actor.organisationId, id);
    if (item.rev !== rev)
      throw new VanthuError("CONFLICT", {
        message: "Mẫu đã được người khác thay đổi.",
        where: id,
        hint: "Tải lại trang để xem mẫu mới rồi làm lại.",
      });
    return item;
  };
  const versions = async (actor: Actor, id: string): Promise<TemplateVersion[]> => {
    const { items } = await storage.records.query<TemplateVersion>(templateVersionsOf(actor.organisationId, id), {
      reverse: true,
    });
    return items.map(({ data }) => data);
  };
  const update = async (
    item: StoredItem<OwnTemplate>,
    data: OwnTemplate,
    told: AuditEvent,
    also: WriteOperation[] = [],
  ): Promise<Shown> => {
    const { pk, sk, rev } = item;
    await context.access.commitAudited([{ op: "update", pk, sk, rev, data }, ...also], told);
    return { ...data, rev: rev + 1 };
  };

  /** Looks at an upload and stores it as a version; nothing is stored when it is refused. */
  async function tried(
    actor: Actor,
    { id, ruleSet, form }: Pick<OwnTemplate, "id" | "ruleSet" | "form">,
    version: number,
    file: TemplateUpload,
    note: string | undefined,
  ): Promise<WriteOperation> {
    if (file.bytes.length > MOST_BYTES)
      throw new VanthuError("PACKAGE_TOO_LARGE", {
        message: "Tệp mẫu lớn hơn 10 MB.",
        where: file.name.slice(0, LONGEST_NAME),
        hint: "Giảm dung lượng hình trong mẫu rồi tải lên lại.",
      });
    await refuseMarked(context, actor, { files: [file], value: note ?? "" }, "templates");
    const check = await checkTemplateBounded(file.bytes, ruleSet, form);
    const docx = await storage.files.put(file.bytes, DOCX_TYPE);
    const pdf = await storage.files.put(check.pdf, "application/pdf");
    const data: TemplateVersion = {
      version,
      at: context.clock().toISOString(),
      personId: actor.personId,
      person: actor.name,
      ...(note === undefined || note.trim() === "" ? {} : { note: note.trim().slice(0, 1000) }),
      file: file.name.slice(0, LONGEST_NAME),
      docx: docx.sha256,
      pdf: pdf.sha256,
      pages: check.pages,
      findings: check.findings.slice(0, MOST_FINDINGS),
      warnings: check.warnings.slice(0, MOST_FINDINGS),
      notes: check.notes,
    };
    return { op: "insert", pk: templateVersionsOf(actor.organisationId, id), sk: versionKey(version), data };
  }

  return {
    async choices(actor, of) {
      allow(actor, "document.draft");
      const own = (await storedTemplates(context, actor.organisationId))
        .map(({ data }) => data)
        .filter((template) => isOffered(template, of));
      const shipped = shippedId(of.ruleSet, of.kind);
      const set = (await storedDefault(context, actor.organisationId, of.ruleSet, of.kind))?.data.template;
      const preset = own.some(({ id }) => id === set) ? set : shipped;
      const all: TemplateChoice[] = [
        {
          id: shipped,
          name: `Mẫu của Vanthu: ${FORM_NAMES[formOf(of.kind)]}`,
          own: false,
          default: preset === shipped,
        },
        ...own
          .sort((a, b) => a.name.localeCompare(b.name, "vi"))
          .map(({ id, name }) => ({ id, name, own: true, default: id === preset })),
      ];
      return all.sort((a, b) => Number(b.default) - Number(a.default));
    },

    async list(actor) {
      allowReading(actor);
      const items = await storedTemplates(context, actor.organisationId);
      const own = await Promise.all(
        items.map(async ({ data, rev }) => ({ ...data, rev, versions: await versions(actor, data.id) })),
      );
      own.sort((a, b) => a.name.localeCompare(b.name, "vi"));
      const { items: set } = await storage.records.query<TemplateDefault>(templateDefaultsOf(actor.organisationId));
      const defaults = set.map(({ sk, data, rev }) => {
        const [ruleSet, kind] = sk.split("/") as [OwnTemplate["ruleSet"], ShippedTemplate["kinds"][number]];
        return { ruleSet, kind, template: data.template, rev };
      });
      return { own, shipped: shippedTemplates(), defaults };
    },

    async get(actor, id) {
      allowReading(actor);
      const { data, rev } = await readTemplate(context, actor.organisationId, id);
      return { ...data, rev, versions: await versions(actor, id) };
    },

    async create(actor, input, file) {
      allow(actor, "administer");
      const { ruleSet, form } = input;
      if (shippedTemplates().every((one) => one.ruleSet !== ruleSet || one.form !== form) || kindless(form))
        throw new VanthuError("INVALID", { message: "Không có loại mẫu này.", where: "form" });
      const name = checkedName(input.name);
      const existing = await storedTemplates(context, actor.organisationId);
      if (existing.length >= MOST_TEMPLATES)
        throw new VanthuError("INVALID", {
          message: `Cơ quan đã có ${MOST_TEMPLATES} mẫu.`,
          hint: "Thêm phiên bản vào mẫu đã có thay cho mẫu mới.",
        });
      const now = context.clock();
      const { organisationId } = actor;
      const data: OwnTemplate = {
        id: timeOrderedId(now),
        organisationId,
        ruleSet,
        form,
        name,
        newest: 1,
        createdAt: now.toISOString(),
      };
      const version = await tried(actor, data, 1, file, input.note);
      await context.access.commitAudited(
        [{ op: "insert", pk: templatesOf(organisationId), sk: data.id, data }, version],
        event(actor, "create", data.id, { name }),
      );
      return { ...data, rev: 1 };
    },

    async addVersion(actor, id, rev, file, note) {
      allow(actor, "administer");
      const item = await readAt(actor, id, rev);
      const newest = item.data.newest + 1;
      if (newest > MOST_VERSIONS)
        throw new VanthuError("INVALID", {
          message: `Mẫu đã có ${MOST_VERSIONS} phiên bản.`,
          where: id,
          hint: "Tạo mẫu mới.",
        });
      const version = await tried(actor, item.data, newest, file, note);
      const told = event(actor, "version", id, { version: String(newest) });
      return update(item, { ...item.data, newest }, told, [version]);
    },

    async activate(actor, id, rev, version) {
      allow(actor, "administer");
      const item = await readAt(actor, id, rev);
      if ((await storedVersion(context, actor.organisationId, id, version)) === undefined)
        throw new VanthuError("NOT_FOUND", { message: `Mẫu không có phiên bản ${version}.`, where: String(version) });
      const { off: _off, ...rest } = item.data;
      const told = event(actor, "activate", id, { version: String(version) });
      return update(item, { ...rest, active: version }, told);
    },

    async change(actor, id, rev, to) {
      allow(actor, "administer");
      const item = await readAt(actor, id, rev);
      const { off: was, ...rest } = item.data;
      const name = to.name === undefined ? item.data.name : checkedName(to.name);
      const off = to.off ?? was === true;
      const data: OwnTemplate = { ...rest, name, ...(off ? { off: true as const } : {}) };
      const also = off ? await withoutDefaults(actor, id) : [];
      return update(item, data, event(actor, "change", id, { name, off: String(off) }), also);
    },

    async setDefault(actor, of, template) {
      allow(actor, "administer");
      const { ruleSet, kind } = of;
      if (KINDS[kind] === undefined)
        throw new VanthuError("INVALID", { message: "Không có loại văn bản này.", where: "kind" });
      const pk = templateDefaultsOf(actor.organisationId);
      const sk = `${ruleSet}/${kind}`;
      const stored = await storedDefault(context, actor.organisationId, ruleSet, kind);
      const operations: WriteOperation[] = [];
      if (template === shippedId(ruleSet, kind)) {
        if (stored !== undefined) operations.push({ op: "remove", pk, sk, rev: stored.rev });
      } else {
        const { data } = await readTemplate(context, actor.organisationId, template);
        if (!isOffered(data, of))
          throw new VanthuError("INVALID", {
            message: "Mẫu này chưa dùng được cho loại văn bản đã chọn.",
            where: template,
            hint: "Đưa một phiên bản của mẫu vào sử dụng, hoặc chọn mẫu đúng loại.",
          });
        operations.push(
          stored === undefined
            ? { op: "insert", pk, sk, data: { template } }
            : { op: "update", pk, sk, rev: stored.rev, data: { template } },
        );
      }
      if (operations.length > 0)
        await context.access.commitAudited(operations, event(actor, "default", template, { kind, ruleSet }));
    },

    async file(actor, id, version) {
      allowReading(actor);
      const shipped = shippedTemplates().find((one) => one.id === id);
      if (shipped !== undefined)
        return { name: `mau-${shipped.ruleSet}-${shipped.form}.docx`, bytes: shippedBytes(shipped) };
      const found = await versionOf(actor, id, version);
      const { data } = await readTemplate(context, actor.organisationId, id);
      return { name: `${data.name} (bản ${found.version}).docx`, bytes: await storage.files.get(found.docx) };
    },

    async sample(actor, id, version) {
      allowReading(actor);
      const shipped = shippedTemplates().find((one) => one.id === id);
      if (shipped !== undefined) {
        if (kindless(shipped.form))
          throw new VanthuError("NOT_FOUND", { message: "Mẫu này không có bản điền thử.", where: id });
        const description = sampleDescription(shipped.ruleSet, shipped.form as TemplateForm);
        const { docx } = await renderBounded(shippedBytes(shipped), description);
        return { name: `mau-${shipped.ruleSet}-${shipped.form}.pdf`, bytes: (await typesetBounded(docx)).pdf };
      }
      const found = await versionOf(actor, id, version);
      const { data } = await readTemplate(context, actor.organisationId, id);
      return { name: `${data.name} (bản ${found.version}).pdf`, bytes: await storage.files.get(found.pdf) };
    },
  };

  async function versionOf(actor: Actor, id: string, version: number | undefined): Promise<TemplateVersion> {
    const { data } = await readTemplate(context, actor.organisationId, id);
    const number = version ?? data.active ?? data.newest;
    const found = await storedVersion(context, actor.organisationId, id, number);
    if (found !== undefined) return found;
    throw new VanthuError("NOT_FOUND", { message: `Mẫu không có phiên bản ${number}.`, where: String(number) });
  }

  async function withoutDefaults(actor: Actor, id: string): Promise<WriteOperation[]> {
    const pk = templateDefaultsOf(actor.organisationId);
    const { items } = await storage.records.query<TemplateDefault>(pk);
    return items
      .filter(({ data }) => data.template === id)
      .map(({ sk, rev }): WriteOperation => ({ op: "remove", pk, sk, rev }));
  }
}

/** Who drafts sees the templates that drafts are set in; the administrator looks after them. */
function allowReading(actor: Actor): void {
  allow(actor, may(actor, "administer") ? "administer" : "document.read");
}

function kindless(form: string): boolean {
  return form !== "plan" && form !== "letter" && form !== "appendix";
}

function shippedBytes({ ruleSet, form, kinds }: ShippedTemplate): Uint8Array {
  if (form === "plan" || form === "letter") return readShipped(ruleSet, kinds[0]!);
  return readForm(ruleSet, form);
}

function checkedName(name: string): string {
  const checked = name.normalize("NFC").trim();
  if (checked !== "" && checked.length <= LONGEST_NAME) return checked;
  throw new VanthuError("INVALID", {
    message: checked === "" ? "Chưa đặt tên cho mẫu." : `Tên mẫu dài quá ${LONGEST_NAME} chữ.`,
    where: "name",
    hint: "Đặt một tên ngắn, ví dụ “Kế hoạch của Sở”.",
  });
}
