import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseCertificate, publicKeyOf, schemeOf } from "../../shared/asn1/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";
import { CertificatePool, findPath, RevocationStore, revocationOfPath } from "../../shared/verification/index.ts";

const FOLDER = path.join(import.meta.dirname, "../../../shared/corpora/pkits");

interface Case {
  id: string;
  name: string;
  cert: string;
  other_certs?: string[];
  crls?: string[];
  revocation?: false;
  error?: unknown;
  params?: {
    user_initial_policy_set?: string[];
    initial_explicit_policy?: boolean;
    initial_policy_mapping_inhibit?: boolean;
    initial_any_policy_inhibit?: boolean;
  };
}

const read = (kind: "certs" | "crls", file: string) => new Uint8Array(readFileSync(path.join(FOLDER, kind, file)));

/** Is the path of a case valid, revocation included? */
function accepts(test: Case): boolean {
  const at = new Date("2022-05-01T00:00:00Z");
  const anchors = [
    { certificate: parseCertificate(read("certs", "TrustAnchorRootCertificate.crt")), scope: "NIST", source: "PKITS" },
  ];
  try {
    const leaf = parseCertificate(read("certs", test.cert));
    const pool = new CertificatePool((test.other_certs ?? []).map((f) => read("certs", f)));
    const store = new RevocationStore();
    for (const file of [...(test.crls ?? []), "TrustAnchorRootCRL.crl"]) store.addCrl(read("crls", file));
    const { params } = test;
    const initialPolicies = params?.user_initial_policy_set;
    const { found } = findPath(leaf, pool, anchors, at, {
      ...(initialPolicies === undefined ? {} : { initialPolicies: new Set(initialPolicies) }),
      explicitPolicy: params?.initial_explicit_policy === true,
      inhibitMapping: params?.initial_policy_mapping_inhibit === true,
      inhibitAnyPolicy: params?.initial_any_policy_inhibit === true,
    });
    if (found === undefined) return false;
    if (test.revocation === false) return true;
    return revocationOfPath(found, { store, pool, anchors, at, now: at }).every((s) => s.status === "good");
  } catch (error) {
    // A certificate that cannot be read is refused.
    if (isVanthuError(error)) return false;
    throw error;
  }
}

// The suite is public (NIST) but large, so it stands beside the project and not in it.
describe.runIf(existsSync(path.join(FOLDER, "pkits.json")))("NIST PKITS, path validation by RFC 5280", () => {
  it("accepts every valid path and none of the invalid ones", () => {
    const cases = JSON.parse(readFileSync(path.join(FOLDER, "pkits.json"), "utf8")) as Case[];
    expect(cases.length).toBe(246);
    const wrong = cases.filter((c) => accepts(c) !== (c.error === undefined)).map((c) => `${c.id} ${c.name}`);
    expect(wrong).toEqual([]);
  });

  it("has every certificate and list of the suite's cases at hand, and every group of the suite", () => {
    const cases = JSON.parse(readFileSync(path.join(FOLDER, "pkits.json"), "utf8")) as Case[];
    // Tests with several settings of policy are cases of their own.
    expect(new Set(cases.map((one) => JSON.stringify(one))).size).toBe(246);
    // Sections 4.1 to 4.16 of the suite's description; the first digits of a case's number.
    expect([...new Set(cases.map(({ id }) => Number(id.slice(1, 3))))].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 16 }, (_, i) => i + 1),
    );
    const absent = cases.flatMap(({ cert, other_certs = [], crls = [] }) => [
      ...[cert, ...other_certs].filter((file) => !existsSync(path.join(FOLDER, "certs", file))),
      ...crls.filter((file) => !existsSync(path.join(FOLDER, "crls", file))),
    ]);
    expect(absent).toEqual([]);
  });

  it("reads the DSA cases as RFC 5280 wants; a document signed so is named weak by policy", () => {
    const cases = JSON.parse(readFileSync(path.join(FOLDER, "pkits.json"), "utf8")) as Case[];
    const dsa = cases.filter(({ cert, other_certs = [] }) =>
      [cert, ...other_certs].some((file) => {
        try {
          const { publicKey, signatureAlgorithm } = parseCertificate(read("certs", file));
          return publicKeyOf(publicKey)?.asymmetricKeyType === "dsa" || schemeOf(signatureAlgorithm)?.family === "DSA";
        } catch {
          return false;
        }
      }),
    );
    // 4.1.4 to 4.1.6: the paths are judged (two valid, one with a wrong signature) ...
    expect(dsa.map((one) => [one.id, accepts(one)])).toEqual([
      ["40104", true],
      ["40105", true],
      ["40106", false],
    ]);
  });
});
