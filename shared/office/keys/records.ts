import type { Actor } from "../../access/index.ts";
import { berToDer, type DerNode, octetsOf, oidOf, parseCertificate, readDer, sequenceOf } from "../../asn1/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { KeyHolderKind } from "../../key-holders/index.ts";
import type { SignatureAlgorithm } from "../../signing/index.ts";
import type { Storage, StoredItem } from "../../storage/index.ts";
import type { SigningRole } from "../signing/session-model.ts";
import type { KeyOwner, SigningKey } from "./model.ts";

/**
 * A key as it is stored. What issues 1 to 4 wrote (test keys: everything up to `p12`) is read as it is; everything else came with keys kept
 * elsewhere.
 */
export interface StoredKey {
  id: string;
  organisationId: string;
  /** Absent: the organisation's seal. */
  personId?: string;
  label: string;
  /** ISO 8601. */
  notBefore: string;
  notAfter: string;
  /** Test keys: sha256 of the PKCS#12 in the file store. */
  p12?: string;
  /** Absent: pkcs12. */
  kind?: KeyHolderKind;
  /** An imported PKCS#12: locked with its password (key-lock.ts), then sealed with the installation's key. */
  locked?: string;
  /** Of a key that a connection keeps. */
  connection?: { id: string; userId?: string; credentialId?: string };
  /** DER in base64, the signing certificate first. */
  chain?: string[];
  algorithm?: SignatureAlgorithm;
  preferred?: boolean;
  /** Of a key whose owner agreed on the service's page: the access token, sealed. */
  consent?: string;
  /** What could not be checked when it was taken in (Vietnamese). */
  warning?: string;
}

/** Partition of an organisation's keys. */
export function keysOf(organisationId: string): string {
  return `org/${organisationId}/keys`;
}

/** All keys of an organisation, as stored. */
export async function storedKeys(storage: Storage, organisationId: string): Promise<StoredItem<StoredKey>[]> {
  return (await storage.records.query<StoredKey>(keysOf(organisationId))).items;
}

/** @throws NOT_FOUND */
export async function readKey(storage: Storage, organisationId: string, id: string): Promise<StoredItem<StoredKey>> {
  const item = await storage.records.get<StoredKey>(keysOf(organisationId), id);
  if (item !== undefined) return item;
  throw new VanthuError("NOT_FOUND", {
    message: "Không có khóa ký này.",
    where: id,
    hint: "Chọn một khóa ký khác trong danh sách.",
  });
}

/** Whose key it is. */
export function ownerOf({ personId }: Pick<StoredKey, "personId">): KeyOwner {
  return personId === undefined ? "seal" : { personId };
}

/** May this person sign with the key in this role? A leader's own; the seal's by whoever may seal. */
export function servesRole(actor: Actor, key: StoredKey, role: SigningRole): boolean {
  return role === "leader" ? key.personId === actor.personId : key.personId === undefined;
}

/** DER, the signing certificate first. Test keys of old installations have it in their file only, where our own writer leaves it readable. */
export async function chainOf(storage: Storage, key: StoredKey): Promise<Uint8Array[]> {
  if (key.chain !== undefined) return key.chain.map((one) => new Uint8Array(Buffer.from(one, "base64")));
  return key.p12 === undefined ? [] : certificatesOf(await storage.files.get(key.p12));
}

/** A stored key for people and pages; `asks` as its connection has it, see {@link SigningKey}. */
export async function shownKey(
  storage: Storage,
  key: StoredKey,
  more: { preferred: boolean; asks: SigningKey["asks"]; isTest(certificate: Uint8Array): Promise<boolean> },
): Promise<SigningKey> {
  const [own] = await chainOf(storage, key);
  const certificate = own === undefined ? undefined : parseCertificate(own);
  return {
    id: key.id,
    organisationId: key.organisationId,
    owner: ownerOf(key),
    label: key.label,
    kind: key.kind ?? "pkcs12",
    ...(key.connection === undefined ? {} : { connection: key.connection }),
    certificate: {
      sha256: certificate?.sha256 ?? "",
      subject: certificate?.subject.commonName ?? certificate?.subject.text ?? key.label,
      issuer: certificate?.issuer.commonName ?? certificate?.issuer.text ?? "",
      serial: certificate?.serial ?? "",
      notBefore: key.notBefore,
      notAfter: key.notAfter,
    },
    test: key.p12 !== undefined || (own !== undefined && (await more.isTest(own))),
    preferred: more.preferred,
    asks: more.asks,
    ...(key.warning === undefined ? {} : { warning: key.warning }),
  };
}

/** Of keys of one owner the one that is offered first: as chosen, else the one that is valid longest. */
export function preferredOf(keys: readonly StoredKey[]): StoredKey | undefined {
  const chosen = keys.find((key) => key.preferred === true);
  return chosen ?? [...keys].sort((a, b) => b.notAfter.localeCompare(a.notAfter))[0];
}

/** 1.2.840.113549.1.12.10.1.3 (RFC 7292, 4.2.3). */
const CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3";
const DATA = "1.2.840.113549.1.7.1";

/** Certificates of a PKCS#12 that stand in it unencrypted, in their order. */
function certificatesOf(p12: Uint8Array): Uint8Array[] {
  const [, authSafe] = sequenceOf(readDer(berToDer(p12).der), "PFX");
  const safes = sequenceOf(readDer(contentOf(authSafe)), "AuthenticatedSafe");
  return safes.flatMap((safe) => {
    const [type] = sequenceOf(safe, "ContentInfo");
    if (oidOf(type) !== DATA) return [];
    return sequenceOf(readDer(contentOf(safe)), "SafeContents").flatMap((bag) => {
      const [kind, value] = sequenceOf(bag, "SafeBag");
      if (oidOf(kind) !== CERTIFICATE_BAG) return [];
      return [octetsOf(sequenceOf(value?.children[0], "CertBag")[1]?.children[0])];
    });
  });
}

/** The octets of a ContentInfo of type data. */
function contentOf(info: DerNode | undefined): Uint8Array {
  return octetsOf(sequenceOf(info, "ContentInfo")[1]?.children[0]);
}
