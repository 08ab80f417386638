import { execFileSync } from "node:child_process";
import { constants, createHash, type KeyObject, privateEncrypt } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type DigestToSign, digestOf } from "../../shared/key-holders/index.ts";
import {
  createTestAuthority,
  layFields,
  type PreparedSignature,
  prepareSignature,
  type SignatureAlgorithm,
  type SignerIdentity,
} from "../../shared/signing/index.ts";
import { ONE_PAGE_ANCHORS, onePagePdf } from "../signing/documents.ts";

/** The authority of these tests; nothing else is trusted. */
export const authority = createTestAuthority();
/** How it is trusted. */
export const EVIDENCE = {
  trust: [{ certificate: authority.root, scope: "thử nghiệm", source: "kiểm thử" }],
  crls: authority.crls,
};

/** A page with fields laid, as it goes to the leader. */
export const LAID = layFields(onePagePdf(), ONE_PAGE_ANCHORS);
export { ONE_PAGE_ANCHORS };

/** A prepared signature of the leader. */
export function prepared(signer: SignerIdentity, pdf = LAID): PreparedSignature {
  return prepareSignature({ pdf, signer, role: "leader", at: new Date(), anchors: ONE_PAGE_ANCHORS });
}

/** A batch of so many different digests, with what is needed to complete them. */
export function batchOf(signer: SignerIdentity, count: number): { batch: DigestToSign[]; files: PreparedSignature[] } {
  const files = Array.from({ length: count }, (_, i) =>
    prepareSignature({
      pdf: LAID,
      signer,
      role: "leader",
      at: new Date(Date.now() + 1000 * i),
      anchors: ONE_PAGE_ANCHORS,
    }),
  );
  return { files, batch: files.map(({ state }, i) => digestOf(state, `Văn bản ${i + 1}`)) };
}

const DIGEST_INFO = Buffer.from("3031300d060960864801650304020105000420", "hex");

/** What a device does with a digest: RSA PKCS#1 v1.5. */
export function signRsaDigest(key: KeyObject, digest: Uint8Array): Buffer {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([DIGEST_INFO, digest]));
}

/** What a key service does with a digest, by OpenSSL: every algorithm. */
export function signDigestByOpenssl(key: KeyObject, algorithm: SignatureAlgorithm, digest: Uint8Array): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-key-"));
  try {
    const file = path.join(folder, "key.pem");
    writeFileSync(file, key.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    const hash = algorithm === "ECDSA-P384-SHA384" ? "sha384" : "sha256";
    const options = ["-pkeyopt", `digest:${hash}`];
    if (algorithm === "RSA-PSS-SHA256")
      options.unshift("-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:32");
    return execFileSync("openssl", ["pkeyutl", "-sign", "-inkey", file, ...options], { input: digest });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Another digest than the one asked for. */
export function otherDigest(digest: Uint8Array): Uint8Array {
  return createHash("sha256").update(digest).update("khác").digest();
}
