import {
  dict,
  name,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  PdfString,
  serialise,
  textString,
} from "../pdf/index.ts";
import { pdfTime } from "./time.ts";

/** What a signature dictionary says (ISO 32000-1, 12.8.1; ETSI EN 319 142-1, 5.3). */
export interface SignatureEntries {
  at: Date;
  name?: string;
  reason?: string;
  /** /Reference: DocMDP and FieldMDP only. */
  reference?: PdfObject[];
  /** Bytes kept free for the CMS. */
  room: number;
}

/** A signature dictionary in PDF syntax with its holes. Offsets count from its first byte. */
export interface DictionaryWithHoles {
  raw: Uint8Array;
  /** Where the text between `[` and `]` of /ByteRange stands, and how many bytes it may take. */
  byteRange: { offset: number; length: number };
  /** The token of /Contents with its `<` and `>`. */
  contents: { offset: number; length: number };
}

/** Four numbers of at most ten digits and three spaces. */
const BYTE_RANGE_LENGTH = 43;

/** Writes the dictionary: no /Cert (EN 319 142-1, 6.3), /M in Vietnam's time. */
export function signatureDictionary(entries: SignatureEntries): DictionaryWithHoles {
  const rest = dict({
    M: new PdfString(Buffer.from(pdfTime(entries.at), "latin1")),
    Name: entries.name === undefined ? undefined : textString(entries.name),
    Reason: entries.reason === undefined ? undefined : textString(entries.reason),
    Reference: entries.reference,
  });
  return withHoles("/Type /Sig", "/ETSI.CAdES.detached", rest, entries.room);
}

/** The dictionary of a document timestamp (ETSI EN 319 142-1, 5.4.3): neither /M nor a name, the token says it all. */
export function timestampDictionary(room: number): DictionaryWithHoles {
  return withHoles("/Type /DocTimeStamp", "/ETSI.RFC3161", dict({}), room);
}

function withHoles(type: string, subFilter: string, rest: PdfDict, room: number): DictionaryWithHoles {
  const head = `<< ${type} /Filter /Adobe.PPKLite /SubFilter ${subFilter} /ByteRange [`;
  const between = "] /Contents ";
  const token = `<${"0".repeat(2 * room)}>`;
  // The remaining entries without their own "<<" and ">>" continue the dictionary.
  const tail = Buffer.from(serialise(rest))
    .toString("latin1")
    .replace(/^<<\s*/, " ");
  const raw = Buffer.from(head + " ".repeat(BYTE_RANGE_LENGTH) + between + token + tail, "latin1");
  const contentsOffset = head.length + BYTE_RANGE_LENGTH + between.length;
  return {
    raw,
    byteRange: { offset: head.length, length: BYTE_RANGE_LENGTH },
    contents: { offset: contentsOffset, length: token.length },
  };
}

/** DocMDP with P=2: filling in forms and signing stay allowed (ISO 32000-1, 12.8.2.2). */
export function docMdpReference(): PdfObject {
  return dict({
    Type: name("SigRef"),
    TransformMethod: name("DocMDP"),
    TransformParams: dict({ Type: name("TransformParams"), P: 2, V: name("1.2") }),
  });
}

/** FieldMDP that locks the named fields (12.8.2.4). Include, never Exclude: that would lock fields added later, the seal's too. */
export function fieldMdpReference(fields: string[], catalog: PdfRef): PdfObject {
  return dict({
    Type: name("SigRef"),
    TransformMethod: name("FieldMDP"),
    TransformParams: dict({
      Type: name("TransformParams"),
      Action: name("Include"),
      Fields: fields.map((field) => textString(field)),
      V: name("1.2"),
    }),
    Data: catalog,
  });
}

/** The same lock in the field itself (12.7.4.5, table 233). */
export function fieldLock(fields: string[]): PdfObject {
  return dict({
    Type: name("SigFieldLock"),
    Action: name("Include"),
    Fields: fields.map((field) => textString(field)),
  });
}
