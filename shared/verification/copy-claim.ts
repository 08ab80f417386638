import { isVanthuError } from "../errors/index.ts";
import {
  decodeStream,
  PdfDict,
  type PdfFile,
  type PdfPage,
  PdfRef,
  PdfStream,
  PdfString,
  PdfTextReader,
  textOf,
} from "../pdf/index.ts";
import type { SignatureVerdict, Verdict } from "./model.ts";
import type { Examined } from "./signature.ts";

/** Bytes of an appearance that are read for its text. */
const MAX_APPEARANCE = 1024 * 1024;

/** "SAO Y; Sở Nội vụ; 05/01/2026; 08:30:15 +07:00" (NĐ30 Phụ lục I, Phần II, I.3; Phụ lục III, mẫu 3.2). */
const LINE = /^(SAO Y|SAO LỤC|TRÍCH SAO)\s*[;,]\s*(.+?)\s*[;,]\s*(\d{1,2}\/\d{1,2}\/\d{4}.*)$/iu;
const FORMS = { "SAO Y": "sao-y", "SAO LỤC": "sao-luc", "TRÍCH SAO": "trich-sao" } as const;

/**
 * What an electronic copy says of itself: form, organisation, time, as written in the visible part of the signature on it, read from the
 * revision that the signature covers. Undefined for what is no copy.
 */
export function copyClaim(
  examined: readonly Examined[],
  signatures: readonly SignatureVerdict[],
): Verdict["document"]["copy"] {
  for (const { kind, range, entry } of [...examined].reverse()) {
    if (kind !== "signature" || range === undefined) continue;
    // What the leader or the seal shows is a signature or a stamp, never the line of a copy.
    const role = signatures.find((one) => one.field === entry.field.name)?.role;
    if (role === "leader" || role === "seal") continue;
    const file = range.signedFile;
    for (const num of entry.field.widgets) {
      const found = LINE.exec(textOfWidget(file, num));
      if (found === null) continue;
      const organisation = found[2]!;
      const signer = signatures.find((one) => one.field === entry.field.name)?.signer;
      const signedByIt = [signer?.commonName, signer?.organisation].some(
        (name) => name !== undefined && plain(name) === plain(organisation),
      );
      return {
        form: FORMS[found[1]!.toLocaleUpperCase("vi") as keyof typeof FORMS],
        organisation,
        time: found[3]!.trim(),
        signedByIt,
      };
    }
  }
  return undefined;
}

function plain(name: string): string {
  return name.normalize("NFC").toLocaleLowerCase("vi").replace(/\s+/g, " ").trim();
}

/** The words of a widget's appearance, in reading order; "" for one that cannot be read, which is no fault of the signature. */
function textOfWidget(file: PdfFile, num: number): string {
  try {
    return appearanceText(file, num);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return "";
  }
}

function appearanceText(file: PdfFile, num: number): string {
  const widget = file.dict(new PdfRef(num));
  const form = file.resolve(file.dict(widget?.get("AP"))?.get("N"));
  if (!(form instanceof PdfStream)) return "";
  const content = decodeStream(form, file, MAX_APPEARANCE);
  const page: PdfPage = {
    ref: new PdfRef(num),
    dict: new PdfDict([
      ["Contents", new PdfStream(new PdfDict(), content)],
      ["Resources", file.resolve(form.dict.get("Resources"))],
    ]),
    index: 0,
    mediaBox: [0, 0, 1, 1],
    rotate: 0,
  };
  const words = new PdfTextReader(file).read(page).filter(({ hidden }) => !hidden);
  const lines = words.sort((a, b) => (Math.abs(a.y - b.y) < 2 ? a.x - b.x : b.y - a.y));
  const text = lines.map(({ text: word }) => word).join(" ");
  if (text !== "") return text.normalize("NFC");
  const described = file.resolve(widget?.get("Contents"));
  return described instanceof PdfString ? textOf(described) : "";
}
