import { expect, it } from "vitest";
import { berToDer, der } from "../../shared/asn1/index.ts";
import { dict, name, type PdfDict, type PdfObject, PdfRef, PdfStream, readPdf } from "../../shared/pdf/index.ts";
import { signPdf } from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { update, withEntries } from "./raw-signature.ts";
import { letter, office, SIGNED_AT } from "./support.ts";

/** Lists of revoked certificates of large authorities have several megabytes, each row with its reason. */
const ROW = Buffer.from(
  "302002107b00000000000000000000000000001317 0d3236303130313030303030305a".replace(/ /g, ""),
  "hex",
);

it("a signature in BER that carries a list of 300,000 rows is taken apart in time", () => {
  const reason = Buffer.from("300c300a0603551d1504030a0101", "hex");
  const row = der.sequence(ROW.subarray(2, 20), ROW.subarray(20), reason);
  const rows = Buffer.concat(Array.from({ length: 300_000 }, () => row));
  const list = der.sequence(new Uint8Array(rows));
  const wrapped = Buffer.concat([Buffer.from("3080", "hex"), list, Buffer.from("0000", "hex")]);
  const began = process.cpuUsage();
  const read = berToDer(new Uint8Array(wrapped));
  const { user, system } = process.cpuUsage(began);
  expect(read.length).toBe(wrapped.length);
  expect(Buffer.compare(read.der, der.sequence(list))).toBe(0);
  expect((user + system) / 1000).toBeLessThan(3000);
});

it("evidence of 40 MB in the file does not keep the list that matters from being found", async () => {
  const people = office();
  const { pdf } = await signPdf({ pdf: letter(), signer: people.leader.signer(), role: "leader", at: SIGNED_AT });
  const extended = update(pdf, (file) => {
    const num = file.size;
    const root = (file.trailer.get("Root") as PdfRef).num;
    const large = Array.from({ length: 4 }, () => new PdfStream(dict({}), new Uint8Array(10 * 1024 * 1024).fill(48)));
    const lists = [...large, ...people.authority.crls.map((crl) => new PdfStream(dict({}), crl))];
    return new Map<number, PdfObject>([
      ...lists.map((one, index): [number, PdfObject] => [num + 1 + index, one]),
      [num, dict({ Type: name("DSS"), CRLs: lists.map((_, index) => new PdfRef(num + 1 + index)) })],
      [root, withEntries(file.get(root) as PdfDict, { DSS: new PdfRef(num) })],
    ]);
  });
  expect(readPdf(extended).revisions.length).toBeGreaterThan(1);
  const { verdict, signatures } = verifyPdf(extended, { trust: people.trust });
  expect([verdict, signatures[0]!.revocation.status]).toEqual(["TOTAL_PASSED", "good"]);
});
