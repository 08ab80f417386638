import {
  appendUpdate,
  dict,
  name,
  PdfDict,
  type PdfObject,
  PdfRef,
  readPdf,
  serialise,
  textString,
} from "../../shared/pdf/index.ts";

/** How {@link signRaw} makes a signature: any CMS, any dictionary, also wrong ones. */
export interface RawSignature {
  field: string;
  subFilter: string;
  type?: "Sig" | "DocTimeStamp";
  /** Gets the bytes of /ByteRange and gives what goes into /Contents. */
  cms(signed: Uint8Array): Uint8Array;
  /** Further entries of the signature dictionary, in PDF syntax. */
  entries?: string;
  /** Changes the bytes to sign, for wrong ranges. */
  byteRange?(range: [number, number, number, number]): number[];
  room?: number;
  /** Entries of the widget to set. */
  widget?: Record<string, PdfObject>;
}

/** Adds an invisible signature field with a signature of one's own making, incrementally. */
export function signRaw(pdf: Uint8Array, signature: RawSignature): Uint8Array {
  const file = readPdf(pdf);
  const sig = file.size;
  const field = file.size + 1;
  const room = signature.room ?? 8192;
  const range = " ".repeat(48);
  const head = `<</Type /${signature.type ?? "Sig"} /Filter /Adobe.PPKLite /SubFilter /${signature.subFilter} ${signature.entries ?? ""} /ByteRange [`;
  const middle = "] /Contents ";
  const raw = Buffer.from(`${head}${range}${middle}<${"0".repeat(room * 2)}>>>`, "latin1");
  const page = file.pages()[0]!;
  const pageDict = new PdfDict(page.dict.map);
  pageDict.set("Annots", [...file.array(page.dict.get("Annots")), new PdfRef(field)]);
  const root = file.trailer.get("Root") as PdfRef;
  const catalog = new PdfDict(file.catalog.map);
  const form = new PdfDict(file.dict(catalog.get("AcroForm"))?.map);
  form.set("Fields", [...file.array(form.get("Fields")), new PdfRef(field)]).set("SigFlags", 3);
  catalog.set("AcroForm", form);
  const widget = dict({
    Type: name("Annot"),
    Subtype: name("Widget"),
    FT: name("Sig"),
    T: textString(signature.field),
    V: new PdfRef(sig),
    Rect: [0, 0, 0, 0],
    F: 132,
    P: page.ref,
    ...signature.widget,
  });
  const objects = new Map<number, PdfObject | { raw: Uint8Array }>([
    [sig, { raw }],
    [field, widget],
    [page.ref.num, pageDict],
    [root.num, catalog],
  ]);
  const { bytes, offsets } = appendUpdate(file, { objects });
  const start = offsets.get(sig)!;
  const open = start + head.length + range.length + middle.length;
  const close = open + room * 2 + 2;
  const honest: [number, number, number, number] = [0, open, close, bytes.length - close];
  const claimed = signature.byteRange?.(honest) ?? honest;
  const out = Buffer.from(bytes);
  out.write(claimed.join(" ").padEnd(range.length), start + head.length, "latin1");
  const cms = signature.cms(Buffer.concat([out.subarray(0, open), out.subarray(close)]));
  if (cms.length > room) throw new Error(`CMS of ${cms.length} bytes does not fit ${room}`);
  out.write(Buffer.from(cms).toString("hex"), open + 1, "latin1");
  return new Uint8Array(out);
}

/** Appends an incremental update that changes objects, as an attacker (or an office) would. */
export function update(
  pdf: Uint8Array,
  change: (file: ReturnType<typeof readPdf>) => Map<number, PdfObject>,
): Uint8Array {
  const file = readPdf(pdf);
  return appendUpdate(file, { objects: change(file) }).bytes;
}

/** A copy of a dictionary with entries set. */
export function withEntries(held: PdfDict, entries: Record<string, PdfObject>): PdfDict {
  const copy = new PdfDict(held.map);
  for (const [key, value] of Object.entries(entries)) copy.set(key, value);
  return copy;
}

/** PDF syntax of an object as text. */
export function text(object: PdfObject): string {
  return Buffer.from(serialise(object)).toString("latin1");
}
