import { type Actor, commitAudited, type Organisation, SYSTEM_ACTOR } from "../../access/index.ts";
import { parseCertificate, verifySignedBy } from "../../asn1/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import {
  authorityFetch,
  createTestAuthority,
  type Fetch,
  restoreTestAuthority,
  type TestAuthority,
  type TestAuthorityState,
} from "../../signing/index.ts";
import type { Storage } from "../../storage/index.ts";
import type { TrustAnchor } from "../../verification/index.ts";
import type { Clock, KeyRecord } from "../model.ts";
import { keysOf, type StoredKey, storedKeys } from "./records.ts";

/** The test authority of this installation with the keys it has issued, and what this installation trusts. */
export interface Keyring {
  /** Test keys; all keys are the key desk's. */
  list(organisationId: string): Promise<KeyRecord[]>;
  /** A certificate of the test authority for a person or for the organisation's seal; takes the place of an earlier one. `by` for the audit trail. */
  issueTestKey(
    organisation: Organisation,
    holder: { personId: string; name: string } | "seal",
    password: string,
    by?: Actor,
  ): Promise<KeyRecord>;
  /** Anchors and revocation lists for verification: the test root, and what the administrator configured. */
  trust(): Promise<{ trust: TrustAnchor[]; crls: Uint8Array[] }>;
  testRoot(): Promise<string>;
  /** Was this certificate (DER) issued by the test authority of this installation? */
  isTest(certificate: Uint8Array): Promise<boolean>;
  /** The services of the test authority (timestamps, OCSP, lists), asked without a network; they go by the office's clock. */
  testServices(): Promise<Fetch>;
}

/** Certificates of which is remembered whether the test authority issued them. */
const KNOWN_TESTS = 500;
const AUTHORITY = { pk: "office", sk: "test-authority" };

/** Opens the keyring; the test authority is made at its first use and kept. `configured` are the administrator's own anchors. */
export function openKeyring(
  storage: Storage,
  clock: Clock,
  configured: { trust: TrustAnchor[]; crls: Uint8Array[] },
): Keyring {
  const tests = new Map<string, boolean>();
  let opened: Promise<TestAuthority> | undefined;
  const authority = () => {
    opened ??= openAuthority(storage, clock).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  return {
    async list(organisationId) {
      const keys = (await storedKeys(storage, organisationId)).map(({ data }) => data);
      return keys.flatMap(({ id, personId, label, p12, notBefore, notAfter }) =>
        p12 === undefined
          ? []
          : [{ id, organisationId, ...(personId === undefined ? {} : { personId }), label, p12, notBefore, notAfter }],
      );
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
      const pk = keysOf(organisation.id);
      const existing = await storage.records.get<StoredKey>(pk, id);
      const data: StoredKey = {
        ...record,
        chain: issued.chain.map((one) => Buffer.from(one).toString("base64")),
        ...(existing?.data.preferred === undefined ? {} : { preferred: existing.data.preferred }),
      };
      const place = { pk, sk: id, data };
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

    async isTest(certificate) {
      // The same few certificates are asked for with every file.
      const name = Buffer.from(certificate).toString("base64");
      const known = tests.get(name);
      if (known !== undefined) return known;
      const issuer = parseCertificate((await authority()).issuing);
      const own = parseCertificate(certificate);
      const made = own.issuer.canonical === issuer.subject.canonical && verifySignedBy(own, issuer);
      if (tests.size >= KNOWN_TESTS) tests.clear();
      tests.set(name, made);
      return made;
    },

    async testServices() {
      const test = await authority();
      // The services stand in this process and tell its time.
      const here: TestAuthority = Object.create(test, {
        timestamp: { value: (request: Uint8Array) => test.timestamp(request, clock()) },
        ocsp: { value: (request: Uint8Array) => test.ocsp(request, clock()) },
      });
      return authorityFetch(here);
    },
  };
}

async function openAuthority(storage: Storage, clock: Clock): Promise<TestAuthority> {
  const { records } = storage;
  const stored = await records.get<TestAuthorityState>(AUTHORITY.pk, AUTHORITY.sk);
  const made =
    stored === undefined
      ? createTestAuthority({ notBefore: new Date(clock().getTime() - 86_400_000) })
      : restoreTestAuthority(stored.data);
  if (stored?.data.services !== undefined) return made;
  // An authority from before it had timestamp and OCSP services gets them once, and keeps them: their certificates stand in signed files.
  const data = made.toJSON();
  try {
    await records.commit([
      stored === undefined
        ? { op: "insert", ...AUTHORITY, data }
        : { op: "update", ...AUTHORITY, rev: stored.rev, data },
    ]);
    return made;
  } catch (error) {
    // Another process made it at the same moment: theirs counts.
    if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
    const theirs = await records.get<TestAuthorityState>(AUTHORITY.pk, AUTHORITY.sk);
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
