import { createHash } from "node:crypto";
import { allow } from "../../access/index.ts";
import { type Fault, VanthuError } from "../../errors/index.ts";
import { buildDocumentId, type IncomingRecord, isOrganisationCode } from "../../exchange/index.ts";
import { isIsoDate } from "../../format/index.ts";
import { withRetry } from "../../storage/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { packetOrganisation } from "../dispatch.ts";
import { refuseMarked } from "../secrecy/index.ts";
import { auditEvent, symbolOf } from "./handling-records.ts";
import type { IncomingDesk, OtherDocument } from "./model.ts";
import { alikeOf, documentOf } from "./reading.ts";
import { checkArrival, receivingDesk } from "./receiving.ts";

/** Bytes of all files of one document: a long text scanned at 300 dpi. */
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_FILES = 50;
/** Lengths of NĐ30 Phụ lục VI, Phần II, II, where it names one. */
const LENGTHS = {
  number: 11,
  notation: 30,
  organisation: 200,
  subject: 500,
  kind: 100,
  position: 100,
  name: 50,
} as const;

/** Documents that no exchange carried: on paper, by e-mail, as files; and packet files that were brought by hand. */
export function registeringDesk(
  context: OfficeContext,
): Pick<IncomingDesk, "register" | "uploadPacket" | "duplicates"> {
  return {
    async register(actor, input) {
      allow(actor, "incoming.receive");
      const { files: brought, ...said } = input;
      await refuseMarked(context, actor, { value: said, files: brought }, "incoming");
      const checked = checkedInput(input, vietnamDate(context.clock()));
      const files: IncomingRecord["files"] = [];
      for (const [index, { name, bytes }] of input.files.entries()) {
        const contentType = typeOf(bytes);
        const { sha256 } = await context.storage.files.put(bytes, contentType);
        const description = index === 0 ? "Văn bản chính" : "Tệp kèm theo";
        files.push({ name, description, contentType, sha256, bytes: bytes.length });
      }
      const organisation = await context.access.organisation(actor.organisationId);
      const entered = await withRetry(async () =>
        context.inbox.enter(
          { ...checked, organisationCode: organisation.code, receiver: packetOrganisation(organisation), files },
          await context.access.auditOperations(
            auditEvent(actor, "incoming.register", checked.documentId, context.clock().toISOString(), {
              channel: checked.channel,
              symbol: symbolOf(checked),
              from: checked.from.name,
            }),
          ),
        ),
      );
      await checkArrival(context, entered.id);
      return documentOf(context, actor, await context.inbox.get(entered.id));
    },

    async uploadPacket(actor, packet) {
      allow(actor, "incoming.receive");
      const organisation = await context.access.organisation(actor.organisationId);
      // The same file brought twice is the same message.
      const messageId = `tep-${createHash("sha256").update(organisation.code).update(packet).digest("hex")}`;
      const { receiptId } = await receivingDesk(context).receive(packet, messageId, organisation.code);
      if (receiptId.startsWith("refused-")) {
        throw new VanthuError("SECRET_REFUSED", {
          message:
            "Gói tin mang dấu chỉ độ mật, hoặc tệp trong gói có mật khẩu nên không kiểm tra được; hệ thống đã từ chối, báo lại nơi gửi và không giữ lại nội dung.",
          where: "file",
          hint: "Tiếp nhận văn bản mật theo pháp luật về bảo vệ bí mật nhà nước, không qua hệ thống này.",
        });
      }
      if (receiptId.startsWith("status-")) {
        throw new VanthuError("INVALID", {
          message: "Gói tin này là trạng thái phản hồi, không phải văn bản; hệ thống đã ghi nhận trạng thái.",
          where: "file",
        });
      }
      const record = await context.inbox.get(receiptId);
      await context.access.commitAudited(
        [],
        auditEvent(actor, "incoming.packet", receiptId, context.clock().toISOString(), {
          symbol: symbolOf(record),
          from: record.from.name,
        }),
      );
      return documentOf(context, actor, record);
    },

    async duplicates(actor, like) {
      allow(actor, "incoming.receive");
      const { code } = await context.access.organisation(actor.organisationId);
      const { number, notation } = like;
      return alikeOf(context, actor, {
        organisationCode: code,
        documentId: documentIdOf({
          ...like,
          from: { name: like.organisation, organisationCode: like.organisationCode },
        }),
        number,
        notation,
        from: { name: like.organisation },
      });
    },
  };
}

/** The code it would travel under; of a sender without a code one that no packet can have. */
function documentIdOf(of: {
  from: { name: string; organisationCode?: string };
  issuedOn: string;
  number: string;
  notation: string;
}): string {
  const { number, notation, issuedOn } = of;
  if (of.from.organisationCode)
    return buildDocumentId({ organisationCode: of.from.organisationCode, issuedOn, number, notation });
  const name = createHash("sha256").update(of.from.name.toLocaleLowerCase("vi")).digest("hex").slice(0, 16);
  return `#${name},${issuedOn.replaceAll("-", "/")},${number}/${notation}`;
}

/** @throws INVALID with every fault */
function checkedInput(input: OtherDocument, today: string) {
  const faults: Fault[] = [];
  const line = (value: string, where: string, most: number, needed = true): string => {
    const text = value.normalize("NFC").replace(/\s+/g, " ").trim();
    if (text === "" && needed) faults.push({ code: "INVALID", message: "Chưa nhập.", where });
    if (text.length > most) faults.push({ code: "INVALID", message: `Dài quá ${most} ký tự.`, where });
    return text;
  };
  const day = (value: string, where: string): string => {
    if (!isIsoDate(value)) faults.push({ code: "INVALID", message: "Ngày không đúng.", where });
    return value;
  };
  const code = line(input.from.organisationCode ?? "", "from.organisationCode", 35, false);
  if (code !== "" && !isOrganisationCode(code))
    faults.push({ code: "INVALID", message: "Mã định danh không đúng dạng.", where: "from.organisationCode" });
  const address = line(input.from.address ?? "", "from.address", 300, false);
  const priority = input.priority ?? 0;
  if (!Number.isInteger(priority) || priority < 0 || priority > 4)
    faults.push({ code: "INVALID", message: "Mức độ khẩn không đúng.", where: "priority" });
  const pages = input.pages ?? 0;
  if (!Number.isInteger(pages) || pages < 0 || pages > 999)
    faults.push({ code: "INVALID", message: "Số trang từ 0 đến 999.", where: "pages" });
  const issuedOn = day(input.issuedOn, "issuedOn");
  if (issuedOn > today)
    faults.push({ code: "INVALID", message: "Ngày của văn bản sau ngày hôm nay.", where: "issuedOn" });
  const from = { name: line(input.from.name, "from.name", LENGTHS.organisation), organisationCode: code };
  const parts = {
    number: line(input.number, "number", LENGTHS.number, false),
    notation: line(input.notation, "notation", LENGTHS.notation, false),
    issuedOn,
  };
  const checked = {
    channel: input.channel,
    ...parts,
    documentId: documentIdOf({ ...parts, from }),
    from: { ...from, ...(address === "" ? {} : { address }) },
    place: "",
    kind: { code: "", name: line(input.kindName, "kindName", LENGTHS.kind, false) },
    subject: line(input.subject, "subject", LENGTHS.subject),
    signatory: {
      competence: "",
      position: line(input.signatory.position, "signatory.position", LENGTHS.position, false),
      name: line(input.signatory.name, "signatory.name", LENGTHS.name, false),
    },
    ...(input.dueOn === undefined || input.dueOn === "" ? {} : { dueOn: day(input.dueOn, "dueOn") }),
    priority,
    pages,
    business: "new" as const,
    replaces: [],
  };
  faults.push(...fileFaults(input));
  if (faults.length > 0) {
    throw new VanthuError(faults[0]!.code as "INVALID", {
      message: `Thông tin văn bản đến có ${faults.length} lỗi: ${faults[0]!.message}`,
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi gửi lại.",
      faults,
    });
  }
  return checked;
}

function fileFaults({ files, channel }: OtherDocument): Fault[] {
  const fault = (message: string, where: string): Fault => ({ code: "INCOMING_FILE", message, where });
  // A sealed envelope is registered without being scanned; what came as a file has one.
  if (files.length === 0) return channel === "paper" ? [] : [fault("Chưa chọn tệp của văn bản.", "files")];
  if (files.length > MAX_FILES) return [fault(`Mỗi văn bản có tối đa ${MAX_FILES} tệp.`, "files")];
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > MAX_BYTES)
    return [fault(`Các tệp lớn hơn ${MAX_BYTES / 1024 / 1024} MB.`, "files")];
  return files.flatMap(({ name, bytes }, index) => {
    const where = `files[${index}]`;
    if (name.trim() === "" || name.length > 255 || /[\\/\0]/.test(name))
      return [fault("Tên tệp không dùng được.", where)];
    return typeOf(bytes) === OTHER
      ? [fault(`Tệp “${name.slice(0, 80)}” không phải PDF, JPEG, PNG hoặc TIFF.`, where)]
      : [];
  });
}

const OTHER = "application/octet-stream";

/** What the bytes say they are, whatever the name says. */
function typeOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 1024));
  if (head.includes("%PDF-")) return "application/pdf";
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "image/jpeg";
  if (head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return "image/png";
  // TIFF 6.0 section 2: byte order, then 42 (43 for BigTIFF) in that order.
  if (/^(II[*+]\0|MM\0[*+])/.test(head.subarray(0, 4).toString("latin1"))) return "image/tiff";
  return OTHER;
}
