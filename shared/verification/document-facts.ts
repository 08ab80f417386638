import { type PdfFile, PdfString, textOf } from "../pdf/index.ts";
import { copyClaim } from "./copy-claim.ts";
import { readFields, valueText } from "./fields.ts";
import type { SignatureVerdict, Verdict } from "./model.ts";
import type { Examined } from "./signature.ts";

type Facts = Pick<Verdict["document"], "number" | "notation" | "issuedOn" | "organisation" | "copy">;

/**
 * What the document says of itself: number and date from the form fields as the last signature covers them, notation from the
 * description as the first one does, the organisation from the seal's certificate (or the leader's). What was written after the
 * signatures is not believed; without signatures the file is told as it is.
 */
export function documentFacts(
  newest: PdfFile,
  examined: readonly Examined[],
  signatures: readonly SignatureVerdict[],
): Facts {
  const views = examined
    .filter((e) => e.kind === "signature" && e.range !== undefined)
    .sort((a, b) => a.range!.revision - b.range!.revision)
    .map((e) => e.range!.signedFile);
  const file = views[0] ?? newest;
  const filled = views.at(-1) ?? newest;
  const values = new Map(
    readFields(filled).map((f) => [f.name, f.type === "Tx" ? valueText(filled, f.value).trim() : ""]),
  );
  const info = file.dict(file.trailer.get("Info"));
  const described = (key: string): string | undefined => {
    const value = file.resolve(info?.get(key));
    return value instanceof PdfString ? textOf(value) || undefined : undefined;
  };
  const number = values.get("SoVanBan") || described("SoVanBan");
  const notation = values.get("KyHieu") || described("KyHieu");
  const issuedOn = dateOf(values.get("NamBanHanh"), values.get("ThangBanHanh"), values.get("NgayBanHanh"));
  const standing = signatures.filter((s) => s.indication !== "TOTAL_FAILED");
  const seal = standing.find((s) => s.role === "seal") ?? standing.find((s) => s.role === "leader");
  const organisation =
    seal?.role === "seal" ? (seal.signer.organisation ?? seal.signer.commonName) : seal?.signer.organisation;
  const copy = copyClaim(examined, signatures);
  return {
    ...(copy === undefined ? {} : { copy }),
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
