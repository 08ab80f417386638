import { allow } from "../../access/index.ts";
import { AUTHORITY, isPdf, readScan } from "../../copies/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { isIsoDate } from "../../format/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { refuseMarked } from "../secrecy/index.ts";
import type { CopiedText, CopyDesk, CopyUpload, NewUpload } from "./model.ts";
import { requireSound, standingOf, symbolFrom, uploadsOf, verdictOf } from "./sources.ts";

/** Bytes of one upload: a long text scanned at 300 dpi. */
const MAX_BYTES = 128 * 1024 * 1024;
const LIMITS = { line: 300, subject: 2000 } as const;

/** Takes scans of paper and signed PDFs in as sources of copies. */
export function copyUploading(context: OfficeContext): Pick<CopyDesk, "upload"> {
  return {
    async upload(actor, input) {
      allow(actor, "document.copy");
      if (input.secret) {
        throw new VanthuError("COPY_FORBIDDEN", {
          message: "Văn bản chứa bí mật nhà nước không sao trên hệ thống này.",
          where: AUTHORITY.secret,
          hint: "Việc sao, chụp tài liệu mật theo pháp luật về bảo vệ bí mật nhà nước.",
        });
      }
      await refuseMarked(context, actor, { value: input.text, files: input.files }, "copies");
      const text = checkedText(input.text);
      const bytes = input.files.reduce((sum, one) => sum + one.bytes.length, 0);
      if (bytes > MAX_BYTES)
        throw new VanthuError("COPY_SCAN_TOO_LARGE", {
          message: `Tệp quét lớn hơn ${MAX_BYTES / 1024 / 1024} MB.`,
          where: "files",
          hint: "Quét ở 200–300 dpi, hoặc tách văn bản.",
        });
      const [first] = input.files;
      const signed =
        input.files.length === 1 && isPdf(first!.bytes) ? await verdictOf(context, first!.bytes) : undefined;
      const read =
        signed !== undefined && signed.signatures.length > 0
          ? electronic(input, first!.bytes, signed)
          : scanned(input, text);
      const { sha256 } = await context.storage.files.put(read.pdf, "application/pdf");
      const now = context.clock();
      const { pdf: _stored, ...facts } = read;
      const upload: CopyUpload = {
        id: timeOrderedId(now),
        organisationId: actor.organisationId,
        file: sha256,
        ...facts,
        text,
        uploadedBy: { personId: actor.personId, name: actor.name },
        at: now.toISOString(),
      };
      await context.access.commitAudited(
        [{ op: "insert", pk: uploadsOf(actor.organisationId), sk: upload.id, data: upload }],
        {
          organisationId: actor.organisationId,
          actor: { personId: actor.personId, name: actor.name },
          at: upload.at,
          action: "copy.upload",
          subject: upload.id,
          details: { file: sha256, standing: upload.standing, symbol: text.symbol },
        },
      );
      return upload;
    },
  };
}

type Facts = Pick<CopyUpload, "pages" | "medium" | "standing" | "warnings" | "resolution"> & { pdf: Uint8Array };

/** A PDF that is signed is no scan: what it is, it says itself. */
function electronic({ standing }: NewUpload, pdf: Uint8Array, verdict: Awaited<ReturnType<typeof verdictOf>>): Facts {
  requireSound(verdict);
  const found = standingOf(verdict);
  const same = standing === found || (standing === "authentic" && found === "original");
  return {
    pdf,
    pages: verdict.document.pages,
    medium: "electronic",
    standing: found,
    warnings: same ? [] : ["Tệp là văn bản điện tử đã ký số; loại bản được xác định theo chữ ký số trong tệp."],
  };
}

function scanned({ files, standing, compared }: NewUpload, text: CopiedText): Facts {
  if (!compared) {
    throw new VanthuError("INVALID", {
      message: "Chưa xác nhận đã đối chiếu bản quét với văn bản giấy.",
      where: "compared",
      hint: "Đối chiếu từng trang: đủ trang, đúng thứ tự, rõ chữ, đủ chữ ký và dấu; rồi đánh dấu xác nhận.",
    });
  }
  const { pdf, pages, resolution, warnings } = readScan(files, `${text.kindName} ${text.symbol}`.trim());
  return { pdf, pages, medium: "paper", standing, resolution: Math.round(resolution), warnings };
}

/** @throws INVALID naming the field */
function checkedText(input: NewUpload["text"]): CopiedText {
  const line = (value: string, where: keyof NewUpload["text"], most: number = LIMITS.line, empty = false): string => {
    const text = value.normalize("NFC").replace(/\s+/g, " ").trim();
    if ((text === "" && !empty) || text.length > most)
      throw new VanthuError("INVALID", {
        message: text === "" ? "Thiếu thông tin của văn bản được sao." : "Thông tin quá dài.",
        where,
      });
    return text;
  };
  const number = line(input.number, "number", 20);
  const notation = line(input.notation, "notation", 60);
  if (!isIsoDate(input.issuedOn))
    throw new VanthuError("INVALID", { message: "Ngày ban hành không đúng.", where: "issuedOn" });
  return {
    kindName: line(input.kindName, "kindName", 100, true),
    number,
    notation,
    symbol: symbolFrom(number, notation),
    issuedOn: input.issuedOn,
    issuer: line(input.issuer, "issuer"),
    subject: line(input.subject, "subject", LIMITS.subject),
  };
}
