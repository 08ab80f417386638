import { VanthuError } from "../errors/index.ts";
import { dict, type PdfDict, PdfRef, PdfString, textOf, textString } from "../pdf/index.ts";
import { type EmbeddedFont, embedFont, encodeText, readEmbeddedFont } from "./appearance/fonts.ts";
import { appearanceStream } from "./appearance/form-xobject.ts";
import { num } from "./appearance/outline.ts";
import { loadFace } from "./appearance/truetype.ts";
import { type FormField, formFields, widgetRect } from "./form.ts";
import { FACE_RESOURCES } from "./lay-fields.ts";
import { NUMBER_FIELDS, type NumberField } from "./model.ts";
import { lockedFields, signaturesIn } from "./policy.ts";
import { Revision } from "./revision.ts";

/** Figures may be set this much narrower to fit a short blank; narrower than this they no longer look like the line around them. */
const NARROWEST = 0.6;

/**
 * Fills in number and date after the leader's signature, before the seal, by an incremental update that changes the fields' values and
 * appearances and nothing else, so the leader's signature stays valid.
 *
 * @returns the file with the values; the given bytes are its exact prefix. No values: the file as it was
 * @throws VanthuError FIELD_MISSING, FIELD_LOCKED, FIELD_AFTER_SEAL, FIELD_VALUE_TOO_LONG, INVALID (a value with line breaks or control
 *   characters), PDF_ENCRYPTED; the codes of readPdf. All fields or none are filled.
 *
 * @example
 * const numbered = fillFields(signedByLeader, { SoVanBan: "32", NgayBanHanh: "05", ThangBanHanh: "01", NamBanHanh: "2026" });
 */
export function fillFields(pdf: Uint8Array, values: Partial<Record<NumberField, string>>): Uint8Array {
  const revision = new Revision(pdf);
  const fields = formFields(revision);
  const signatures = signaturesIn(revision, fields);
  const wanted = NUMBER_FIELDS.flatMap((field) => {
    const value = values[field];
    return value === undefined ? [] : [{ field, value: value.normalize("NFC") }];
  });
  if (wanted.length === 0) return pdf;
  if (signatures.some((signature) => signature.signed && signature.role === "seal")) {
    throw new VanthuError("FIELD_AFTER_SEAL", {
      message: "Văn bản đã có chữ ký số của cơ quan nên không ghi hoặc sửa số, ngày được nữa.",
      hint: "Văn bản đã phát hành có sai sót thì ban hành văn bản đính chính hoặc thay thế (Nghị định 30/2020/NĐ-CP, Điều 18 khoản 3).",
    });
  }
  const locked = lockedFields(revision, fields);
  for (const { field, value } of wanted) {
    const target = fields.find((candidate) => candidate.name === field && candidate.type === "Tx");
    if (target === undefined) {
      throw new VanthuError("FIELD_MISSING", {
        message: "Tệp PDF không có ô để ghi số hoặc ngày ban hành.",
        where: field,
        hint: "Mẫu Word phải đánh dấu (bookmark) chỗ này trước khi dàn trang và ký.",
      });
    }
    if (locked(field)) {
      throw new VanthuError("FIELD_LOCKED", { message: "Chữ ký trong tệp đã khóa ô này.", where: field });
    }
    if (/[\u0000-\u001f\u007f]/.test(value) || value.length > 64)
      throw new VanthuError("INVALID", { message: "Giá trị có ký tự điều khiển hoặc quá dài.", where: field });
    fill(revision, target, value);
  }
  return revision.append().bytes;
}

/**
 * The blanks for number and date that a file has, with what stands in them; none for a file without such fields.
 *
 * @throws VanthuError PDF_ENCRYPTED; the codes of readPdf
 */
export function numberFields(pdf: Uint8Array): { field: NumberField; value?: string }[] {
  const revision = new Revision(pdf);
  return formFields(revision).flatMap(({ name, type, value }) => {
    const field = NUMBER_FIELDS.find((known) => known === name);
    if (field === undefined || type !== "Tx") return [];
    const text = value instanceof PdfString ? textOf(value) : "";
    return [{ field, ...(text === "" ? {} : { value: text }) }];
  });
}

function fill(revision: Revision, field: FormField, value: string): void {
  const { resource, size } = defaultAppearance(field);
  const font = fontFor(revision, resource, value);
  for (const widget of field.widgets) {
    const rect = widgetRect(revision, widget.dict);
    if (rect === undefined) continue;
    const [width, height] = [rect[2] - rect[0], rect[3] - rect[1]];
    const { operand, width: unit } = encodeText(font, value);
    const points = size > 0 ? size : Math.min(14, height * 0.85);
    const stretch = Math.min(1, width / Math.max(unit * points, 0.001));
    if (stretch < NARROWEST) {
      throw new VanthuError("FIELD_VALUE_TOO_LONG", {
        message: `Giá trị “${value}” dài hơn chỗ trống dành cho nó trên văn bản.`,
        where: field.name,
        hint: "Chừa chỗ trống rộng hơn trong mẫu Word.",
      });
    }
    // The number stands close to the symbol that follows it; day, month and year in the middle of their blanks.
    const x = (width - unit * points * stretch) / (field.name === "SoVanBan" ? 1 : 2);
    const scale = stretch === 1 ? "" : `${num(100 * stretch)} Tz `;
    const content =
      `/Tx BMC\nq BT /${resource} ${num(points)} Tf 0 g ${scale}1 0 0 1 ${num(x)} ${num(baselineIn(height, points))} Tm ` +
      `${operand} Tj ET Q\nEMC\n`;
    const appearance = appearanceStream(revision, content, width, height, { Font: dict({ [resource]: font.ref }) });
    if (widget.ref.num === field.ref.num) {
      revision.patch(field.ref, { V: textString(value), AP: dict({ N: appearance }) });
    } else {
      revision.patch(widget.ref, { AP: dict({ N: appearance }) });
    }
  }
  if (!field.widgets.some((widget) => widget.ref.num === field.ref.num))
    revision.patch(field.ref, { V: textString(value) });
}

/** Height of the baseline above the lower edge of an anchor's box, which reaches from the font's descent to its ascent. */
function baselineIn(height: number, size: number): number {
  const { ascender, descender, unitsPerEm } = loadFace("regular");
  const natural = ((ascender - descender) / unitsPerEm) * size;
  return Math.max(0, (height - natural) / 2) + (-descender / unitsPerEm) * size;
}

/** Font resource and size of a default appearance string (ISO 32000-1, 12.7.3.3); size 0 means "fit". */
function defaultAppearance(field: FormField): { resource: string; size: number } {
  const found = /\/([^\s/[\]()<>{}%]+)\s+([\d.]+)\s+Tf/.exec(field.defaultAppearance ?? "");
  return { resource: found?.[1] ?? FACE_RESOURCES.regular, size: Number(found?.[2] ?? 0) };
}

/** The form's own font when it is one of ours and has every character; else one embedded for this value. */
function fontFor(revision: Revision, resource: string, value: string): EmbeddedFont {
  const resources: PdfDict | undefined = revision.dict(revision.dict(revision.catalog.dict.get("AcroForm"))?.get("DR"));
  const held = revision.dict(resources?.get("Font"))?.get(resource);
  const known = held instanceof PdfRef ? readEmbeddedFont(revision, held, value) : undefined;
  if (known !== undefined) return known;
  const face = (Object.keys(FACE_RESOURCES) as (keyof typeof FACE_RESOURCES)[]).find(
    (candidate) => FACE_RESOURCES[candidate] === resource,
  );
  return embedFont(revision, face ?? "regular", value);
}
