import { dict, name, PdfDict, PdfRef, textString } from "../pdf/index.ts";
import type { Anchor } from "../typeset/index.ts";
import { embedFont, FORM_CHARACTERS, faceOf } from "./appearance/fonts.ts";
import { appearanceStream, round } from "./appearance/form-xobject.ts";
import { num } from "./appearance/outline.ts";
import type { Face } from "./appearance/truetype.ts";
import { addField, addSignatureField, ensureForm, formFields } from "./form.ts";
import { NUMBER_FIELDS, type NumberField, SIGNATURE_FIELDS } from "./model.ts";
import { signatureRoom } from "./place.ts";
import { Revision } from "./revision.ts";

/** Said by a viewer when one points at the field. */
const TOOLTIPS: Record<NumberField, string> = {
  SoVanBan: "Số văn bản",
  NgayBanHanh: "Ngày ban hành",
  ThangBanHanh: "Tháng ban hành",
  NamBanHanh: "Năm ban hành",
};

/** Resource names of the faces in the form's /DR. */
export const FACE_RESOURCES: Record<Face, string> = { regular: "VtR", bold: "VtB", italic: "VtI", boldItalic: "VtBI" };

/**
 * Lays empty text fields for number and date of issue over the blanks of a typeset document, by an incremental update: so the leader signs
 * before there is a number, and filling it in later is a change the leader's signature allows (NĐ30 Điều 15.3; ISO 32000-1, 12.8.2.2).
 * An anchor that does not exist gets no field, one that already has its field is left alone; nothing to do gives the file as it was.
 *
 * @param also `notation`: the document's symbol ("KH-UBND"), put beside the file's title (/Info /KyHieu), where the leader's signature covers
 *   it and verification finds it; `leader`: also an empty signature field in the room for the leader's signature, for whoever signs the file
 *   without its anchors
 * @param anchors from typesetting; only those named in {@link NUMBER_FIELDS} count, the first of each name
 * @returns the file with the fields; the given bytes are its exact prefix
 * @throws VanthuError PDF_ENCRYPTED; the codes of readPdf
 */
export function layFields(
  pdf: Uint8Array,
  anchors: Anchor[],
  also: { notation?: string; leader?: boolean } = {},
): Uint8Array {
  const revision = new Revision(pdf);
  const there = new Set(formFields(revision).map((field) => field.name));
  const fonts = new PdfDict();
  let laid = 0;
  for (const field of NUMBER_FIELDS) {
    const anchor = anchors.find((candidate) => candidate.name === field);
    const page = anchor === undefined ? undefined : revision.page(anchor.page);
    if (anchor === undefined || page === undefined || there.has(field)) continue;
    const face = faceOf(anchor);
    const resource = FACE_RESOURCES[face];
    if (!fonts.has(resource)) fonts.set(resource, embedFont(revision, face, FORM_CHARACTERS).ref);
    const [x0, y0, x1, y1] = anchor.rect;
    addField(
      revision,
      page.ref,
      dict({
        Type: name("Annot"),
        Subtype: name("Widget"),
        FT: name("Tx"),
        T: textString(field),
        TU: textString(TOOLTIPS[field]),
        // ReadOnly: number and date come from the register, not from whoever opens the file (table 221).
        Ff: 1,
        // Print (table 165; PDF/A wants it on every widget).
        F: 4,
        Rect: anchor.rect.map(round),
        P: page.ref,
        DA: textString(`/${resource} ${num(anchor.fontSize)} Tf 0 g`),
        // As {@link fillFields} sets it: the number close to the symbol that follows, the rest centred.
        Q: field === "SoVanBan" ? 2 : 1,
        AP: dict({ N: appearanceStream(revision, "/Tx BMC\nEMC\n", x1 - x0, y1 - y0) }),
      }),
    );
    laid++;
  }
  const room = also.leader && !there.has(SIGNATURE_FIELDS.leader) ? signatureRoom(revision, anchors) : undefined;
  if (room !== undefined) {
    const [x0, y0, x1, y1] = room.rect;
    addSignatureField(
      revision,
      {
        name: SIGNATURE_FIELDS.leader,
        tooltip: "Chữ ký của người có thẩm quyền",
        page: room.page.ref,
        rect: room.rect,
      },
      { AP: dict({ N: appearanceStream(revision, "", x1 - x0, y1 - y0) }) },
    );
    laid++;
  }
  const { notation } = also;
  const info = revision.file.trailer.get("Info");
  const described =
    notation !== undefined && info instanceof PdfRef && revision.dict(info)?.get("KyHieu") === undefined;
  if (described) revision.patch(info, { KyHieu: textString(notation) });
  if (laid === 0) return described ? revision.append().bytes : pdf;
  if (fonts.map.size === 0) return revision.append().bytes;
  const form = ensureForm(revision);
  const resources = new PdfDict(revision.dict(revision.dict(form)?.get("DR"))?.map);
  const all = new PdfDict(revision.dict(resources.get("Font"))?.map);
  for (const [key, font] of fonts.map) if (font instanceof PdfRef) all.set(key, font);
  revision.patch(form, { DR: resources.set("Font", all) });
  return revision.append().bytes;
}
