import { type Actor, allow } from "../../access/index.ts";
import { parseCertificate } from "../../asn1/index.ts";
import type { OfficeContext } from "../context.ts";
import { connectionDesk } from "../keys/connections.ts";
import { storedKeys } from "../keys/records.ts";
import { readSigningSettings } from "../signing/settings.ts";
import { endingOf } from "./ending.ts";
import type { CertificateStanding } from "./model.ts";
import { timestampAnswers } from "./timestamps.ts";

/** Everything an office depends on that ends some day: its keys and seal, certificates of connections, of time-stamping authorities, anchors. */
export function certificateList(context: OfficeContext): (actor: Actor) => Promise<CertificateStanding[]> {
  const { connections } = connectionDesk(context);
  return async (actor) => {
    allow(actor, "administer");
    const { organisationId } = actor;
    const now = context.clock();
    const [keys, people, connected, settings, answers, { trust }] = await Promise.all([
      storedKeys(context.storage, organisationId),
      context.access.people(organisationId),
      connections(actor),
      readSigningSettings(context, organisationId),
      timestampAnswers(context, organisationId),
      context.keyring.trust(),
    ]);
    const found: CertificateStanding[] = [];
    for (const { data: key } of keys) {
      const first = key.chain?.[0];
      const certificate = first === undefined ? undefined : parseCertificate(Buffer.from(first, "base64"));
      const owner =
        key.personId === undefined
          ? "Con dấu cơ quan"
          : (people.find(({ id }) => id === key.personId)?.name ?? "Người dùng đã xóa");
      const at = connected.find(({ id }) => id === key.connection?.id)?.name;
      found.push({
        kind: "key",
        name: key.label,
        of: at === undefined ? owner : `${owner}, ${at}`,
        subject: certificate?.subject.text ?? key.label,
        issuer: certificate?.issuer.text ?? "",
        ...between(key, now),
        test: certificate === undefined ? true : await context.keyring.isTest(certificate.raw),
        href: "/quan-tri/chung-thu-so",
      });
    }
    for (const connection of connected) {
      const pem = connection.settings.certificate ?? "";
      if (pem === "") continue;
      const certificate = certificateIn(pem);
      found.push({
        kind: "connection",
        name: connection.name,
        of: "Kết nối ký số",
        subject: certificate?.subject.text ?? "",
        issuer: certificate?.issuer.text ?? "",
        ...between(certificate, now),
        test: false,
        href: "/quan-tri/ket-noi-ky-so",
      });
    }
    for (const { url } of settings.authorities) {
      const certificate = answers.find(({ authority }) => authority === url)?.certificate;
      found.push({
        kind: "timestamp",
        name: "Dịch vụ cấp dấu thời gian",
        of: url,
        subject: certificate?.subject ?? "",
        issuer: certificate?.issuer ?? "",
        ...between(certificate, now),
        test: false,
        href: "/quan-tri/thiet-lap-ky",
      });
    }
    for (const anchor of trust) {
      const certificate = parseCertificate(anchor.certificate);
      found.push({
        kind: "anchor",
        name: certificate.subject.commonName ?? certificate.subject.text,
        of: `Danh sách tin cậy: ${anchor.scope}`,
        subject: certificate.subject.text,
        issuer: certificate.issuer.text,
        ...between(certificate, now),
        test: anchor.scope === "thử nghiệm",
        href: "/quan-tri/tin-cay",
      });
    }
    const end = ({ notAfter }: CertificateStanding) =>
      notAfter === undefined ? Number.POSITIVE_INFINITY : Date.parse(notAfter);
    return found.sort((a, b) => end(a) - end(b));
  };
}

function between(
  certificate: { notBefore: string | Date; notAfter: string | Date } | undefined,
  now: Date,
): Pick<CertificateStanding, "notBefore" | "notAfter" | "ending" | "daysLeft"> {
  if (certificate === undefined) return { ending: "unknown" };
  const notBefore = new Date(certificate.notBefore).toISOString();
  const notAfter = new Date(certificate.notAfter).toISOString();
  return { notBefore, notAfter, ...endingOf({ notBefore, notAfter }, now) };
}

/** What an administrator pasted; undefined for what is no certificate. */
function certificateIn(pem: string) {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem)?.[1];
  try {
    return body === undefined ? undefined : parseCertificate(Buffer.from(body, "base64"));
  } catch {
    return undefined;
  }
}
