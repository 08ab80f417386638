import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkArchive, packDossier } from "../../shared/dossiers/index.ts";
import { openPackage, writeZip, type ZipPart } from "../../shared/opc/index.ts";
import { sampleDossier } from "./sample-dossier.ts";

const { input } = sampleDossier();
const made = packDossier(input);

/** The package unpacked, something done to its files, packed again. */
function changed(how: (files: Map<string, Uint8Array>) => void): Uint8Array {
  const zip = openPackage(made.bytes);
  const files = new Map(zip.names.map((name) => [name, zip.bytes(name)!]));
  how(files);
  return writeZip([...files].map(([name, bytes]): ZipPart => [name, bytes]));
}
const codes = (bytes: Uint8Array) => checkArchive(bytes).faults.map(({ code }) => code);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (content: string) => new TextEncoder().encode(content);

describe("archive package of a dossier (TT 05/2025/TT-BNV: METS, EAD, PREMIS)", () => {
  it("is accepted by its own checker, with the dossier it describes", () => {
    const check = checkArchive(made.bytes);
    expect(check.faults).toEqual([]);
    expect(check).toMatchObject({
      sound: true,
      objectId: made.objectId,
      kind: "SIP_hoso",
      sha256: made.sha256,
      dossier: { code: "H98.40.2026.03.NLN", title: input.dossier.title, retention: "20 năm", documents: 3, pages: 12 },
    });
    expect(check.files.every(({ covered }) => covered)).toBe(true);
    expect(check.files.length).toBe(made.files);
  });

  it("has the same bytes whenever it is made, and another id for other content", () => {
    expect(Buffer.compare(packDossier(input).bytes, made.bytes)).toBe(0);
    const other = packDossier({ ...input, dossier: { ...input.dossier, note: "đã rà soát" } });
    expect(other.objectId).not.toBe(made.objectId);
    const aip = packDossier({ ...input, kind: "AIP_hoso", fonds: "H98.40" });
    expect(aip.objectId).toMatch(/^urn:H98\.40:uuid:/);
    expect(checkArchive(aip.bytes).faults).toEqual([]);
  });

  it("holds every file byte for byte, laid out and named as the circular says; unzip, sha256sum and xmllint agree", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-archive-"));
    try {
      const zip = path.join(folder, made.name);
      writeFileSync(zip, made.bytes);
      expect(execFileSync("unzip", ["-t", zip], { encoding: "utf8" })).toContain("No errors detected");
      execFileSync("unzip", ["-q", zip, "-d", folder]);
      const names = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile() && !one.name.endsWith(".zip"))
        .map((one) => path.relative(folder, path.join(one.parentPath, one.name)));
      const root = made.name.replace(/\.zip$/, "");
      const data = `${root}/representations/rep1/data/H98.40.2026.03.NLN`;
      for (const name of [
        `${root}/METS.xml`,
        `${root}/metadata/descriptive/EAD.xml`,
        `${root}/metadata/preservation/PREMIS.xml`,
        `${root}/representations/rep1/METS.xml`,
        `${root}/representations/rep1/metadata/descriptive/EAD_doc_0000001.xml`,
        `${root}/representations/rep1/metadata/preservation/PREMIS_rep1.xml`,
        `${data}.0000001.pdf`,
        `${data}.0000002.pdf`,
        `${data}.0000002_1.xlsx`,
        `${data}.0000003.pdf`,
      ])
        expect(names).toContain(name);
      // In the order in which they came to be (Phụ lục VI Phần I.III.4.g).
      expect(readFileSync(path.join(folder, `${data}.0000001.pdf`), "utf8")).toBe("%PDF-1.7 a");
      const mets = readFileSync(path.join(folder, root, "representations/rep1/METS.xml"), "utf8");
      const premis = readFileSync(
        path.join(folder, root, "representations/rep1/metadata/preservation/PREMIS_rep1.xml"),
        "utf8",
      );
      for (const name of names.filter((one) => one.includes("/data/"))) {
        const sum = (program: string) =>
          execFileSync(program, [path.join(folder, name)], { encoding: "utf8" }).split(" ")[0]!;
        expect(mets).toContain(sum("sha256sum"));
        expect(premis).toContain(sum("sha256sum"));
        expect(premis).toContain(sum("sha512sum"));
      }
      execFileSync("xmllint", [
        "--noout",
        ...names.filter((one) => one.endsWith(".xml")).map((one) => path.join(folder, one)),
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("finds every changed file", () => {
    for (const name of openPackage(made.bytes).names) {
      const bytes = changed((files) => {
        const held = Uint8Array.from(files.get(name)!);
        held[held.length - 3] = held[held.length - 3]! ^ 1;
        files.set(name, held);
      });
      expect(checkArchive(bytes).sound, name).toBe(false);
    }
  });

  it("finds every missing file, and every added one", () => {
    for (const name of openPackage(made.bytes).names)
      expect(checkArchive(changed((files) => files.delete(name))).sound, name).toBe(false);
    const root = made.name.replace(/\.zip$/, "");
    for (const place of ["them.pdf", "documentation/them.pdf", "representations/rep1/data/them.pdf"])
      expect(codes(changed((files) => files.set(`${root}/${place}`, bytesOf("x"))))).toEqual(["FILE_ADDED"]);
  });

  it("finds broken references, also where the checksums around them were made to fit", () => {
    const root = made.name.replace(/\.zip$/, "");
    const premis = `${root}/representations/rep1/metadata/preservation/PREMIS_rep1.xml`;
    const mets = `${root}/representations/rep1/METS.xml`;
    const refit = (files: Map<string, Uint8Array>, file: string, from: string, to: string, holder: string) => {
      const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
      const before = files.get(file)!;
      const after = bytesOf(text(before).replace(from, to));
      expect(after.length).toBe(before.length);
      files.set(file, after);
      files.set(holder, bytesOf(text(files.get(holder)!).replaceAll(sum(before), sum(after))));
    };
    const found = codes(changed((files) => refit(files, premis, ">agent-2<", ">agent-9<", mets)));
    // The event's agent is gone, and the METS around changed with it.
    expect(found).toContain("REFERENCE_BROKEN");
    expect(found).toContain("FILE_CHANGED");
    const ids = codes(
      changed((files) => files.set(mets, bytesOf(text(files.get(mets)!).replace(/FILEID="file-/, 'FILEID="fill-')))),
    );
    expect(ids).toContain("REFERENCE_BROKEN");
    // Everything made to fit up to the outermost METS: its id no longer follows from its content.
    const outer = codes(
      changed((files) => {
        const ead = `${root}/metadata/descriptive/EAD.xml`;
        refit(files, ead, "mắc ca năm 2026", "mắc ca năm 2020", `${root}/METS.xml`);
      }),
    );
    expect(outer).toEqual(["ID_WRONG"]);
  });

  it("does not fall for hostile packages: bombs, names that lead out, two files of one name, documents with entities, rubbish", () => {
    const root = made.name.replace(/\.zip$/, "");
    expect(codes(bytesOf("khong phai zip"))).toEqual(["PACKAGE_UNREADABLE"]);
    expect(codes(made.bytes.subarray(0, made.bytes.length - 30))).toEqual(["PACKAGE_UNREADABLE"]);
    expect(codes(writeZip([[`${root}/METS.xml`, new Uint8Array(8 * 1024 * 1024)]]))).toEqual(["PACKAGE_UNREADABLE"]);
    expect(codes(changed((files) => files.set("../ngoai.pdf", bytesOf("x"))))).toContain("NAME_UNSAFE");
    expect(codes(changed((files) => files.set(`${root}/mets.XML`, bytesOf("x"))))).toContain("NAME_TWICE");
    const twice = writeZip([
      [`${root}/METS.xml`, bytesOf("<mets/>")],
      [`${root}/METS.xml`, bytesOf("<mets/>")],
    ]);
    expect(codes(twice)).toEqual(["PACKAGE_UNREADABLE"]);
    const entities = changed((files) =>
      files.set(`${root}/METS.xml`, bytesOf('<!DOCTYPE mets [<!ENTITY a "b">]><mets>&a;</mets>')),
    );
    expect(codes(entities)).toContain("XML_BROKEN");
    const deep = changed((files) => files.set(`${root}/METS.xml`, bytesOf("<a>".repeat(100_000))));
    expect(codes(deep)).toContain("XML_BROKEN");
    const outside = changed((files) => {
      const mets = text(files.get(`${root}/METS.xml`)!).replace(
        "representations/rep1/METS.xml",
        "../../../../etc/passwd.xml",
      );
      files.set(`${root}/METS.xml`, bytesOf(mets));
    });
    expect(codes(outside)).toContain("FILE_MISSING");
    expect(codes(Buffer.concat([Buffer.from("PK\u0003\u0004 rac"), made.bytes]))).not.toEqual([]);
    // Something hidden between the entries, which the directory does not name.
    const view = Buffer.from(made.bytes);
    const start = view.readUInt32LE(view.length - 6);
    const hidden = Buffer.concat([view.subarray(0, start), Buffer.from("giau o day"), view.subarray(start)]);
    hidden.writeUInt32LE(start + 10, hidden.length - 6);
    expect(codes(hidden)).toEqual(["HIDDEN_DATA"]);
  });

  it("reads a file once, however often a METS or PREMIS of a stranger names it", () => {
    const root = made.name.replace(/\.zip$/, "");
    const premis = `${root}/representations/rep1/metadata/preservation/PREMIS_rep1.xml`;
    const many = changed((files) => {
      const held = text(files.get(premis)!);
      const object = /<object xsi:type="file">[\s\S]*?<\/object>/.exec(held)![0];
      const data = [...files.keys()].find((name) => name.includes("/data/"))!;
      files.set(
        data,
        new Uint8Array(4 * 1024 * 1024).map((_, at) => (at * 2654435761) >>> 13),
      );
      files.set(premis, bytesOf(held.replace(object, object.repeat(3000))));
    });
    const start = process.cpuUsage();
    expect(checkArchive(many).sound).toBe(false);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(4);
  });

  it("does not call a file changed whose PREMIS only has a digest of another kind", () => {
    const root = made.name.replace(/\.zip$/, "");
    const premis = `${root}/representations/rep1/metadata/preservation/PREMIS_rep1.xml`;
    const other = changed((files) => files.set(premis, bytesOf(text(files.get(premis)!).replaceAll("SHA-512", "MD5"))));
    const { faults } = checkArchive(other);
    expect(faults.filter(({ message }) => message.includes("PREMIS")).map(({ where }) => where)).toEqual([]);
  });

  it("says of every byte flipped in the whole ZIP either that it is unsound, or that every file is as it was", () => {
    const files = checkArchive(made.bytes).files;
    for (let at = 0; at < made.bytes.length; at += 97) {
      const bytes = Uint8Array.from(made.bytes);
      bytes[at] = bytes[at]! ^ 0x20;
      const check = checkArchive(bytes);
      if (check.sound) expect(check.files, String(at)).toEqual(files);
    }
  });

  it("refuses to pack what no longer fits its name", () => {
    const bytes = new Map(input.bytes);
    bytes.set([...bytes.keys()][0]!, bytesOf("khác"));
    expect(() => packDossier({ ...input, bytes })).toThrow(expect.objectContaining({ code: "FILE_DAMAGED" }));
  });
});
