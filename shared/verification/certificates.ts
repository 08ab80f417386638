import type { Certificate } from "../asn1/index.ts";
import type { CertificateSummary } from "./model.ts";
import { vietnamTime } from "./time.ts";

/** What people are shown of a certificate (TT 15/2025/TT-BKHCN: issuer, subject, managing unit, period of validity). */
export function summaryOfCertificate(certificate: Certificate | undefined): CertificateSummary {
  if (certificate === undefined) return { commonName: "" };
  const { subject, serial, notBefore, notAfter, sha256 } = certificate;
  return {
    commonName: subject.commonName ?? subject.text,
    ...(subject.organisation === undefined ? {} : { organisation: subject.organisation }),
    ...(subject.organisationalUnit === undefined ? {} : { unit: subject.organisationalUnit }),
    serial,
    notBefore: vietnamTime(notBefore),
    notAfter: vietnamTime(notAfter),
    sha256,
  };
}
