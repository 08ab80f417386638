import { VanthuError } from "../errors/index.ts";
import { PdfDict, PdfName, PdfRef, PdfString, textOf } from "../pdf/index.ts";
import { type FormField, formFields } from "./form.ts";
import { SIGNATURE_FIELDS, type SignatureField, type SignatureRole } from "./model.ts";
import { Revision } from "./revision.ts";

/** A signature field with what the rules need to know of it. */
export interface KnownSignature extends SignatureField {
  source: FormField;
  /** The signature dictionary, when signed. */
  signature?: PdfDict;
}

/**
 * Lists the signature fields of a file in the order of its form, without verifying anything.
 *
 * @throws VanthuError the codes of readPdf; PDF_ENCRYPTED
 */
export function signatureFields(pdf: Uint8Array): SignatureField[] {
  const revision = new Revision(pdf);
  return signaturesIn(revision, formFields(revision)).map(
    ({ source: _source, signature: _signature, ...listed }) => listed,
  );
}

/** The signature fields among the fields of a form. */
export function signaturesIn(revision: Revision, fields: FormField[]): KnownSignature[] {
  const certifying = revision.dict(revision.dict(revision.catalog.dict.get("Perms"))?.get("DocMDP"));
  return fields
    .filter((field) => field.type === "Sig")
    .map((source) => {
      const signature = source.value instanceof PdfDict ? source.value : undefined;
      const certification = signature === undefined ? undefined : docMdp(revision, signature);
      const role = roleOf(
        source.name,
        signature !== undefined && (signature === certifying || certification !== undefined),
      );
      const signedAt = signature === undefined ? undefined : pdfDate(revision, signature);
      const stamp =
        isName(revision, signature, "SubFilter", "ETSI.RFC3161") || isName(revision, signature, "Type", "DocTimeStamp");
      return {
        field: source.name,
        signed: signature !== undefined,
        kind: stamp ? ("document-timestamp" as const) : ("signature" as const),
        ...(role === undefined ? {} : { role }),
        ...(signedAt === undefined ? {} : { signedAt }),
        ...(certification === undefined ? {} : { certification }),
        source,
        ...(signature === undefined ? {} : { signature }),
      };
    });
}

function isName(revision: Revision, holder: PdfDict | undefined, key: string, expected: string): boolean {
  const value = revision.resolve(holder?.get(key));
  return value instanceof PdfName && value.name === expected;
}

/** Ours by its name (a repeated copy is "KyBanSao2"); a certification signature is the authorised person's. */
function roleOf(name: string, certifies: boolean): SignatureRole | undefined {
  for (const [role, field] of Object.entries(SIGNATURE_FIELDS))
    if (new RegExp(`^${field}\\d*$`).test(name)) return role as SignatureRole;
  return certifies ? "leader" : undefined;
}

/** P of the DocMDP transform in a signature's /Reference (12.8.2.2); P is 2 when absent. */
function docMdp(revision: Revision, signature: PdfDict): 1 | 2 | 3 | undefined {
  for (const entry of revision.array(signature.get("Reference"))) {
    const reference = revision.dict(entry);
    if (!isName(revision, reference, "TransformMethod", "DocMDP")) continue;
    const level = revision.resolve(revision.dict(reference?.get("TransformParams"))?.get("P"));
    return level === 1 || level === 3 ? level : 2;
  }
  return undefined;
}

/** `D:20260105083015+07'00'` → `2026-01-05T08:30:15+07:00`. */
function pdfDate(revision: Revision, signature: PdfDict): string | undefined {
  const value = revision.resolve(signature.get("M"));
  if (!(value instanceof PdfString)) return undefined;
  const found = /^(?:D:)?(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?'?)?/.exec(textOf(value));
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second = "00", zulu, offset, offsetMinutes = "00"] = found;
  const zone = zulu === "Z" ? "Z" : offset === undefined ? "" : `${offset}:${offsetMinutes}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}

/** Which fields the signatures in the file lock, by FieldMDP (12.8.2.4) and by DocMDP P=1. */
export function lockedFields(revision: Revision, fields: FormField[]): (field: string) => boolean {
  const locks: ((field: string) => boolean)[] = [];
  for (const { signature, certification } of signaturesIn(revision, fields)) {
    if (signature === undefined) continue;
    if (certification === 1) locks.push(() => true);
    for (const entry of revision.array(signature.get("Reference"))) {
      const reference = revision.dict(entry);
      if (!isName(revision, reference, "TransformMethod", "FieldMDP")) continue;
      const params = revision.dict(reference?.get("TransformParams"));
      const action = revision.resolve(params?.get("Action"));
      const names = revision.array(params?.get("Fields")).map((item) => {
        const text = revision.resolve(item);
        return text instanceof PdfString ? textOf(text) : "";
      });
      const listed = (field: string) => names.some((name) => field === name || field.startsWith(`${name}.`));
      if (action instanceof PdfName && action.name === "Exclude") locks.push((field) => !listed(field));
      else if (action instanceof PdfName && action.name === "Include") locks.push(listed);
      else locks.push(() => true);
    }
  }
  return (field) => locks.some((lock) => lock(field));
}

/** Where and whether a signature of a role may be made. */
export interface Admission {
  signatures: KnownSignature[];
  /** The leader's signature, when it is there. */
  leader?: KnownSignature;
  /** An empty field waiting for this signature. */
  waiting?: KnownSignature;
  /** Name of the field to be signed. */
  field: string;
}

/**
 * Applies the order of signing: the leader first and once, the seal once and only after a person's signature (NĐ30 Điều 32.2.d), nothing
 * after a certification that forbids it.
 *
 * @throws VanthuError SIGN_NOT_FIRST, SIGN_ALREADY_CERTIFIED, SEAL_BEFORE_LEADER, SIGN_ALREADY_SEALED, SIGN_FORBIDDEN_BY_CERTIFICATION, SIGN_FORM_XFA
 */
export function admit(revision: Revision, role: SignatureRole, fields: FormField[]): Admission {
  if (revision.dict(revision.catalog.dict.get("AcroForm"))?.has("XFA")) {
    throw new VanthuError("SIGN_FORM_XFA", {
      message: "Tệp PDF chứa biểu mẫu XFA: nội dung hiện trên màn hình không phải là nội dung được ký.",
      hint: "In biểu mẫu ra PDF thường rồi ký.",
    });
  }
  const signatures = signaturesIn(revision, fields);
  const signed = signatures.filter((signature) => signature.signed);
  const certified = signed.find((signature) => signature.certification !== undefined);
  if (certified?.certification === 1) {
    throw new VanthuError("SIGN_FORBIDDEN_BY_CERTIFICATION", {
      message: "Chữ ký chứng thực trong tệp không cho phép thay đổi gì thêm.",
      where: certified.field,
    });
  }
  // A person's signature made with other software has a name of its own: any that is not an organisation's by our names counts.
  const leader = signed.find(({ role: of, kind }) => kind === "signature" && (of === "leader" || of === undefined));
  if (role === "leader" && certified !== undefined) {
    throw new VanthuError("SIGN_ALREADY_CERTIFIED", {
      message: "Tệp đã có chữ ký của người có thẩm quyền, không ký lần nữa.",
      where: certified.field,
    });
  }
  if (role === "leader" && signed.length > 0) {
    throw new VanthuError("SIGN_NOT_FIRST", {
      message: "Chữ ký của người có thẩm quyền phải là chữ ký đầu tiên, nhưng tệp đã có chữ ký khác.",
      where: signed[0]?.field ?? "",
    });
  }
  if (role === "seal" && signed.some((signature) => signature.role === "seal")) {
    throw new VanthuError("SIGN_ALREADY_SEALED", {
      message: "Văn bản đã có chữ ký số của cơ quan.",
      where: SIGNATURE_FIELDS.seal,
    });
  }
  if (role === "seal" && leader === undefined) {
    throw new VanthuError("SEAL_BEFORE_LEADER", {
      message: "Chưa ký số của cơ quan được vì văn bản chưa có chữ ký của người có thẩm quyền.",
      where: SIGNATURE_FIELDS.leader,
      hint: "Nghị định 30/2020/NĐ-CP, Điều 32 khoản 2 điểm d: chỉ ký số của cơ quan vào văn bản đã có chữ ký của người có thẩm quyền.",
    });
  }
  const taken = new Set(fields.map((field) => field.name));
  const waiting = signatures.find((signature) => !signature.signed && signature.field === SIGNATURE_FIELDS[role]);
  let field: string = SIGNATURE_FIELDS[role];
  for (let n = 2; waiting === undefined && taken.has(field); n++) field = `${SIGNATURE_FIELDS[role]}${n}`;
  return {
    signatures,
    field,
    ...(leader === undefined ? {} : { leader }),
    ...(waiting === undefined ? {} : { waiting }),
  };
}

/** The page a widget stands on: by its /P, else by looking through the pages' annotations. */
export function pageOfWidget(revision: Revision, widget: { ref: PdfRef; dict: PdfDict }): number | undefined {
  const { file } = revision;
  const held = widget.dict.get("P");
  const direct = held instanceof PdfRef ? file.pageOf(held) : undefined;
  if (direct !== undefined) return direct.index;
  return file
    .pages()
    .find((page) =>
      revision.array(page.dict.get("Annots")).some((ref) => ref instanceof PdfRef && ref.num === widget.ref.num),
    )?.index;
}
