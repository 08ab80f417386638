import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isEvidenceContainer, openEvidence, packEvidence } from "../../shared/evidence/index.ts";
import { openPackage, writeZip, type ZipPart } from "../../shared/opc/index.ts";
import { contents, officeWithServices } from "./support.ts";

const people = officeWithServices();
const { trust, timestamp, revocation } = people;
const FAR = new Date(Date.now() + 30 * 365.25 * 86_400_000);
let bytes: Uint8Array;
let level: string;
let missing: string[];
let files: Awaited<ReturnType<typeof contents>>;

beforeAll(async () => {
  files = await contents(people);
  ({ bytes, level, missing } = await packEvidence({
    files,
    signer: people.seal.signer(),
    at: new Date(),
    timestamp,
    revocation,
  }));
});

/** The container with its entries changed. */
function changed(change: (parts: ZipPart[]) => ZipPart[]): Uint8Array {
  const zip = openPackage(bytes);
  const parts = zip.names.map(
    (name): ZipPart => (name === "mimetype" ? [name, zip.bytes(name)!, "stored"] : [name, zip.bytes(name)!]),
  );
  return writeZip(change(parts));
}

const codes = (container: Uint8Array) => openEvidence(container, { trust }).faults.map(({ code }) => code);

describe("an evidence container (ASiC-E with CAdES, ETSI EN 319 162-1)", () => {
  it("verifies by itself, with no network, when it was just made", () => {
    const check = openEvidence(bytes, { trust });
    expect(missing).toEqual([]);
    expect(level).toBe("B-LTA");
    expect(check.faults).toEqual([]);
    expect(check.verdict.summary).toContain("Hợp lệ");
    expect(check.verdict.verdict).toBe("TOTAL_PASSED");
    expect(check.verdict.signatures.map(({ kind, level: reached }) => [kind, reached])).toEqual([
      ["signature", "B-LTA"],
      ["document-timestamp", "none"],
    ]);
    for (const { name, bytes: given } of files) {
      const found = check.files.find((one) => one.name === name)!;
      expect(Buffer.compare(found.bytes, given)).toBe(0);
      expect(found.covered).toBe(true);
    }
  });

  it("verifies years later, when all certificates have expired and nobody answers any more", () => {
    const check = openEvidence(bytes, { trust, at: FAR });
    expect(check.verdict.summary).toContain("Hợp lệ");
    expect(check.verdict.verdict).toBe("TOTAL_PASSED");
    const document = check.files[0]!.verdict!;
    expect(document.signatures.map(({ indication, timeSource }) => [indication, timeSource])).toEqual([
      ["TOTAL_PASSED", "container"],
      ["TOTAL_PASSED", "container"],
    ]);
    // What is true for then is not true for now.
    expect(document.signatures[0]!.now).toMatchObject({ valid: "no", reasons: [{ code: "NOW_EXPIRED" }] });
  });

  it("shows why the container is needed: the same document alone cannot be judged then", async () => {
    const { verifyPdf } = await import("../../shared/verification/index.ts");
    const alone = verifyPdf(files[0]!.bytes, { trust, crls: people.authority.crls, at: FAR });
    expect(alone.verdict).toBe("INDETERMINATE");
  });

  it("without a timestamp proves no time", async () => {
    const plain = await packEvidence({ files, signer: people.seal.signer(), at: new Date(), revocation });
    expect(plain.level).toBe("B-B");
    const now = openEvidence(plain.bytes, { trust });
    expect([now.verdict.verdict, now.provenAt]).toEqual(["TOTAL_PASSED", undefined]);
    expect(openEvidence(plain.bytes, { trust, at: FAR }).verdict.verdict).toBe("INDETERMINATE");
  });

  it("is trusted only by those who trust its signers", () => {
    expect(openEvidence(bytes, { trust: [] }).verdict.verdict).toBe("INDETERMINATE");
    expect(openEvidence(bytes, { trust: officeWithServices().trust }).verdict.verdict).toBe("INDETERMINATE");
  });

  it("fails when a file is changed, added, taken away, renamed or put twice", () => {
    const other = new TextEncoder().encode("khác");
    expect(
      codes(changed((parts) => parts.map(([name, held, how]) => [name, name === files[2]!.name ? other : held, how]))),
    ).toEqual(["FILE_CHANGED"]);
    expect(codes(changed((parts) => [...parts, ["them.pdf", files[0]!.bytes]]))).toEqual(["FILE_NOT_NAMED"]);
    expect(codes(changed((parts) => [...parts, ["META-INF/them.xml", other]]))).toEqual(["FILE_NOT_NAMED"]);
    expect(codes(changed((parts) => parts.filter(([name]) => name !== files[1]!.name)))).toContain("FILE_MISSING");
    expect(
      codes(
        changed((parts) =>
          parts.map(([name, held, how]) => [name === files[2]!.name ? "doi-ten.json" : name, held, how]),
        ),
      ),
    ).toEqual(expect.arrayContaining(["FILE_MISSING", "FILE_NOT_NAMED"]));
    expect(codes(changed((parts) => [...parts, ["VAN-BAN/32-kh-ubnd.pdf", files[0]!.bytes]]))).toContain("NAME_TWICE");
    for (const evil of ["../ra-ngoai.pdf", "/etc/passwd", "C:\\x.pdf", "a/../../b", "con.txt", "x\u0000.pdf"])
      expect(codes(changed((parts) => [...parts, [evil, other]])), evil).toContain("NAME_UNSAFE");
    for (const container of [
      changed((parts) => parts.filter(([name]) => !name.endsWith(".p7s"))),
      changed((parts) => parts.filter(([name]) => !name.startsWith("META-INF/"))),
      changed((parts) => parts.filter(([name]) => name !== "mimetype")),
      changed((parts) =>
        parts.map(([name, held, how]) => [
          name,
          name.endsWith("ASiCManifest001.xml") ? Buffer.concat([held, Buffer.from(" ")]) : held,
          how,
        ]),
      ),
    ])
      expect(openEvidence(container, { trust }).verdict.verdict).not.toBe("TOTAL_PASSED");
  });

  it("fails when a signed document in it was changed before it was packed", async () => {
    const tampered = files[0]!.bytes.slice();
    tampered[Buffer.from(tampered).indexOf("trien khai")] = 0x54;
    const packed = await packEvidence({
      files: [{ ...files[0]!, bytes: tampered }],
      signer: people.seal.signer(),
      at: new Date(),
    });
    const check = openEvidence(packed.bytes, { trust, crls: people.authority.crls });
    expect(check.faults).toEqual([]);
    expect(check.verdict.verdict).toBe("TOTAL_FAILED");
    expect(check.verdict.summary).toContain("32-KH-UBND.pdf");
  });

  it("never passes with any byte changed, and never crashes", () => {
    for (let at = 0; at < bytes.length; at += 211) {
      const mutant = bytes.slice();
      mutant[at]! ^= 1 << (at % 8);
      const { verdict, files: read } = openEvidence(mutant, { trust });
      if (verdict.verdict !== "TOTAL_PASSED") continue;
      // Bytes between the entries and their dates say nothing; what is read out is what was put in.
      for (const { name, bytes: given } of files)
        expect(Buffer.compare(read.find((one) => one.name === name)!.bytes, given), `byte ${at}`).toBe(0);
    }
    expect(openEvidence(new Uint8Array(), { trust }).verdict.verdict).toBe("UNREADABLE");
    expect(openEvidence(bytes.subarray(0, 5000), { trust }).verdict.verdict).toBe("UNREADABLE");
    expect(isEvidenceContainer(bytes)).toBe(true);
  });

  it("packed once more, years later, lasts longer: what is inside is judged as of the new proof", async () => {
    const outer = await packEvidence({
      files: [{ name: "goi-cu.asice", mime: "application/vnd.etsi.asic-e+zip", bytes }],
      signer: people.seal.signer(),
      at: new Date(),
      timestamp,
      revocation,
    });
    const check = openEvidence(outer.bytes, { trust, at: FAR });
    expect(check.verdict.summary).toContain("Hợp lệ");
    expect(check.files[0]!.verdict!.verdict).toBe("TOTAL_PASSED");
    const spoilt = await packEvidence({
      files: [
        {
          name: "goi-cu.asice",
          mime: "application/vnd.etsi.asic-e+zip",
          bytes: changed((parts) => [...parts, ["x.txt", bytes.subarray(0, 3)]]),
        },
      ],
      signer: people.seal.signer(),
      at: new Date(),
    });
    expect(openEvidence(spoilt.bytes, { trust, crls: people.authority.crls }).verdict.verdict).toBe("TOTAL_FAILED");
  });

  it("refuses names that would lie outside, before anything is signed", async () => {
    for (const name of ["../x.pdf", "META-INF/x.xml", "mimetype", "a//b", ""])
      await expect(
        packEvidence({ files: [{ ...files[0]!, name }], signer: people.seal.signer(), at: new Date() }),
      ).rejects.toMatchObject({ code: "EVIDENCE_NAME" });
  });
});

describe("independent programs on an evidence container", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-evidence-"));
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
  const part = (name: string, bytesOf: Uint8Array) => {
    writeFileSync(path.join(folder, name), bytesOf);
    return name;
  };

  beforeAll(() => {
    part("goi.asice", bytes);
    part("root.der", people.authority.root);
    part("issuing.der", people.authority.issuing);
    const zip = openPackage(bytes);
    for (const name of ["ASiCManifest001.xml", "signature001.p7s", "ASiCArchiveManifest001.xml", "timestamp001.tst"])
      part(name, zip.bytes(`META-INF/${name}`)!);
    run("openssl", "x509", "-in", "root.der", "-inform", "DER", "-out", "root.pem");
    run("openssl", "x509", "-in", "issuing.der", "-inform", "DER", "-out", "issuing.pem");
  });

  it("unzip finds it sound, and the media type first and stored", () => {
    expect(run("unzip", "-t", "goi.asice")).toContain("No errors detected");
    expect(run("unzip", "-Zv", "goi.asice").split("Central directory entry #2")[0]).toMatch(
      /compression method:\s+none \(stored\)/,
    );
    expect(readFileSync(path.join(folder, "goi.asice")).subarray(30, 69).toString("latin1")).toBe(
      "mimetypeapplication/vnd.etsi.asic-e+zip",
    );
    expect(run("file", "goi.asice")).toMatch(/ASiC|Zip|vnd\.etsi/i);
  });

  it("xmllint finds the manifests well formed", () => {
    run("xmllint", "--noout", "ASiCManifest001.xml", "ASiCArchiveManifest001.xml");
    expect(
      run("xmllint", "--xpath", "count(//*[local-name()='DataObjectReference'])", "ASiCManifest001.xml").trim(),
    ).toMatch(/^\d+$/);
  });

  it("openssl verifies the CAdES signature over the manifest", () => {
    run(
      "openssl",
      "cms",
      "-verify",
      "-cades",
      "-binary",
      "-content",
      "ASiCManifest001.xml",
      "-inform",
      "DER",
      "-in",
      "signature001.p7s",
      "-CAfile",
      "root.pem",
      "-purpose",
      "any",
      "-out",
      "out.xml",
    );
    expect(() =>
      run(
        "openssl",
        "cms",
        "-verify",
        "-cades",
        "-binary",
        "-content",
        "ASiCArchiveManifest001.xml",
        "-inform",
        "DER",
        "-in",
        "signature001.p7s",
        "-CAfile",
        "root.pem",
        "-purpose",
        "any",
        "-out",
        "out.xml",
      ),
    ).toThrow();
  });

  it("openssl verifies the archive timestamp", () => {
    const said = run(
      "openssl",
      "ts",
      "-verify",
      "-data",
      "ASiCArchiveManifest001.xml",
      "-in",
      "timestamp001.tst",
      "-token_in",
      "-CAfile",
      "root.pem",
      "-untrusted",
      "issuing.pem",
    );
    expect(said).toContain("Verification: OK");
  });
});
