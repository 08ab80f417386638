import { randomBytes } from "node:crypto";
import { berToDer, type Certificate, der, OID, parseTimestampAnswer } from "../../asn1/index.ts";
import { type ErrorCode, isVanthuError, VanthuError } from "../../errors/index.ts";
import { FetchError, type FetchFault, fetchBounded } from "./bounded-fetch.ts";
import type { TimestampAuthority, TimestampOptions } from "./model.ts";
import { checkToken } from "./timestamp-token.ts";

/** A timestamp as it was got. */
export interface Timestamp {
  /** ContentInfo, DER. */
  token: Uint8Array;
  at: Date;
  policy: string;
  /** Of the authority. */
  certificate: Certificate;
  /** Address of the authority that answered. */
  authority: string;
}

const TIMEOUT_MS = 15_000;
const SKEW_MS = 5 * 60_000;
/** A token with a long chain has some ten kilobytes. */
const MAX_BYTES = 256 * 1024;

const DIGESTS: Readonly<Record<number, string>> = { 32: OID.sha256, 48: OID.sha384, 64: OID.sha512 };

const FAULTS: Record<FetchFault, ErrorCode> = {
  address: "TSA_UNREACHABLE",
  unreachable: "TSA_UNREACHABLE",
  status: "TSA_UNREACHABLE",
  timeout: "TSA_TIMEOUT",
  "too-large": "TSA_TOO_LARGE",
};

/** PKIFailureInfo (RFC 3161, 2.4.2) in words. */
const FAILURES: Readonly<Record<number, string>> = {
  0: "thuật toán băm không được nhận",
  2: "yêu cầu không được phép",
  5: "dữ liệu gửi sai dạng",
  14: "nguồn giờ chuẩn không hoạt động",
  15: "chính sách yêu cầu không được hỗ trợ",
  16: "phần mở rộng không được hỗ trợ",
  17: "không có thông tin yêu cầu thêm",
  25: "lỗi hệ thống bên cấp",
};

/**
 * Gets a timestamp (RFC 3161) over a digest. The answer is believed only when everything fits: granted, our digest, our nonce, the policy
 * asked for, a time near ours, signed by a certificate made for timestamps alone. When an authority fails in any way, the next is asked.
 *
 * @param digest SHA-256, SHA-384 or SHA-512 by its length
 * @throws VanthuError of the first authority that failed, when all did: TSA_UNREACHABLE, TSA_TIMEOUT, TSA_TOO_LARGE, TSA_MALFORMED,
 *   TSA_REJECTED, TSA_IMPRINT_MISMATCH, TSA_NONCE_MISMATCH, TSA_POLICY_MISMATCH, TSA_CLOCK_OFF, TSA_SIGNATURE_INVALID, TSA_CERT_USAGE;
 *   TSA_NOT_CONFIGURED without any authority; `faults` tells of each
 *
 * @example
 * const { token } = await requestTimestamp(digest, { authorities: [{ url: "http://tsa.example/tsr" }] });
 */
export async function requestTimestamp(digest: Uint8Array, options: TimestampOptions): Promise<Timestamp> {
  requireAuthority(options);
  const failures: VanthuError[] = [];
  for (const authority of options.authorities) {
    try {
      return await ask(digest, authority, options);
    } catch (error) {
      if (!isVanthuError(error)) throw error;
      failures.push(error);
    }
  }
  const first = failures[0]!;
  if (failures.length === 1) throw first;
  throw new VanthuError(first.code, {
    message: `Không tổ chức nào trong ${failures.length} tổ chức cấp dấu thời gian đã hỏi trả lời đúng.`,
    where: failures.map((failure) => failure.where).join(", "),
    hint: failures.map((failure) => `${failure.where}: ${failure.message}`).join(" "),
    faults: failures.map(({ code, message, where }) => ({ code, message, ...(where === undefined ? {} : { where }) })),
  });
}

/**
 * There must be somebody to ask.
 *
 * @throws VanthuError TSA_NOT_CONFIGURED
 */
export function requireAuthority(options: TimestampOptions | undefined): void {
  if (options !== undefined && options.authorities.length > 0) return;
  throw new VanthuError("TSA_NOT_CONFIGURED", {
    message: "Chưa khai báo tổ chức cấp dấu thời gian nên không ký được ở mức này.",
    hint: "Khai báo địa chỉ dịch vụ cấp dấu thời gian (TSA), hoặc ký ở mức B-B.",
  });
}

async function ask(digest: Uint8Array, authority: TimestampAuthority, options: TimestampOptions): Promise<Timestamp> {
  const { url, policy } = authority;
  const nonce = options.nonce ?? BigInt(`0x${randomBytes(8).toString("hex")}`);
  const answer = await fetched(timestampQuery(digest, nonce, policy), authority, options);
  const refuse = (code: ErrorCode, message: string, hint?: string): VanthuError =>
    new VanthuError(code, { message, where: url, ...(hint === undefined ? {} : { hint }) });
  let checked: { token: Uint8Array } & ReturnType<typeof checkToken>;
  try {
    const { der: bytes, length } = berToDer(answer);
    const { status, text, failures, token } = parseTimestampAnswer(bytes);
    if (status > 1) {
      const why = [...failures.flatMap((bit) => FAILURES[bit] ?? []), ...(text === undefined ? [] : [text])].join("; ");
      throw refuse("TSA_REJECTED", `Tổ chức cấp dấu thời gian từ chối${why === "" ? "" : `: ${why}`}.`);
    }
    if (token === undefined || length !== answer.length) throw refuse("TSA_MALFORMED", MALFORMED);
    checked = { token, ...checkToken(token) };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    if (error.code.startsWith("TSA_")) throw error.where === url ? error : refuse(error.code, error.message);
    throw refuse("TSA_MALFORMED", MALFORMED);
  }
  const { info, token, certificate } = checked;
  if (info.imprint.digestOid !== DIGESTS[digest.length] || Buffer.compare(info.imprint.hash, digest) !== 0)
    throw refuse("TSA_IMPRINT_MISMATCH", "Dấu thời gian nhận được đóng trên dữ liệu khác với dữ liệu đã gửi.");
  if (info.nonce !== nonce)
    throw refuse("TSA_NONCE_MISMATCH", "Dấu thời gian nhận được không trả lời đúng yêu cầu này (sai số nonce).");
  if (policy !== undefined && info.policy !== policy)
    throw refuse("TSA_POLICY_MISMATCH", `Dấu thời gian theo chính sách ${info.policy}, không phải ${policy}.`);
  const now = options.now?.() ?? new Date();
  const off = Math.abs(info.at.getTime() - now.getTime());
  if (off > (options.skewMs ?? SKEW_MS)) {
    throw refuse(
      "TSA_CLOCK_OFF",
      `Giờ trong dấu thời gian lệch ${Math.round(off / 1000)} giây so với giờ của máy này.`,
      "Kiểm tra đồng hồ của máy ký; nếu đúng thì báo cho tổ chức cấp dấu thời gian.",
    );
  }
  return { token, at: info.at, policy: info.policy, certificate, authority: url };
}

const MALFORMED = "Trả lời của dịch vụ cấp dấu thời gian không đọc được.";

async function fetched(
  query: Uint8Array,
  { url, headers }: TimestampAuthority,
  options: TimestampOptions,
): Promise<Uint8Array> {
  try {
    return await fetchBounded({
      url,
      body: query,
      // RFC 3161, 3.4.
      headers: { ...headers, "Content-Type": "application/timestamp-query", Accept: "application/timestamp-reply" },
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      fetch: options.fetch,
      // Configured by whoever runs this installation.
      privateAllowed: true,
    });
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new VanthuError(FAULTS[error.fault], {
      message: `Không lấy được dấu thời gian: ${error.message}.`,
      where: url,
      hint: "Tệp giữ nguyên như trước. Kiểm tra kết nối và địa chỉ dịch vụ cấp dấu thời gian rồi làm lại.",
      cause: error,
    });
  }
}

/** TimeStampReq in DER: version 1, the digest, the policy when asked for, nonce, and that the certificate be sent along. */
function timestampQuery(digest: Uint8Array, nonce: bigint, policy?: string): Uint8Array {
  const oid = DIGESTS[digest.length];
  if (oid === undefined) throw new RangeError(`digest of ${digest.length} bytes`);
  return der.sequence(
    der.integer(1),
    der.sequence(der.algorithm(oid, der.null()), der.octetString(digest)),
    ...(policy === undefined ? [] : [der.oid(policy)]),
    der.integer(nonce),
    der.boolean(true),
  );
}
