import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { berToDer } from "../../shared/asn1/index.ts";
import {
  appendUpdate,
  dict,
  name,
  type PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
  readPdf,
  textString,
  writePdf,
} from "../../shared/pdf/index.ts";
import { layFields } from "../../shared/signing/index.ts";
import { describeVerdict, verifyPdf } from "../../shared/verification/index.ts";
import { OpenSsl } from "./openssl.ts";
import { signRaw, text, update, withEntries } from "./raw-signature.ts";
import { ANCHORS, issue, letter, office } from "./support.ts";

const people = office();
let sealed: Uint8Array;
let holes: [number, number][];
beforeAll(async () => {
  sealed = (await issue(people)).sealed;
  const file = readPdf(sealed);
  holes = [];
  for (const match of Buffer.from(sealed)
    .toString("latin1")
    .matchAll(/\/Contents <[0-9A-Fa-f]{200,}>/g)) {
    holes.push([match.index + 10, match.index + match[0].length]);
  }
  expect(file.revisions.length).toBe(5);
  expect(holes).toHaveLength(2);
});

const verdictOf = (bytes: Uint8Array) => verifyPdf(bytes, people.options()).verdict;
const inHole = (at: number) => holes.some(([from, to]) => at > from && at < to - 1);

describe("the bytes of a signed file", () => {
  it("cannot be changed anywhere outside the signatures", () => {
    const step = 41;
    for (let at = 0; at < sealed.length; at += step) {
      if (inHole(at)) continue;
      const mutant = sealed.slice();
      mutant[at]! ^= 1 << (at % 8);
      expect(verdictOf(mutant), `byte ${at}`).not.toBe("TOTAL_PASSED");
    }
  });

  it("cannot be changed where the signer's own part of the signature stands", () => {
    for (const [from, to] of holes) {
      const { length } = berToDer(
        Buffer.from(Buffer.from(sealed.subarray(from + 1, to - 1)).toString("latin1"), "hex"),
      );
      // The SignerInfo is the last part of the CMS; before it stand certificates, which nobody signed into this file.
      for (let at = from + 1 + 2 * (length - 250); at < from + 1 + 2 * length; at += 9) {
        const mutant = sealed.slice();
        mutant[at] = mutant[at] === 0x30 ? 0x31 : 0x30;
        expect(verdictOf(mutant), `byte ${at}`).not.toBe("TOTAL_PASSED");
      }
    }
  });

  it("are not cut, lengthened or wrapped", () => {
    for (const cut of [1, 7, 60, 500, 3000]) {
      expect(verdictOf(sealed.subarray(0, sealed.length - cut)), `cut ${cut}`).not.toBe("TOTAL_PASSED");
    }
    for (const tail of ["x", "\n%comment", "1 0 obj null endobj", "\nstartxref\n0\n%%EOF\n"]) {
      expect(verdictOf(Buffer.concat([sealed, Buffer.from(tail)])), tail).not.toBe("TOTAL_PASSED");
    }
    expect(verdictOf(Buffer.concat([Buffer.from("\n"), sealed]))).toBe("UNREADABLE");
  });

  it("whatever is done to them gives a verdict and never an error", () => {
    const piece = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom("set", "cut", "copy"),
      value: fc.nat({ max: 255 }),
      length: fc.nat({ max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (edits) => {
        let bytes = Buffer.from(sealed);
        for (const { at, kind, value, length } of edits) {
          const pos = at % bytes.length;
          if (kind === "set") bytes[pos] = value;
          else if (kind === "cut") bytes = Buffer.concat([bytes.subarray(0, pos), bytes.subarray(pos + length)]);
          else
            bytes = Buffer.concat([
              bytes.subarray(0, pos),
              bytes.subarray(Math.max(0, pos - length), pos),
              bytes.subarray(pos),
            ]);
          if (bytes.length === 0) return;
        }
        const verdict = verifyPdf(bytes, people.options());
        if (verdict.verdict !== "TOTAL_PASSED") return;
        // Passing is only right when nothing outside the signatures' digits changed.
        expect(bytes.length).toBe(sealed.length);
        for (let i = 0; i < bytes.length; i++) if (bytes[i] !== sealed[i]) expect(inHole(i), `byte ${i}`).toBe(true);
      }),
      { numRuns: 250, seed: 20261122 },
    );
  });

  it("nonsense too", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        expect(verdictOf(noise)).toBe("UNREADABLE");
        expect(["UNREADABLE", "NO_SIGNATURE"]).toContain(verdictOf(Buffer.concat([Buffer.from("%PDF-1.7\n"), noise])));
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});

describe("what a signature says it covers", () => {
  const signed = (byteRange: (r: [number, number, number, number]) => number[]) =>
    verifyPdf(
      signRaw(letter(), {
        field: "Ky",
        subFilter: "ETSI.CAdES.detached",
        cms: () => Uint8Array.of(0x30, 0),
        byteRange,
      }),
      people.options(),
    ).signatures[0];

  it("must be the whole file around the signature and nothing else", () => {
    const games: Record<string, (r: [number, number, number, number]) => number[]> = {
      "starts later": ([, a, b, c]) => [10, a - 10, b, c],
      "gap wider before": ([z, a, b, c]) => [z, a - 40, b, c],
      "gap wider after": ([z, a, b, c]) => [z, a, b + 40, c - 40],
      "ends early": ([z, a, b, c]) => [z, a, b, c - 30],
      overlaps: ([z, a, , c]) => [z, a, a - 20, c],
      "beyond the file": ([z, a, b, c]) => [z, a, b, c + 100],
      negative: ([z, a, b, c]) => [z, a, b, -c],
      "three numbers": ([z, a, b]) => [z, a, b],
      "six numbers": ([z, a, b, c]) => [z, a, b, c, 5, 5],
      fractions: ([z, a, b, c]) => [z, a + 0.5, b, c],
    };
    for (const [label, game] of Object.entries(games)) {
      const verdict = signed(game);
      expect(verdict?.indication, label).toBe("TOTAL_FAILED");
      expect(verdict?.subIndication, label).toBe("FORMAT_FAILURE");
      expect(verdict?.reasons[0]?.code, label).toBe("BYTE_RANGE_INVALID");
      expect(verdict?.coverage, label).toBe("partial");
    }
  });

  it("does not reach over to another signature's bytes", () => {
    // Both signatures exchanged: each then sits in a range that was not its own.
    const [first, second] = holes as [[number, number], [number, number]];
    const swapped = sealed.slice();
    const length = Math.min(first[1] - first[0], second[1] - second[0]);
    swapped.set(sealed.subarray(second[0], second[0] + length - 1), first[0]);
    swapped.set(sealed.subarray(first[0], first[0] + length - 1), second[0]);
    const verdict = verifyPdf(swapped, people.options());
    expect(verdict.verdict).toBe("TOTAL_FAILED");
    expect(verdict.signatures.every((s) => s.indication === "TOTAL_FAILED")).toBe(true);
  });

  it("is not fooled by data hidden behind the signature", () => {
    const [from, to] = holes[1]!;
    const hidden = sealed.slice();
    hidden[to - 4] = 0x41;
    expect(from).toBeLessThan(to);
    const verdict = verifyPdf(hidden, people.options());
    expect(verdict.verdict).toBe("INDETERMINATE");
    expect(verdict.signatures[1]?.reasons.map((r) => r.code)).toContain("PADDING_NOT_ZERO");
  });

  it("ends where a saving of the file ended: an older view pasted on top is a change", () => {
    // A later update whose chain skips the sealed revision.
    const file = readPdf(sealed);
    const old = file.at(1);
    const { bytes } = appendUpdate(old, { objects: new Map([[5, old.get(5)]]) });
    const forged = Buffer.concat([sealed, bytes.subarray(old.bytes.length)]);
    expect(verdictOf(forged)).not.toBe("TOTAL_PASSED");
  });
});

describe("later signatures as a disguise", () => {
  const openssl = new OpenSsl();
  const day = 86_400_000;
  let tsa: Uint8Array;
  beforeAll(() => {
    const usage = ["extendedKeyUsage=critical,timeStamping", "keyUsage=critical,digitalSignature"];
    tsa = openssl.certificate("tsa", ["-newkey", "rsa:2048"], usage);
  });
  const options = () => ({
    ...people.options(),
    trust: [...people.trust, { certificate: tsa, scope: "nội bộ", source: "bài kiểm thử" }],
    at: new Date(Date.now() + day),
  });
  const stamp = (pdf: Uint8Array, widget: Record<string, PdfObject> = {}) =>
    signRaw(pdf, {
      field: "DauThoiGian",
      type: "DocTimeStamp",
      subFilter: "ETSI.RFC3161",
      cms: (d) => openssl.timestamp("tsa", d),
      widget,
    });

  it("a timestamp of the file is welcome, unless it paints over the page or acts", () => {
    const plain = verifyPdf(stamp(sealed), options());
    expect(plain.verdict, plain.summary).toBe("TOTAL_PASSED");
    expect(plain.signatures.map((s) => s.timeSource)).toEqual(Array(3).fill("document-timestamp"));
    expect(plain.signatures[1]).toMatchObject({ level: "B-T", changesAfter: "lta" });

    const look = new PdfStream(
      dict({ Subtype: name("Form"), BBox: [0, 0, 30, 16] }),
      Buffer.from("1 g 0 0 30 16 re f"),
    );
    const prepared = update(sealed, (file) => new Map([[file.size, look]]));
    const AP = dict({ N: new PdfRef(readPdf(sealed).size) });
    const painted = verifyPdf(stamp(prepared, { Rect: [100, 800, 130, 816], AP }), options());
    expect(painted.verdict).toBe("TOTAL_FAILED");

    const script = dict({ S: name("JavaScript"), JS: textString("1") });
    for (const acting of [{ AA: dict({ PO: script }) }, { A: script }] as Record<string, PdfObject>[])
      expect(verifyPdf(stamp(sealed, acting), options()).verdict).toBe("TOTAL_FAILED");
  });

  it("a stranger's signature on top leaves the file unproven and says whose it is", () => {
    const stranger = openssl.certificate("stranger", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    expect(stranger.length).toBeGreaterThan(0);
    const pdf = signRaw(sealed, {
      field: "ConDauCoQuan2",
      subFilter: "ETSI.CAdES.detached",
      cms: (d) => openssl.cms("stranger", d, "-cades", "-md", "sha256"),
    });
    const verdict = verifyPdf(pdf, options());
    expect(verdict.verdict).toBe("INDETERMINATE");
    expect(verdict.signatures.map((s) => s.indication)).toEqual(["TOTAL_PASSED", "TOTAL_PASSED", "INDETERMINATE"]);
    expect(verdict.signatures[2]?.signer.commonName).toBe("Nguoi ky");
  });

  it("a field for a signature that is never made is a change", () => {
    const pdf = update(sealed, (file) => {
      const form = file.catalog.get("AcroForm") as PdfRef;
      const page = file.get(3) as PdfDict;
      const widget = dict({
        Type: name("Annot"),
        Subtype: name("Widget"),
        FT: name("Sig"),
        T: textString("Trong"),
        Rect: [0, 0, 9, 9],
        P: new PdfRef(3),
      });
      return new Map<number, PdfObject>([
        [file.size, widget],
        [3, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
        [
          form.num,
          withEntries(file.get(form) as PdfDict, {
            Fields: [...file.array(file.dict(form)?.get("Fields")), new PdfRef(file.size)],
          }),
        ],
      ]);
    });
    expect(verifyPdf(pdf, options()).verdict).toBe("TOTAL_FAILED");
  });
});

describe("certification", () => {
  const openssl = new OpenSsl();
  let signer: Uint8Array;
  beforeAll(() => {
    signer = openssl.certificate("ky", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
  });
  const certified = (pdf: Uint8Array, params: string) =>
    signRaw(pdf, {
      field: "Ky",
      subFilter: "ETSI.CAdES.detached",
      entries: `/Reference [${params}]`,
      cms: (d) => openssl.cms("ky", d, "-cades", "-md", "sha256"),
    });
  const verify = (pdf: Uint8Array) =>
    verifyPdf(pdf, {
      trust: [{ certificate: signer, scope: "nội bộ", source: "bài kiểm thử" }],
      at: new Date(Date.now() + 86_400_000),
    });
  const docMdp = (p: number) => `<</TransformMethod /DocMDP /TransformParams <</P ${p} /V /1.2>>>>`;
  const fieldMdp = (action: string, fields = "") =>
    `<</TransformMethod /FieldMDP /TransformParams <</Action /${action} ${fields} /V /1.2>>>>`;
  const laid = layFields(letter(), ANCHORS);

  it("with DocMDP 1 forbids filling in and signing, with 2 annotating, with 3 nothing of these", () => {
    const note = (pdf: Uint8Array) =>
      update(pdf, (file) => {
        const page = file.get(3) as PdfDict;
        const annotation = dict({
          Type: name("Annot"),
          Subtype: name("Text"),
          Rect: [9, 9, 29, 29],
          Contents: textString("Đã đọc"),
        });
        return new Map<number, PdfObject>([
          [file.size, annotation],
          [3, withEntries(page, { Annots: [...file.array(page.get("Annots")), new PdfRef(file.size)] })],
        ]);
      });
    const outcomes = [1, 2, 3].map((p) => {
      const pdf = certified(laid, docMdp(p));
      expect(verify(pdf).verdict, `P ${p}`).toBe("TOTAL_PASSED");
      expect(verify(pdf).signatures[0]?.role).toBe("leader");
      const again = signRaw(pdf, {
        field: "Ky2",
        subFilter: "ETSI.CAdES.detached",
        cms: (d) => openssl.cms("ky", d, "-cades", "-md", "sha256"),
      });
      return [valueSet(pdf, "SoVanBan"), again, note(pdf)].map((b) => verify(b).verdict === "TOTAL_PASSED");
    });
    expect(outcomes).toEqual([
      [false, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });

  it("with FieldMDP forbids changing the fields it names, or all but those", () => {
    const passes = (lock: string, field: string) =>
      verify(valueSet(certified(laid, lock), field)).verdict === "TOTAL_PASSED";
    const named = "/Fields [(SoVanBan)]";
    expect(passes(fieldMdp("Include", named), "SoVanBan")).toBe(false);
    expect(passes(fieldMdp("Include", named), "NgayBanHanh")).toBe(true);
    expect(passes(fieldMdp("Exclude", named), "SoVanBan")).toBe(true);
    expect(passes(fieldMdp("Exclude", named), "NgayBanHanh")).toBe(false);
    expect(passes(fieldMdp("All"), "NgayBanHanh")).toBe(false);
  });

  function valueSet(pdf: Uint8Array, field: string): Uint8Array {
    return update(pdf, (file) => {
      const fields = file.array(file.dict(file.catalog.get("AcroForm"))?.get("Fields")) as PdfRef[];
      const ref = fields.find((r) => text(file.dict(r)?.get("T") ?? null) === `(${field})`)!;
      return new Map([[ref.num, withEntries(file.get(ref) as PdfDict, { V: textString("1") })]]);
    });
  }
});

describe("cost", () => {
  it("stays bounded for a file saved hundreds of times", () => {
    let bytes = sealed;
    for (let i = 0; i < 400; i++) {
      const info = dict({ Title: textString(`Lần ${i}`) });
      bytes = appendUpdate(readPdf(bytes), { objects: new Map([[8, info]]) }).bytes;
    }
    const started = performance.now();
    const verdict = verifyPdf(bytes, people.options());
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(verdict.verdict).toBe("TOTAL_PASSED");
    expect(verdict.signatures.at(-1)?.changesAfter).toBe("metadata");
  });

  it("of comparing a large file over and over ends in refusal, not in waiting", () => {
    const count = 4000;
    const objects = new Map<number, PdfObject>([
      [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
      [
        2,
        dict({
          Type: name("Pages"),
          Kids: Array.from({ length: count }, (_, i) => new PdfRef(i + 3)),
          Count: count,
          MediaBox: [0, 0, 9, 9],
        }),
      ],
    ]);
    for (let i = 0; i < count; i++) objects.set(i + 3, dict({ Type: name("Page"), Parent: new PdfRef(2) }));
    let bytes = signRaw(writePdf({ objects, root: 1, id: new Uint8Array(16) }), {
      field: "Ky",
      subFilter: "ETSI.CAdES.detached",
      cms: () => Uint8Array.of(0x30, 0),
    });
    for (let i = 0; i < 200; i++) bytes = appendUpdate(readPdf(bytes), { objects: new Map([[count + 50, i]]) }).bytes;
    const started = process.cpuUsage();
    const verdict = verifyPdf(bytes, people.options());
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(20_000);
    expect(verdict.signatures[0]?.reasons.map((r) => r.code)).toContain("CHANGES_UNREADABLE");
  });
});

describe("files that cannot be judged", () => {
  it("encrypted ones are told so", () => {
    const openssl = new OpenSsl();
    openssl.file("plain.pdf", letter());
    openssl.qpdf("--encrypt", "", "chu", "256", "--", "plain.pdf", "locked.pdf");
    const verdict = verifyPdf(openssl.read("locked.pdf"), people.options());
    expect(verdict.verdict).toBe("UNREADABLE");
    expect(verdict.summary).toMatch(/mã hóa/);
  });

  it("are told with the signatures that they seem to hold, each unchecked, and never as proof", () => {
    for (const broken of [
      Buffer.concat([Buffer.from("\n"), sealed]),
      sealed.subarray(0, sealed.length - 40),
      Buffer.concat([sealed, Buffer.from("rac")]),
    ]) {
      const verdict = verifyPdf(broken, people.options());
      expect(verdict.verdict).toBe("UNREADABLE");
      expect(verdict.signatures.map((one) => one.signer.commonName)).toEqual([
        "Trần Minh Quang",
        "Ủy ban nhân dân xã An Phú",
      ]);
      for (const one of verdict.signatures) {
        expect(one).toMatchObject({ indication: "INDETERMINATE", intact: false, trusted: false });
        expect(one.reasons.map(({ code }) => code)).toEqual(["ONLY_SEEN"]);
      }
      expect(describeVerdict(verdict)).toMatch(/KHÔNG ĐỌC ĐƯỢC[\s\S]*Chỉ để tham khảo/);
    }
    const many = Buffer.from(`%PDF-1.7\n${"/ByteRange [0 9 9 9] /Contents <00>".repeat(100_000)}`);
    expect(verifyPdf(many, people.options()).signatures.length).toBeLessThanOrEqual(64);
  });
});
