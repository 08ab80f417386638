import { type PdfFile, PdfString, textOf } from "../pdf/index.ts";
import { readFields, valueText } from "./fields.ts";
import type { SignatureVerdict, Verdict } from "./model.ts";

type Facts = Pick<Verdict["document"], "number" | "notation" | "issuedOn" | "organisation">;

/**
 * What the file says of itself: number and date from the form fields, notation from the description, the organisation from the seal's
 * certificate (or the leader's). Told as found: whether it is genuine is what the signatures say.
 */
export function documentFacts(file: PdfFile, signatures: readonly SignatureVerdict[]): Facts {
  const values = new Map(readFields(file).map((f) => [f.name, f.type === "Tx" ? valueText(file, f.value).trim() : ""]));
  const info = file.dict(file.trailer.get("Info"));
  const described = (key: string): string | undefined => {
    const value = file.resolve(info?.get(key));
    return value instanceof PdfString ? textOf(value) || undefined : undefined;
  };
  const number = values.get("SoVanBan") || described("SoVanBan");
  const notation = values.get("KyHieu") || described("KyHieu");
  const issuedOn = dateOf(values.get("NamBanHanh"), values.get("ThangBanHanh"), values.get("NgayBanHanh"));
  const seal = signatures.find((s) => s.role === "seal") ?? signatures.find((s) => s.role === "leader");
  const organisation =
    seal?.role === "seal" ? (seal.signer.organisation ?? seal.signer.commonName) : seal?.signer.organisation;
  return {
    ...(number === undefined || number === "" ? {} : { number }),
    ...(notation === undefined ? {} : { notation }),
    ...(issuedOn === undefined ? {} : { issuedOn }),
    ...(organisation === undefined ? {} : { organisation }),
  };
}

/** ISO date from the three fields, when they are one. */
function dateOf(year: string | undefined, month: string | undefined, day: string | undefined): string | undefined {
  if (!/^\d{4}$/.test(year ?? "") || !/^\d{1,2}$/.test(month ?? "") || !/^\d{1,2}$/.test(day ?? "")) return undefined;
  const iso = `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}`;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}
