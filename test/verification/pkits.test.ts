import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseCertificate } from "../../shared/asn1/index.ts";
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
});
