import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { renderDocx } from "../../shared/docx/index.ts";
import { packEdxml, unpackEdxml } from "../../shared/exchange/index.ts";
import { createTestAuthority, fillFields, layFields, openPkcs12, signPdf } from "../../shared/signing/index.ts";
import { importTable } from "../../shared/tasks/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { samplePacket } from "../exchange/sample-packet.ts";
import { appendixOf, planOf, planOfPages, programmeOf } from "./inputs.ts";
import { coldLibreOffice, type WarmLibreOffice } from "./libreoffice.ts";
import type { Contender, Row } from "./measure.ts";
import { taskRows } from "./rows-tasks.ts";
import { plainKey, refuseUnsigned, signingPeers } from "./signers.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PASSWORD = "thu-nghiem";
const AT = new Date("2026-11-22T02:00:00Z");

/** What the rows need from outside: a folder for files, LibreOffice if there is one. */
export interface BenchSetting {
  folder: string;
  warm: WarmLibreOffice | undefined;
  /** Leave out what takes minutes. */
  quick: boolean;
}

/** A row that is made only when it is run: some inputs take a while to make. */
export interface PlannedRow {
  name: string;
  make: () => Row | Promise<Row>;
}

/** Every row, in the order of the straight line. */
export function plannedRows(setting: BenchSetting): PlannedRow[] {
  return [
    { name: "import", make: importRow },
    { name: "compose", make: composeRow },
    {
      name: "typeset-13-pages",
      make: () =>
        typesetRow(setting, "typeset-13-pages", planOfPages(13).docx, "kế hoạch 13 trang", 15, { target: 40 }),
    },
    {
      name: "typeset-200-rows",
      make: () => typesetRow(setting, "typeset-200-rows", appendixOf(200), "phụ lục 200 hàng", 10),
    },
    ...(setting.quick
      ? []
      : [
          {
            name: "typeset-5000-rows",
            make: () =>
              typesetRow(setting, "typeset-5000-rows", appendixOf(5000), "phụ lục 5.000 hàng", 3, {
                target: 1500,
                peerRuns: 1,
              }),
          },
        ]),
    { name: "sign", make: signRow },
    { name: "number-and-seal", make: sealRow },
    { name: "verify", make: verifyRow },
    { name: "edxml-pack", make: packRow },
    { name: "edxml-unpack", make: unpackRow },
    { name: "demo", make: () => demoRow(setting) },
    ...taskRows(),
  ];
}

function importRow(): Row {
  const bytes = readFileSync(path.join(ROOT, "samples/files/nhiem-vu.xlsx"));
  return {
    name: "import",
    unit: "ms",
    input: "nhiem-vu.xlsx, 28 nhiệm vụ",
    ours: { name: "vanthu", run: () => importTable({ name: "nhiem-vu.xlsx", bytes }) },
    peers: [],
    runs: 20,
  };
}

function composeRow(): Row {
  const programme = programmeOf(28);
  return {
    name: "compose",
    unit: "ms",
    input: "kế hoạch và phụ lục từ 28 nhiệm vụ, 12 chỉ tiêu, thành DOCX",
    ours: { name: "vanthu", run: () => renderDocx(planOf(programme)) },
    peers: [],
    runs: 20,
  };
}

function typesetRow(
  { folder, warm }: BenchSetting,
  name: string,
  docx: Uint8Array,
  what: string,
  runs: number,
  more: { target?: number; peerRuns?: number } = {},
): Row {
  const file = path.join(folder, `${name}.docx`);
  writeFileSync(file, docx);
  const { pages } = typeset(docx);
  const peers: Contender[] = [];
  if (warm !== undefined) {
    const cold = coldLibreOffice();
    peers.push({ name: "LibreOffice, started for each file", runs: more.peerRuns ?? 3, run: () => cold(file) });
    peers.push({
      name: "LibreOffice, warm listener",
      runs: more.peerRuns ?? runs,
      run: () => {},
      timed: () => warm.convert(file, path.join(folder, `${name}.lo.pdf`)),
    });
  }
  const { target } = more;
  return {
    name,
    unit: "ms",
    input: `${what}, ${pages} trang, ${Math.round(docx.length / 1024)} KB`,
    ours: { name: "vanthu", run: () => typeset(docx) },
    peers,
    runs,
    ...(target === undefined ? {} : { target }),
  };
}

/** A plan with its fields laid, a leader and a seal that can sign, and who vouches for them. */
function signingCase() {
  const authority = createTestAuthority();
  const leader = authority.issueCertificate({
    commonName: "Trần Minh Nguyệt",
    organisation: "UBND tỉnh Hương Giang",
    kind: "person",
  });
  const seal = authority.issueCertificate({
    commonName: "UBND tỉnh Hương Giang",
    organisation: "UBND tỉnh Hương Giang",
    kind: "organisation",
  });
  // Untagged, so with a cross-reference table: @signpdf cannot read the streams that tagged files have.
  const { pdf, anchors, pages } = typeset(renderDocx(planOf(programmeOf(28))).docx, { conformance: "PDF/A-2b" });
  return {
    pdf,
    pages,
    anchors,
    laid: layFields(pdf, anchors),
    leader: openPkcs12(leader.toPkcs12(PASSWORD), PASSWORD),
    seal: openPkcs12(seal.toPkcs12(PASSWORD), PASSWORD),
    trust: [{ certificate: authority.root, scope: "thử nghiệm", source: "bench" }],
    crls: authority.crls,
  };
}

const FIELDS = { SoVanBan: "32", NgayBanHanh: "22", ThangBanHanh: "11", NamBanHanh: "2026" };

async function signRow(): Promise<Row> {
  const { pdf, pages } = signingCase();
  const key = plainKey(PASSWORD);
  const signer = openPkcs12(key.p12, PASSWORD);
  // Without anchors and fields the signature is invisible, as the peers' are.
  const ours: Contender = {
    name: "vanthu",
    run: () => signPdf({ pdf, signer, role: "leader", at: AT }).then((signed) => signed.pdf),
  };
  const peers = await signingPeers(pdf, key);
  for (const contender of [ours, ...peers]) refuseUnsigned(contender.name, (await contender.run()) as Uint8Array);
  return {
    name: "sign",
    unit: "ms",
    input: `PDF ${pages} trang, ${Math.round(pdf.length / 1024)} KB; một chữ ký không hiện hình, ${signer.algorithm}, RSA 2048`,
    ours,
    peers,
    runs: 25,
  };
}

async function sealRow(): Promise<Row> {
  const { laid, anchors, leader, seal } = signingCase();
  const signed = await signPdf({ pdf: laid, signer: leader, role: "leader", at: AT, anchors });
  return {
    name: "number-and-seal",
    unit: "ms",
    input: "điền số và ngày vào văn bản đã ký, rồi đóng dấu (hiện hình)",
    ours: {
      name: "vanthu",
      run: () => signPdf({ pdf: fillFields(signed.pdf, FIELDS), signer: seal, role: "seal", at: AT }),
    },
    peers: [],
    runs: 15,
  };
}

/** A finished document: leader, number, seal. */
async function issued() {
  const one = signingCase();
  const signed = await signPdf({ pdf: one.laid, signer: one.leader, role: "leader", at: AT, anchors: one.anchors });
  const sealed = await signPdf({ pdf: fillFields(signed.pdf, FIELDS), signer: one.seal, role: "seal", at: AT });
  return { ...one, issued: sealed.pdf };
}

async function verifyRow(): Promise<Row> {
  const { issued: pdf, trust, crls, pages } = await issued();
  const verdict = verifyPdf(pdf, { trust, crls, at: AT });
  if (verdict.verdict !== "TOTAL_PASSED") throw new Error(`the bench's own document is not valid: ${verdict.summary}`);
  return {
    name: "verify",
    unit: "ms",
    input: `PDF ${pages} trang, ${Math.round(pdf.length / 1024)} KB, hai chữ ký, ba lần cập nhật`,
    ours: { name: "vanthu", run: () => verifyPdf(pdf, { trust, crls, at: AT }) },
    peers: [],
    runs: 15,
  };
}

async function packetWithDocument() {
  const { issued: pdf } = await issued();
  return samplePacket({
    attachments: [{ name: "ke-hoach.pdf", description: "Văn bản chính", contentType: "application/pdf", bytes: pdf }],
  });
}

async function packRow(): Promise<Row> {
  const packet = await packetWithDocument();
  return {
    name: "edxml-pack",
    unit: "ms",
    input: `một tệp PDF ${Math.round(packet.attachments[0]!.bytes.length / 1024)} KB`,
    ours: { name: "vanthu", run: () => packEdxml(packet) },
    peers: [],
    runs: 25,
  };
}

async function unpackRow(): Promise<Row> {
  const packed = packEdxml(await packetWithDocument());
  return {
    name: "edxml-unpack",
    unit: "ms",
    input: `gói ${Math.round(packed.length / 1024)} KB`,
    ours: { name: "vanthu", run: () => unpackEdxml(packed) },
    peers: [],
    runs: 25,
  };
}

function demoRow({ folder }: BenchSetting): Row {
  const out = mkdtempSync(path.join(folder, "demo-"));
  const run = () => {
    rmSync(out, { recursive: true, force: true });
    execFileSync(process.execPath, [path.join(ROOT, "functions/cli/vanthu.mjs"), "demo", "--out", out], {
      stdio: "pipe",
      cwd: tmpdir(),
    });
  };
  return {
    name: "demo",
    unit: "ms",
    input: "vanthu demo: cả quá trình, từ khởi động đến văn bản được nơi nhận kiểm tra",
    ours: { name: "vanthu", run },
    peers: [],
    runs: 3,
    // Issue 2, "Proof": at most ten seconds on two cores.
    target: 10_000,
    floor: 10_000,
  };
}
