import { VanthuError } from "../errors/index.ts";

/** Not BER or DER at this byte of the structure. */
export function malformed(what: string, offset?: number): VanthuError {
  return new VanthuError("ASN1_MALFORMED", {
    message: `Cấu trúc ASN.1 bị hỏng: ${what}.`,
    where: offset === undefined ? undefined : `byte ${offset}`,
  });
}

/** Sound DER of another structure than expected. */
export function unexpected(structure: string, what: string): VanthuError {
  return new VanthuError("ASN1_STRUCTURE", { message: `${structure} không đúng cấu trúc: ${what}.`, where: structure });
}

/** Beyond the bounds. */
export function tooMuch(what: string): VanthuError {
  return new VanthuError("ASN1_LIMIT", { message: `Cấu trúc ASN.1 vượt giới hạn: ${what}.` });
}
