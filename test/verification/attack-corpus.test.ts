import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyPdf } from "../../shared/verification/index.ts";
import { type Attack, type AttackBase, attackBase } from "./attacks/base.ts";
import { crossReferenceGames, universalForgery, wrapping } from "./attacks/byte-games.ts";
import { evilComments, fieldGames, sharedResources, strayAndOdd } from "./attacks/later-research.ts";
import { evilAnnotations, incrementalSaving, shadows, sneakySignatures } from "./attacks/object-games.ts";
import { coverGames, looksOfFields, readerGames, twoParts } from "./attacks/twofold-games.ts";

describe("the attack corpus", () => {
  let base: AttackBase;
  let attacks: Attack[];
  beforeAll(async () => {
    base = await attackBase();
    attacks = [
      ...universalForgery(base),
      ...wrapping(base),
      ...crossReferenceGames(base),
      ...incrementalSaving(base),
      ...evilAnnotations(base),
      ...sneakySignatures(base),
      ...(await shadows(base)),
      ...(await sharedResources(base)),
      ...(await evilComments(base)),
      ...(await strayAndOdd(base)),
      ...(await fieldGames(base)),
      ...(await twoParts(base)),
      ...(await coverGames(base)),
      ...(await readerGames(base)),
      ...(await looksOfFields(base)),
    ];
  });

  it("starts from documents that pass", () => {
    for (const pdf of [base.sealed, base.sealedStream, base.certified, base.other])
      expect(verifyPdf(pdf, base.options()).verdict).toBe("TOTAL_PASSED");
  });

  it("has at least 60 files, all different, none the document it started from", () => {
    expect(attacks.length).toBeGreaterThanOrEqual(60);
    const seen = new Set([base.sealed, base.sealedStream, base.certified, base.other].map((one) => key(one)));
    for (const { name, bytes } of attacks) {
      expect(seen.has(key(bytes)), name).toBe(false);
      seen.add(key(bytes));
    }
    expect(new Set(attacks.map((one) => one.name)).size).toBe(attacks.length);
  });

  it("passes in none of them", () => {
    const passed = attacks.filter(({ bytes }) => verifyPdf(bytes, base.options()).verdict === "TOTAL_PASSED");
    expect(passed.map((one) => one.name)).toEqual([]);
  });

  it("is an attack: an independent reader calls signatures of many of them valid", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-attacks-"));
    try {
      let fooled = 0;
      for (const [index, { bytes }] of attacks.entries()) {
        const file = path.join(folder, `${index}.pdf`);
        writeFileSync(file, bytes);
        try {
          const said = execFileSync("pdfsig", ["-nocert", file], { stdio: ["ignore", "pipe", "ignore"] }).toString();
          const verdicts = [...said.matchAll(/Signature Validation: (.+)/g)].map((match) => match[1]);
          if (verdicts.length > 0 && verdicts.every((verdict) => verdict === "Signature is Valid.")) fooled += 1;
        } catch {
          // No signature found, or the file not read: not fooled.
        }
      }
      expect(fooled).toBeGreaterThan(20);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

const key = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
