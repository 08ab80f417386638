import { parseCertificate } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import { SIGNATURE_FIELDS } from "../signing/index.ts";
import {
  addedChanges,
  type SignatureVerdict,
  type Verdict,
  type VerifyOptions,
  verifyPdf,
} from "../verification/index.ts";

/** Who was announced to sign a file that is signed elsewhere. */
export interface AnnouncedSigner {
  /** DER. When only the name is known, `commonName` is compared instead. */
  certificate?: Uint8Array;
  commonName?: string;
}

/** A file that came back and may be stored. */
export interface ReturnedFile {
  /** Its new signatures, in order. */
  signatures: SignatureVerdict[];
  verdict: Verdict;
}

/** What a file may grow by through signatures, images of them included. */
const MAX_GROWTH = 8 * 1024 * 1024;
/** Signing itself, proofs for later (DSS, document timestamps), and what signing programs rewrite without changing what is shown (XMP, tags). */
const ALLOWED = new Set(["signature", "lta", "metadata"]);

/**
 * Takes back a file that a program on the person's computer signed (VGCA Sign Service and its like download a file, sign it and upload it):
 * it must be the sent bytes and behind them revisions that only sign, made by the announced person. That program and whatever else runs on
 * that computer are not trusted with the content.
 *
 * @param sent the file as it was sent
 * @param returned the file as it came back
 * @throws VanthuError RETURNED_FILE_OTHER, RETURNED_FILE_UNSIGNED, RETURNED_FILE_CHANGED, RETURNED_FILE_SIGNER, SIGN_SIGNATURE_INVALID,
 *   INVALID when neither certificate nor name is announced
 *
 * @example
 * const { signatures } = acceptSignedFile(sent, returned, { commonName: "Trần Minh Quang" }, { trust, crls });
 */
export function acceptSignedFile(
  sent: Uint8Array,
  returned: Uint8Array,
  announced: AnnouncedSigner,
  options: VerifyOptions,
): ReturnedFile {
  const { certificate, commonName } = announced;
  if (certificate === undefined && commonName === undefined)
    throw new VanthuError("INVALID", { message: "Chưa biết ai sẽ ký tệp này.", where: "announced" });
  const begins = Buffer.compare(returned.subarray(0, sent.length), sent) === 0;
  if (!begins || returned.length > sent.length + MAX_GROWTH) {
    throw new VanthuError("RETURNED_FILE_OTHER", {
      message: "Tệp trả về không phải là tệp đã gửi đi ký. Chưa lưu gì.",
      hint: "Tải lại văn bản cần ký, ký bằng công cụ ký số rồi gửi lên đúng tệp vừa ký.",
    });
  }
  const verdict = verifyPdf(returned, options);
  if (verdict.verdict === "UNREADABLE") {
    throw new VanthuError("RETURNED_FILE_CHANGED", {
      message: `Tệp trả về bị hỏng phía sau phần đã gửi. ${verdict.summary} Chưa lưu gì.`,
      hint: "Ký lại từ văn bản gốc.",
    });
  }
  const before = verifyPdf(sent, options);
  const known = new Set(before.signatures.map(({ field }) => field));
  const signatures = verdict.signatures.filter(({ field }) => !known.has(field));
  const last = signatures.at(-1);
  if (before.verdict === "UNREADABLE" || last === undefined || !signatures.every(({ kind }) => kind === "signature")) {
    throw new VanthuError("RETURNED_FILE_UNSIGNED", {
      message: "Tệp trả về chưa có chữ ký mới. Chưa lưu gì.",
      hint: "Ký tệp bằng công cụ ký số rồi gửi lại.",
    });
  }
  const broken = verdict.signatures.find(({ intact, cryptographicallyValid }) => !intact || !cryptographicallyValid);
  if (broken !== undefined) {
    throw new VanthuError("SIGN_SIGNATURE_INVALID", {
      message: `Chữ ký trong tệp trả về không hợp lệ: ${verdict.summary} Chưa lưu gì.`,
      where: broken.field,
      hint: "Ký lại từ văn bản gốc.",
    });
  }
  const foreign = addedChanges(sent, returned).filter(
    (change) => !ALLOWED.has(change.class) || (change.unsigned === true && change.field !== SIGNATURE_FIELDS.seal),
  );
  const [first] = foreign;
  if (first !== undefined || last.coverage !== "whole-file" || verdict.verdict === "TOTAL_FAILED") {
    throw new VanthuError("RETURNED_FILE_CHANGED", {
      message: `Tệp trả về có thay đổi ngoài chữ ký${first === undefined ? "" : `: ${first.what}`}. Chưa lưu gì.`,
      ...(first === undefined ? {} : { where: first.page === undefined ? first.object : `trang ${first.page}` }),
      hint: "Tắt việc chèn thêm chữ, dấu hay ghi chú trong công cụ ký số, rồi ký lại từ văn bản gốc.",
      faults: foreign
        .slice(0, 20)
        .map(({ what, object }) => ({ code: "RETURNED_FILE_CHANGED", message: what, where: object })),
    });
  }
  const wanted = certificate === undefined ? undefined : parseCertificate(certificate).sha256;
  const stranger = signatures.find(({ signer }) =>
    wanted === undefined ? !sameName(signer.commonName, commonName!) : signer.sha256 !== wanted,
  );
  if (stranger !== undefined) {
    throw new VanthuError("RETURNED_FILE_SIGNER", {
      message: `Tệp do ${stranger.signer.commonName} ký, không phải người được giao ký. Chưa lưu gì.`,
      where: stranger.field,
      hint: "Người có tên trong văn bản ký bằng chứng thư số của mình.",
    });
  }
  return { signatures, verdict };
}

function sameName(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

/** A person's name for comparison: certificates differ in case, spaces and the composition of letters. */
export function plainName(name: string): string {
  return name.normalize("NFC").replace(/\s+/g, " ").trim().toLocaleLowerCase("vi");
}
