import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { berToDer } from "../../shared/asn1/index.ts";
import { appendUpdate, readPdf } from "../../shared/pdf/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { signRaw } from "./raw-signature.ts";
import { issue, letter, office } from "./support.ts";

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
