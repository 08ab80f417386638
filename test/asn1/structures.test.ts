import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  essCertificateIdsOf,
  OID,
  parseCertificate,
  parseCrl,
  parseOcsp,
  parseSignedData,
  parseTstInfo,
  schemeOf,
  soleValue,
  speaksOf,
  verifySignature,
  verifySignedBy,
} from "../../shared/asn1/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";

const folder = mkdtempSync(path.join(tmpdir(), "vanthu-asn1-"));
const openssl = (...args: string[]) =>
  execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
const read = (name: string) => new Uint8Array(readFileSync(path.join(folder, name)));
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

/** A small authority made with OpenSSL: a certificate, a revoked one, a list, an OCSP answer, a CMS, a timestamp. */
beforeAll(() => {
  write(
    "ca.cnf",
    `[ca]
default_ca = own
[own]
dir = .
database = index.txt
serial = serial.txt
crlnumber = crlnumber.txt
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_days = 365
default_crl_days = 30
policy = any
unique_subject = no
crl_extensions = crlext
copy_extensions = none
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[crlext]
authorityKeyIdentifier = keyid
[person]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = email:quang@example.vn
[tsa]
extendedKeyUsage = critical,timeStamping
[tsa1]
serial = tsaserial.txt
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
`,
  );
  write("index.txt", "");
  write("serial.txt", "1001\n");
  write("crlnumber.txt", "07\n");
  write("tsaserial.txt", "2B\n");
  const subject = (name: string) => `/C=VN/O=Ủy ban nhân dân xã An Phú/CN=${name}`;
  const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8"];
  openssl(
    "req",
    "-x509",
    ...ec,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "3650",
    "-subj",
    subject("Gốc thử nghiệm"),
  );
  for (const [name, label, extensions] of [
    ["person", "Trần Minh Quang", "person"],
    ["gone", "Đã thu hồi", "person"],
    ["tsa", "Dấu thời gian", "tsa"],
  ] as const) {
    openssl("req", "-new", ...ec, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", subject(label));
    openssl(
      "ca",
      "-batch",
      "-config",
      "ca.cnf",
      "-utf8",
      "-extensions",
      extensions,
      "-in",
      `${name}.csr`,
      "-out",
      `${name}.pem`,
    );
  }
  openssl("ca", "-config", "ca.cnf", "-revoke", "gone.pem", "-crl_reason", "keyCompromise");
  openssl("ca", "-config", "ca.cnf", "-gencrl", "-out", "crl.pem");
  openssl("crl", "-in", "crl.pem", "-outform", "DER", "-out", "crl.der");
  for (const name of ["ca", "person", "gone", "tsa"])
    openssl("x509", "-in", `${name}.pem`, "-outform", "DER", "-out", `${name}.der`);
  write("data.txt", "Nội dung được ký\n");
  openssl(
    "cms",
    "-sign",
    "-binary",
    "-cades",
    "-md",
    "sha256",
    "-in",
    "data.txt",
    "-signer",
    "person.pem",
    "-inkey",
    "person.key",
    "-certfile",
    "ca.pem",
    "-outform",
    "DER",
    "-out",
    "cms.der",
  );
  openssl("ocsp", "-issuer", "ca.pem", "-cert", "person.pem", "-cert", "gone.pem", "-reqout", "ocsp.req");
  openssl(
    "ocsp",
    "-index",
    "index.txt",
    "-CA",
    "ca.pem",
    "-rsigner",
    "ca.pem",
    "-rkey",
    "ca.key",
    "-reqin",
    "ocsp.req",
    "-respout",
    "ocsp.der",
    "-ndays",
    "5",
  );
  openssl("ts", "-query", "-data", "data.txt", "-sha256", "-out", "tsq.der");
  openssl(
    "ts",
    "-reply",
    "-config",
    "ca.cnf",
    "-section",
    "tsa1",
    "-queryfile",
    "tsq.der",
    "-token_out",
    "-out",
    "tst.der",
  );
});

describe("certificates", () => {
  it("give names in Vietnamese, validity, usages and identifiers", () => {
    const person = parseCertificate(read("person.der"));
    const ca = parseCertificate(read("ca.der"));
    expect(person.subject).toMatchObject({
      commonName: "Trần Minh Quang",
      organisation: "Ủy ban nhân dân xã An Phú",
      text: "CN=Trần Minh Quang, O=Ủy ban nhân dân xã An Phú, C=VN",
    });
    expect(person.serial).toBe("1001");
    expect([...(person.keyUsage ?? [])]).toEqual(["digitalSignature", "nonRepudiation"]);
    expect(person.basicConstraints).toEqual({ ca: false });
    expect(person.subjectAltNames).toEqual(["quang@example.vn"]);
    expect(person.aki).toBe(ca.ski);
    expect(person.notAfter.getTime() - person.notBefore.getTime()).toBe(365 * 86_400_000);
    const printed = openssl("x509", "-in", "person.pem", "-noout", "-fingerprint", "-sha256").toString();
    expect(printed.replaceAll(":", "").toLowerCase()).toContain(person.sha256);
    expect(ca.selfIssued).toBe(true);
  });

  it("are verified against their issuer and nobody else", () => {
    const [person, ca] = [parseCertificate(read("person.der")), parseCertificate(read("ca.der"))];
    expect(verifySignedBy(person, ca)).toBe(true);
    expect(verifySignedBy(ca, ca)).toBe(true);
    expect(verifySignedBy(person, person)).toBe(false);
    const changed = read("person.der");
    changed[changed.length - 3]! ^= 1;
    expect(verifySignedBy(parseCertificate(changed), ca)).toBe(false);
  });
});

describe("revocation", () => {
  it("lists say who is revoked, when and why", () => {
    const crl = parseCrl(read("crl.der"));
    const ca = parseCertificate(read("ca.der"));
    expect(crl.number).toBe(7n);
    expect(crl.issuer.canonical).toBe(ca.subject.canonical);
    expect(crl.entries()).toMatchObject([{ serial: "1002", reason: 1, unknownCritical: false }]);
    expect(crl.nextUpdate!.getTime() - crl.thisUpdate.getTime()).toBe(30 * 86_400_000);
    expect(verifySignature(crl.signatureAlgorithm, ca.publicKey, crl.tbs, crl.signature)).toBe(true);
  });

  it("OCSP answers too", () => {
    const answer = parseOcsp(read("ocsp.der"));
    const [person, gone, ca] = ["person", "gone", "ca"].map((n) => parseCertificate(read(`${n}.der`)));
    expect(answer.responses.map((r) => r.status)).toEqual(["good", "revoked"]);
    expect(answer.responses[1]).toMatchObject({ serial: "1002", reason: 1 });
    expect(speaksOf(answer.responses[0]!, person!, ca!)).toBe(true);
    expect(speaksOf(answer.responses[0]!, gone!, ca!)).toBe(false);
    expect(verifySignature(answer.signatureAlgorithm, ca!.publicKey, answer.tbs, answer.signature)).toBe(true);
  });
});

describe("CMS", () => {
  it("gives signer, attributes and what was signed", () => {
    const data = parseSignedData(read("cms.der"));
    const person = parseCertificate(read("person.der"));
    const [signer] = data.signerInfos;
    expect(data.eContentType).toBe(OID.data);
    expect(data.eContent).toBeUndefined();
    expect(data.certificates).toHaveLength(2);
    expect(signer!.sid).toMatchObject({ serial: "1001" });
    expect(schemeOf(signer!.signatureAlgorithm, signer!.digestAlgorithm.oid)).toEqual({
      family: "ECDSA",
      digest: "sha256",
    });
    const attributes = signer!.signedAttributes!;
    expect(verifySignature(signer!.signatureAlgorithm, person.publicKey, attributes.der, signer!.signature)).toBe(true);
    expect(attributes.der[0]).toBe(0x31);
    const [reference] = essCertificateIdsOf(soleValue(attributes.attributes, OID.signingCertificateV2)!, 2);
    expect(Buffer.from(reference!.hash).toString("hex")).toBe(person.sha256);
  });

  it("in a timestamp gives the time and the digest that was stamped", () => {
    const data = parseSignedData(read("tst.der"));
    expect(data.eContentType).toBe(OID.tstInfo);
    const info = parseTstInfo(data.eContent!);
    const digest = openssl("dgst", "-sha256", "-binary", "data.txt");
    expect(Buffer.compare(info.imprint.hash, digest)).toBe(0);
    expect(Math.abs(info.at.getTime() - Date.now())).toBeLessThan(120_000);
    expect(info.nonce).toBeTypeOf("bigint");
  });
});

describe("whatever the bytes", () => {
  it("an error is one of ours", () => {
    const inputs: [string, (b: Uint8Array) => unknown][] = [
      ["person.der", parseCertificate],
      ["crl.der", (b) => parseCrl(b).entries()],
      ["ocsp.der", parseOcsp],
      ["cms.der", parseSignedData],
      ["tst.der", (b) => parseTstInfo(parseSignedData(b).eContent ?? new Uint8Array())],
    ];
    const originals = inputs.map(([name]) => read(name));
    fc.assert(
      fc.property(
        fc.nat(inputs.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        (which, edits) => {
          const mutant = originals[which]!.slice();
          for (const [at, value] of edits) mutant[at % mutant.length] = value;
          try {
            inputs[which]![1](mutant);
          } catch (error) {
            if (!isVanthuError(error)) throw error;
          }
        },
      ),
      { numRuns: 3000, seed: 20261122 },
    );
  });
});
