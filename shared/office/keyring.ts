import { type Actor, commitAudited, type Organisation, SYSTEM_ACTOR } from "../access/index.ts";
import { parseCertificate } from "../asn1/index.ts";
import { VanthuError } from "../errors/index.ts";
import {
  createTestAuthority,
  openPkcs12,
  restoreTestAuthority,
  type Signer,
  type TestAuthority,
  type TestAuthorityState,
} from "../signing/index.ts";
import type { Storage } from "../storage/index.ts";
import type { TrustAnchor } from "../verification/index.ts";
import type { Clock, KeyRecord } from "./model.ts";

/** Keys of the organisations of this installation, and what it trusts. Private keys lie in PKCS#12 files; their passwords are never stored. */
export interface Keyring {
  list(organisationId: string): Promise<KeyRecord[]>;
  /** A certificate of the test authority for a person or for the organisation's seal; takes the place of an earlier one. `by` for the audit trail. */
  issueTestKey(
    organisation: Organisation,
    holder: { personId: string; name: string } | "seal",
    password: string,
    by?: Actor,
  ): Promise<KeyRecord>;
  /** @throws KEY_MISSING, P12_PASSWORD_WRONG */
  signer(organisationId: string, personId: string | undefined, password: string): Promise<Signer>;
  /** Anchors and revocation lists for verification: the test root, and what the administrator configured. */
  trust(): Promise<{ trust: TrustAnchor[]; crls: Uint8Array[] }>;
  testRoot(): Promise<string>;
}

const AUTHORITY = { pk: "office", sk: "test-authority" };

/** Opens the keyring; the test authority is made at its first use and kept. `configured` are the administrator's own anchors. */
export function openKeyring(
  storage: Storage,
  clock: Clock,
  configured: { trust: TrustAnchor[]; crls: Uint8Array[] },
): Keyring {
  let opened: Promise<TestAuthority> | undefined;
  const authority = () => {
    opened ??= openAuthority(storage, clock).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const partition = (organisationId: string) => `org/${organisationId}/keys`;

  return {
    async list(organisationId) {
      const { items } = await storage.records.query<KeyRecord>(partition(organisationId));
      return items.map((item) => item.data);
    },

    async issueTestKey(organisation, holder, password, by) {
      const issued = (await authority()).issueCertificate({
        commonName: holder === "seal" ? organisation.name : holder.name,
        organisation: organisation.name,
        kind: holder === "seal" ? "organisation" : "person",
      });
      const { sha256 } = await storage.files.put(issued.toPkcs12(password), "application/x-pkcs12");
      const { notBefore, notAfter } = parseCertificate(issued.certificate);
      const id = holder === "seal" ? "seal" : `person.${holder.personId}`;
      const record: KeyRecord = {
        id,
        organisationId: organisation.id,
        ...(holder === "seal" ? {} : { personId: holder.personId }),
        label: holder === "seal" ? `Con dấu ${organisation.name} (thử nghiệm)` : `${holder.name} (thử nghiệm)`,
        p12: sha256,
        notBefore: notBefore.toISOString(),
        notAfter: notAfter.toISOString(),
      };
      const existing = await storage.records.get(partition(organisation.id), id);
      const place = { pk: partition(organisation.id), sk: id, data: record };
      await commitAudited(
        storage.records,
        [existing === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: existing.rev }],
        {
          organisationId: organisation.id,
          actor: by ?? SYSTEM_ACTOR,
          at: clock().toISOString(),
          action: "key.issue",
          subject: id,
          details: { p12: sha256 },
        },
      );
      return record;
    },

    async signer(organisationId, personId, password) {
      const item = await storage.records.get<KeyRecord>(
        partition(organisationId),
        personId === undefined ? "seal" : `person.${personId}`,
      );
      if (item === undefined) {
        throw new VanthuError("KEY_MISSING", {
          message: personId === undefined ? "Cơ quan chưa có chứng thư số." : "Người ký chưa có chứng thư số.",
          hint: "Đề nghị quản trị viên cấp chứng thư ở trang Quản trị.",
        });
      }
      return openPkcs12(await storage.files.get(item.data.p12), password);
    },

    async trust() {
      const test = await authority();
      const anchor: TrustAnchor = {
        certificate: test.root,
        scope: "thử nghiệm",
        source: "cơ quan chứng thực thử nghiệm của hệ thống này",
      };
      return { trust: [anchor, ...configured.trust], crls: [...test.crls, ...configured.crls] };
    },

    async testRoot() {
      return pem((await authority()).root);
    },
  };
}

async function openAuthority(storage: Storage, clock: Clock): Promise<TestAuthority> {
  const stored = await storage.records.get<TestAuthorityState>(AUTHORITY.pk, AUTHORITY.sk);
  if (stored !== undefined) return restoreTestAuthority(stored.data);
  const made = createTestAuthority({ notBefore: new Date(clock().getTime() - 86_400_000) });
  try {
    await storage.records.commit([{ op: "insert", ...AUTHORITY, data: made.toJSON() }]);
    return made;
  } catch (error) {
    // Another process made it at the same moment: theirs counts.
    const theirs = await storage.records.get<TestAuthorityState>(AUTHORITY.pk, AUTHORITY.sk);
    if (theirs === undefined) throw error;
    return restoreTestAuthority(theirs.data);
  }
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
