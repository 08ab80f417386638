import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { openEvidence } from "../../shared/evidence/index.ts";
import { unpackEdxml } from "../../shared/exchange/index.ts";
import { openPackage } from "../../shared/opc/index.ts";
import { issueDocument, type OfficeFixture, openFixture, SAMPLE_LETTER } from "../amendments/amendment-office.ts";
import { PASSWORD } from "../office/office-fixture.ts";

/** The container of a document with an appendix that was sent and received: everything there is about it, for years. */
describe("the evidence container of a document with an appendix that was sent", () => {
  let fixture: OfficeFixture;
  let bytes: Uint8Array;
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-evidence-"));

  beforeAll(async () => {
    fixture = await openFixture();
    const { office, drafter, clerk, sender, receiver } = fixture;
    const sample = sampleProgramme(sender.id);
    const made = await office.programmes.create(drafter, { title: sample.title, period: sample.period });
    const first = await office.programmes.save(drafter, { ...sample, id: made.id, revision: made.revision }, "Lập");
    const plan = await issueDocument(
      fixture,
      await office.documents.draftPlan(drafter, {
        programmeId: made.id,
        subject: "Thực hiện nhiệm vụ",
        notation: "KH-UBND",
        opening: "Mở đầu.",
        purpose: "Mục đích.",
        requirements: "Yêu cầu.",
        implementation: "Tổ chức.",
        recipients: ["Lưu: VT"],
        signature: SAMPLE_LETTER.signature,
      }),
    );
    await office.programmes.save(
      drafter,
      { ...sampleRevision(sender.id), id: made.id, revision: first.revision },
      { why: "Sau phiên họp" },
    );
    const issued = await issueDocument(
      fixture,
      await office.amendments.draft(drafter, {
        programmeId: made.id,
        documentId: plan.id,
        letter: SAMPLE_LETTER,
        appendixTitle: "Danh mục",
        left: ["t1"],
      }),
    );
    const { rev } = await office.documents.get(clerk, issued.id);
    await office.documents.send(clerk, issued.id, rev, [receiver.id]);
    await office.deliver();
    const [incoming] = await office.incoming.list(fixture.receivingClerk);
    expect(incoming).toBeDefined();
    await office.deliver();
    ({ bytes } = await office.evidence(clerk, issued.id, { password: PASSWORD }));
    writeFileSync(path.join(folder, "goi.asice"), bytes);
  }, 60_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await fixture?.close();
  });

  it("holds document, appendix, packet, receipts, revocation evidence and report, all of them covered and in order", async () => {
    const { trust } = await fixture.office.keys.trust();
    const check = openEvidence(bytes, { trust });
    expect([check.verdict.verdict, check.faults]).toEqual(["TOTAL_PASSED", []]);
    const names = check.files.map(({ name }) => name);
    for (const kind of [
      /^van-ban\/.+\.pdf$/,
      /^phu-luc\/.+\.pdf$/,
      /^goi-tin\/.+\.edxml$/,
      /^bien-nhan\/.+\.json$/,
      /\.crl$/,
      /^bao-cao\/.+\.pdf$/,
      /^bao-cao\/.+\.json$/,
    ])
      expect(names.filter((name) => kind.test(name)).length, `${kind} in ${names.join(", ")}`).toBeGreaterThan(0);
    expect(check.files.every(({ covered }) => covered)).toBe(true);
    const signed = check.files.filter(({ name }) => /^(van-ban|phu-luc)\//.test(name));
    expect(signed.map(({ verdict }) => verdict?.verdict)).toEqual(signed.map(() => "TOTAL_PASSED"));
  });

  it("its packet carries the very files that lie beside it, its receipts say when the receiver took them", () => {
    const zip = openPackage(bytes);
    const packet = zip.bytes(zip.names.find((name) => name.endsWith(".edxml"))!)!;
    const unpacked = unpackEdxml(packet, {});
    if (unpacked.kind !== "document") throw new Error("no document packet");
    const beside = zip.names.filter((name) => /^(van-ban|phu-luc)\//.test(name)).map((name) => hash(zip.bytes(name)!));
    expect(unpacked.packet.attachments.map((one) => hash(one.bytes)).sort()).toEqual(beside.sort());
    const receipts = JSON.parse(Buffer.from(zip.bytes("bien-nhan/gui-nhan.json")!).toString()) as {
      packet: string;
      packetSha256: string;
      state: string;
    }[];
    expect(receipts).toHaveLength(1);
    expect(zip.names).toContain(receipts[0]!.packet);
    expect(receipts[0]!.packetSha256).toBe(hash(packet));
  });

  it("passes offline 25 years later, and fails when packet or receipt was exchanged", async () => {
    const { trust } = await fixture.office.keys.trust();
    const far = openEvidence(bytes, { trust, at: new Date(Date.now() + 25 * 365.25 * 86_400_000) });
    expect([far.verdict.verdict, far.verdict.summary]).toEqual(["TOTAL_PASSED", expect.any(String)]);
    for (const part of ["goi-tin/", "bien-nhan/", "phu-luc/"]) {
      const name = openPackage(bytes).names.find((one) => one.startsWith(part))!;
      const changed = path.join(folder, "doi.asice");
      writeFileSync(changed, bytes);
      execFileSync(
        "/usr/bin/python3",
        [
          "-c",
          "import sys,zipfile;a=zipfile.ZipFile(sys.argv[1]);p=[(i,a.read(i)) for i in a.infolist()];a.close();z=zipfile.ZipFile(sys.argv[1],'w')\nfor i,b in p: z.writestr(i,b.replace(b'a',b'e',1) if i.filename==sys.argv[2] else b)\nz.close()",
          changed,
          name,
        ],
        { stdio: "pipe" },
      );
      const { readFileSync } = await import("node:fs");
      const found = openEvidence(new Uint8Array(readFileSync(changed)), { trust });
      expect(found.verdict.verdict, name).toBe("TOTAL_FAILED");
      expect(found.faults.map(({ code, where }) => [code, where])).toContainEqual(["FILE_CHANGED", name]);
    }
  });

  it("is what unzip, openssl and sha256sum say it is", async () => {
    const run = (program: string, ...args: string[]) =>
      execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    run("unzip", "-q", "-o", "goi.asice", "-d", "mo");
    const manifest = path.join(folder, "mo/META-INF/ASiCManifest001.xml");
    const stated = run(
      "/usr/bin/python3",
      "-c",
      "import sys,base64,urllib.parse,xml.etree.ElementTree as E\nfor r in E.parse(sys.argv[1]).getroot().iter():\n  if r.tag.endswith('DataObjectReference'):\n    d=[x.text for x in r if x.tag.endswith('DigestValue')][0]\n    print(base64.b64decode(d).hex()+'  mo/'+urllib.parse.unquote(r.get('URI')))",
      manifest,
    );
    expect(stated.trim().split("\n").length).toBeGreaterThan(5);
    writeFileSync(path.join(folder, "bang.sha256"), stated);
    expect(run("sha256sum", "-c", "bang.sha256")).not.toMatch(/FAILED/);
    const { trust } = await fixture.office.keys.trust();
    writeFileSync(path.join(folder, "root.der"), trust[0]!.certificate);
    run("openssl", "x509", "-in", "root.der", "-inform", "DER", "-out", "root.pem");
    run(
      "openssl",
      "cms",
      "-verify",
      "-cades",
      "-binary",
      "-content",
      manifest,
      "-inform",
      "DER",
      "-in",
      "mo/META-INF/signature001.p7s",
      "-CAfile",
      "root.pem",
      "-purpose",
      "any",
      "-out",
      "out.xml",
    );
  });
});

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
