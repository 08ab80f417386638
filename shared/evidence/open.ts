import { createHash } from "node:crypto";
import { isVanthuError } from "../errors/index.ts";
import { openPackage, type Package } from "../opc/index.ts";
import {
  type SignatureVerdict,
  type Verdict,
  type VerifyOptions,
  verifyDetached,
  verifyPdf,
  verifyTimestamp,
} from "../verification/index.ts";
import { fault } from "./faults.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import type { EvidenceCheck, EvidenceFault, EvidenceFile, EvidenceLimits, EvidenceSummary } from "./model.ts";
import {
  CERTIFICATE_TYPE,
  CONTAINER_TYPE,
  CRL_TYPE,
  foldedName,
  isSafeName,
  META,
  MIMETYPE_NAME,
  OCSP_TYPE,
} from "./names.ts";
import { wholeVerdict } from "./whole-verdict.ts";

/** Bounds of a container from outside. */
const LIMITS = { parts: 4000, ratio: 1000 };
const UNPACKED_BYTES = 512 * 1024 * 1024;
const MAX_MANIFESTS = 16;
const DOCUMENTS = 200;
/** A container in a container in a container: packed anew every ten years that is thirty. */
const MAX_DEPTH = 3;
/** Where the media type stands when it is the first entry, stored (EN 319 162-1, A.1). */
const TYPE_AT = 30 + MIMETYPE_NAME.length;

/** Does this look like an evidence container: a ZIP whose first, stored entry says so? */
export function isEvidenceContainer(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString("latin1");
  const stored = bytes[8] === 0 && bytes[9] === 0;
  const extra = (bytes[28] ?? 0) + ((bytes[29] ?? 0) << 8);
  return (
    head.startsWith("PK\u0003\u0004") &&
    stored &&
    head.slice(30, TYPE_AT) === MIMETYPE_NAME &&
    extra < 100 &&
    head.slice(TYPE_AT + extra).startsWith(CONTAINER_TYPE)
  );
}

/**
 * Opens an evidence container and judges it: every file must be named by a manifest that the container's signature covers and must fit its
 * digest; the documents in it are judged as of the time that the container's timestamps prove, with the revocation evidence that lies in it. Nothing is
 * asked of a network. Never throws for a bad container: that is verdict UNREADABLE or TOTAL_FAILED, and `faults`.
 * Errors: ASN1_* when a configured anchor is not a certificate.
 *
 * @example
 * const { verdict, files, faults } = openEvidence(bytes, { trust, at: new Date("2046-01-01") });
 */
export function openEvidence(
  bytes: Uint8Array,
  options: VerifyOptions,
  { unpackedBytes = UNPACKED_BYTES, documents = DOCUMENTS }: EvidenceLimits = {},
): EvidenceCheck {
  return opened(bytes, options, { unpackedBytes, documents }, 0);
}

/** @param depth containers around this one: what grows weak is packed once more */
function opened(
  bytes: Uint8Array,
  options: VerifyOptions,
  limits: Required<EvidenceLimits>,
  depth: number,
): EvidenceCheck {
  const faults: EvidenceFault[] = [];
  try {
    const zip = openPackage(bytes, { ...LIMITS, unpackedBytes: limits.unpackedBytes });
    return judged(bytes, zip, options, faults, limits, depth);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    faults.push(fault("CONTAINER_UNREADABLE", error.where, error.message.replace(/\.$/, "")));
    return { verdict: wholeVerdict(bytes, [], [], faults), files: [], faults };
  }
}

function judged(
  bytes: Uint8Array,
  zip: Package,
  options: VerifyOptions,
  faults: EvidenceFault[],
  limits: Required<EvidenceLimits>,
  depth: number,
): EvidenceCheck {
  if (!isEvidenceContainer(bytes)) faults.push(fault("MIMETYPE_WRONG", MIMETYPE_NAME));
  checkNames(zip.names, faults);
  const manifests = readManifests(zip, faults);
  const context = { zip, options: withEvidence(zip, manifests, options), faults };
  // The timestamp over everything comes first: it proves when the signatures were there.
  const archives = manifests.filter(isArchive).map((one) => examine(context, one));
  const archivedAt = provenTime(archives);
  const atArchive = { ...context, options: { ...context.options, ...existing(archivedAt) } };
  const signed = manifests.filter((one) => !isArchive(one)).map((one) => examine(atArchive, one));
  const signatures = [
    ...signed.map(({ verdict }) => raised(verdict, archives)),
    ...archives.map(({ verdict }) => verdict),
  ];
  const provenAt = earliest([archivedAt, provenTime(signed)]);

  const covered = new Set(signed.filter(({ kind }) => kind === "signature").flatMap(({ files }) => [...files]));
  const sealed = new Set([...signed, ...archives].flatMap(({ files }) => [...files]));
  const mimes = new Map(manifests.flatMap(({ manifest }) => manifest.files.map(({ name, mime }) => [name, mime])));
  const files: EvidenceFile[] = [];
  const holders = new Set([
    MIMETYPE_NAME,
    ...manifests.flatMap(({ name, manifest }) => [name, manifest.signature.name]),
  ]);
  let verified = 0;
  for (const name of zip.names) {
    const own = name.startsWith(META);
    if (holders.has(name)) continue;
    if (!(own ? sealed : covered).has(name)) {
      const broken = faults.some((one) => one.where === name);
      if (!broken) faults.push(fault("FILE_NOT_NAMED", name));
    }
    if (own) continue;
    const content = zip.bytes(name)!;
    const inner = isEvidenceContainer(content);
    const document = inner || startsAsPdf(content);
    if (document && ++verified === limits.documents + 1)
      faults.push(fault("TOO_MANY_DOCUMENTS", undefined, String(limits.documents)));
    if (inner && depth >= MAX_DEPTH) faults.push(fault("TOO_MANY_DOCUMENTS", name, "gói trong gói"));
    const judgedToo = document && verified <= limits.documents && !(inner && depth >= MAX_DEPTH);
    const dated = { ...context.options, ...existing(covered.has(name) ? provenAt : undefined) };
    files.push({
      name,
      mime: mimes.get(name) ?? "",
      bytes: content,
      sha256: createHash("sha256").update(content).digest("hex"),
      covered: covered.has(name),
      ...(!judgedToo
        ? {}
        : inner
          ? {
              verdict: opened(content, dated, { ...limits, documents: limits.documents - verified }, depth + 1).verdict,
            }
          : documentVerdict(content, dated)),
    });
  }
  if (!signed.some(({ kind }) => kind === "signature")) faults.push(fault("SIGNATURE_MISSING"));
  onceEach(faults);
  return {
    verdict: wholeVerdict(bytes, signatures, files, faults),
    files,
    faults,
    ...(provenAt === undefined ? {} : { provenAt }),
  };
}

/** What is told of an opened container: everything but the contents of its files. */
export function evidenceSummary({ files, faults, provenAt }: EvidenceCheck): EvidenceSummary {
  return {
    ...(provenAt === undefined ? {} : { provenAt }),
    files: files.map(({ bytes, ...rest }) => ({ ...rest, size: bytes.length })),
    faults,
  };
}

/** What of a PDF there is to say; one without signatures has no verdict. */
function documentVerdict(content: Uint8Array, options: VerifyOptions): { verdict?: Verdict } {
  const verdict = verifyPdf(content, options);
  return verdict.verdict === "NO_SIGNATURE" ? {} : { verdict };
}

interface NamedManifest {
  name: string;
  bytes: Uint8Array;
  manifest: Manifest;
}

function isArchive({ name }: NamedManifest): boolean {
  return /ASiCArchiveManifest/i.test(name);
}

function readManifests(zip: Package, faults: EvidenceFault[]): NamedManifest[] {
  const names = zip.names.filter((name) => name.startsWith(META));
  const found = names.filter((name) => /^META-INF\/[^/]*ASiC(Archive)?Manifest[^/]*\.xml$/i.test(name));
  if (found.length > MAX_MANIFESTS) faults.push(fault("MANIFEST_BROKEN", META, "quá nhiều danh mục"));
  const manifests: NamedManifest[] = [];
  for (const name of found.slice(0, MAX_MANIFESTS)) {
    const bytes = zip.bytes(name)!;
    try {
      manifests.push({ name, bytes, manifest: readManifest(bytes, name) });
    } catch (error) {
      if (!isVanthuError(error)) throw error;
      faults.push(fault("MANIFEST_BROKEN", name, error.message.replace(/\.$/, "")));
    }
  }
  const pointed = new Set<string>();
  for (const { manifest, name } of manifests) {
    if (pointed.has(manifest.signature.name))
      faults.push(fault("MANIFEST_BROKEN", name, "hai danh mục chỉ đến một chữ ký"));
    pointed.add(manifest.signature.name);
  }
  for (const name of names) {
    const signature = /\.(p7s|tst|ers)$|signatures[^/]*\.xml$/i.test(name);
    if (signature && !pointed.has(name)) faults.push(fault("SIGNATURE_UNKNOWN", name));
  }
  return manifests;
}

interface Judging {
  zip: Package;
  options: VerifyOptions;
  faults: EvidenceFault[];
}

interface ExaminedManifest {
  kind: SignatureVerdict["kind"];
  verdict: SignatureVerdict;
  /** Those that are there and fit, when the signature over the manifest is genuine. */
  files: Set<string>;
}

/** A manifest's signature, and which of the files it names are as they were. */
function examine({ zip, options, faults }: Judging, { name, bytes, manifest }: NamedManifest): ExaminedManifest {
  const { signature } = manifest;
  const kind = /\.tst$/i.test(signature.name) || /timestamp/i.test(signature.mime) ? "document-timestamp" : "signature";
  const held = signature.name.startsWith(META) ? zip.bytes(signature.name) : undefined;
  if (held === undefined) faults.push(fault("FILE_MISSING", signature.name));
  const check = kind === "signature" ? verifyDetached : verifyTimestamp;
  const verdict = check(held ?? new Uint8Array(), bytes, { ...options, name: signature.name });
  const files = new Set<string>();
  for (const reference of manifest.files) {
    const content = zip.bytes(reference.name);
    if (content === undefined) faults.push(fault("FILE_MISSING", reference.name));
    else if (reference.algorithm === undefined) faults.push(fault("DIGEST_UNKNOWN", reference.name));
    else if (Buffer.compare(createHash(reference.algorithm).update(content).digest(), reference.digest) !== 0)
      faults.push(fault("FILE_CHANGED", reference.name));
    else if (verdict.intact && verdict.cryptographicallyValid) files.add(reference.name);
  }
  if (manifest.files.length === 0) faults.push(fault("MANIFEST_BROKEN", name, "không có tệp nào"));
  return { kind, verdict, files };
}

/** The evidence that lies in the container; each piece is signed by its authority, so it may come from anywhere. */
function withEvidence(zip: Package, manifests: readonly NamedManifest[], options: VerifyOptions): VerifyOptions {
  const of = (type: string) =>
    manifests
      .flatMap(({ manifest }) => manifest.files)
      .filter(({ mime }) => mime === type)
      .flatMap(({ name }) => zip.bytes(name) ?? []);
  const gathered = new Map<string, Uint8Array>();
  const signaturesOf = () =>
    manifests.flatMap(({ manifest }) => {
      const held = zip.bytes(manifest.signature.name);
      return held === undefined ? [] : [held];
    });
  for (const cms of signaturesOf()) gathered.set(createHash("sha256").update(cms).digest("hex"), cms);
  return {
    ...options,
    offline: true,
    intermediates: [...(options.intermediates ?? []), ...of(CERTIFICATE_TYPE)],
    crls: [...(options.crls ?? []), ...of(CRL_TYPE)],
    ocsp: [...(options.ocsp ?? []), ...of(OCSP_TYPE)],
    carriers: [...(options.carriers ?? []), ...gathered.values()],
  };
}

function existing(at: string | undefined): { existedAt?: Date } {
  return at === undefined ? {} : { existedAt: new Date(at) };
}

/** The earliest time that trusted timestamps prove. */
function provenTime(examined: readonly ExaminedManifest[]): string | undefined {
  return earliest(
    examined.map(({ verdict }) =>
      verdict.indication === "TOTAL_PASSED" && verdict.timeSource !== "claimed" ? verdict.signedAt : undefined,
    ),
  );
}

function earliest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((at) => at !== undefined).sort()[0];
}

/** A signature with all evidence in it, and a timestamp over that: B-LTA. */
function raised(verdict: SignatureVerdict, archives: readonly ExaminedManifest[]): SignatureVerdict {
  const stamped = archives.some((one) => one.verdict.indication === "TOTAL_PASSED" && one.files.has(verdict.field));
  return stamped && verdict.level === "B-LT" ? { ...verdict, level: "B-LTA" } : verdict;
}

function checkNames(names: readonly string[], faults: EvidenceFault[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (!isSafeName(name)) faults.push(fault("NAME_UNSAFE", name));
    if (seen.has(foldedName(name))) faults.push(fault("NAME_TWICE", name));
    seen.add(foldedName(name));
  }
}

/** Two manifests may name one file. */
function onceEach(faults: EvidenceFault[]): void {
  const seen = new Set<string>();
  const kept = faults.filter(({ code, where }) => {
    const key = `${code} ${where}`;
    return !seen.has(key) && seen.add(key);
  });
  faults.splice(0, faults.length, ...kept);
}

function startsAsPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes("%PDF-");
}
