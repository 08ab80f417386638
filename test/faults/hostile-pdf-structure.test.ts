import { expect, it } from "vitest";
import { mutateStructure } from "./signatures.ts";

/** `npm run fuzz:signatures -- --kind structure` goes on for longer. */
const SECONDS = 5;

it(`${SECONDS} seconds of signed documents with tokens and objects exchanged: none passes, none crashes`, async () => {
  const seed = Date.now() % 1_000_000_000;
  console.log(`structure: seed ${seed}`);
  const { mutants, passed, verdicts } = await mutateStructure({ seed, seconds: SECONDS });
  console.log(`structure: ${mutants} files, ${JSON.stringify(verdicts)}`);
  expect(passed).toEqual([]);
  expect(mutants).toBeGreaterThan(20);
}, 60_000);
