import { allow, may } from "../../access/index.ts";
import { abbreviationIn } from "../../copies/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { OfficeContext } from "../context.ts";
import { summariesOf } from "../document-file.ts";
import type { DocumentSummary } from "../model.ts";
import type { CopyDesk, CopySettings, NamedSignatory } from "./model.ts";

const PLACE = "copies";
const LIMITS = { signatories: 30, line: 200, lines: 5 } as const;

type Stores = Pick<OfficeContext, "storage" | "access">;

function settingsOf(organisationId: string): string {
  return `org/${organisationId}/settings`;
}

/** Who signs copies, and the abbreviation of the organisation in their numbers: set by leaders and administrators (NĐ30 Điều 27.1). */
export function copySettingsDesk(context: OfficeContext): Pick<CopyDesk, "settings" | "changeSettings"> {
  return {
    async settings(actor) {
      if (!may(actor, "administer")) allow(actor, "document.read");
      return readCopySettings(context, actor.organisationId);
    },

    async changeSettings(actor, rev, settings) {
      if (!may(actor, "administer")) allow(actor, "document.sign");
      const data = checked(settings);
      const place = { pk: settingsOf(actor.organisationId), sk: PLACE, data };
      await context.access.commitAudited([rev === 0 ? { op: "insert", ...place } : { op: "update", ...place, rev }], {
        organisationId: actor.organisationId,
        actor: { personId: actor.personId, name: actor.name },
        at: context.clock().toISOString(),
        action: "settings.copies",
        subject: actor.organisationId,
        details: { signatories: data.signatories.map(({ name }) => name).join("; ") },
      });
      return { ...data, rev: rev + 1 };
    },
  };
}

/** As set; without any list, the leaders of the organisation. */
export async function readCopySettings({ storage, access }: Stores, organisationId: string): Promise<CopySettings> {
  const item = await storage.records.get<Omit<CopySettings, "rev">>(settingsOf(organisationId), PLACE);
  const set = item?.data;
  const signatories =
    set !== undefined && set.signatories.length > 0 ? set.signatories : await leaders(access, organisationId);
  const abbreviation = set?.abbreviation ?? (await abbreviationInUse(storage, organisationId));
  return { ...(abbreviation === undefined ? {} : { abbreviation }), signatories, rev: item?.rev ?? 0 };
}

async function leaders(access: OfficeContext["access"], organisationId: string): Promise<NamedSignatory[]> {
  return (await access.people(organisationId))
    .filter(({ roles, disabled }) => roles.includes("leader") && disabled !== true)
    .map(({ id, name, position }) => ({ id, authority: [], position, name }));
}

/** As the newest issued document writes it. */
async function abbreviationInUse(
  storage: OfficeContext["storage"],
  organisationId: string,
): Promise<string | undefined> {
  const { items } = await storage.records.query<DocumentSummary>(summariesOf(organisationId), {
    reverse: true,
    limit: 50,
  });
  for (const { data } of items) {
    if (data.number === undefined) continue;
    const found = abbreviationIn(data.ruleSet, data.kind, data.notation);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The person named, who must be among those who may sign copies.
 * @throws COPY_NOT_AUTHORISED
 */
export function signatoryNamed({ signatories }: CopySettings, id: string): NamedSignatory {
  const found = signatories.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new VanthuError("COPY_NOT_AUTHORISED", {
    message: "Người được chọn không có thẩm quyền ký bản sao.",
    where: "signatory",
    hint: "Nghị định 30/2020/NĐ-CP Điều 27 khoản 1: người đứng đầu quy định thẩm quyền ký các bản sao. Chọn lại, hoặc bổ sung người ký bản sao trong cài đặt.",
  });
}

/** @throws INVALID */
function checked({ abbreviation, signatories }: Omit<CopySettings, "rev">): Omit<CopySettings, "rev"> {
  const invalid = (message: string, where: string) => new VanthuError("INVALID", { message, where });
  const short = abbreviation?.trim() ?? "";
  if (short !== "" && (!/^[\p{L}\d][\p{L}\d&.-]{0,29}$/u.test(short) || short.includes("/")))
    throw invalid(
      "Chữ viết tắt tên cơ quan chỉ gồm chữ cái, chữ số, không có dấu cách (ví dụ UBND, SKHCN).",
      "abbreviation",
    );
  if (signatories.length > LIMITS.signatories) throw invalid("Danh sách người ký bản sao quá dài.", "signatories");
  const seen = new Set<string>();
  const list = signatories.map((one, index): NamedSignatory => {
    const where = `signatories[${index}]`;
    const text = (value: string) => value.normalize("NFC").replace(/\s+/g, " ").trim();
    const [name, position] = [text(one.name), text(one.position)];
    const authority = one.authority.map(text).filter((line) => line !== "");
    if (name === "" || position === "") throw invalid("Người ký bản sao phải có họ tên và chức vụ.", where);
    if ([name, position, ...authority].some((value) => value.length > LIMITS.line) || authority.length > LIMITS.lines)
      throw invalid("Họ tên, chức vụ hoặc quyền hạn quá dài.", where);
    const id = text(one.id) === "" ? `nguoi-${index + 1}-${name.length}` : text(one.id).slice(0, 100);
    if (seen.has(id)) throw invalid("Một người được ghi hai lần.", where);
    seen.add(id);
    return { id, authority, position, name };
  });
  return { ...(short === "" ? {} : { abbreviation: short }), signatories: list };
}

/** The abbreviation for numbers of copies. @throws INVALID when nobody has set it and no document shows it */
export function requireAbbreviation({ abbreviation }: CopySettings): string {
  if (abbreviation !== undefined) return abbreviation;
  throw new VanthuError("INVALID", {
    message: "Chưa có chữ viết tắt tên cơ quan để ghi ký hiệu bản sao.",
    where: "abbreviation",
    hint: "Lãnh đạo hoặc quản trị viên ghi chữ viết tắt ở trang Sao văn bản, mục Cài đặt (ví dụ UBND, SKHCN).",
  });
}
