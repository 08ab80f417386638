import { expect, it } from "vitest";
import { mutateAppended, mutateLength, mutateStructure } from "./signatures.ts";

/** `npm run fuzz:signatures -- --kind structure` (length, append) goes on for longer. */
const SECONDS = 3;

it(`${SECONDS} seconds of signed documents with tokens and objects exchanged: none passes, none crashes`, async () => {
  const seed = Date.now() % 1_000_000_000;
  console.log(`structure: seed ${seed}`);
  const { mutants, passed, verdicts } = await mutateStructure({ seed, seconds: SECONDS });
  console.log(`structure: ${mutants} files, ${JSON.stringify(verdicts)}`);
  expect(passed).toEqual([]);
  expect(mutants).toBeGreaterThan(20);
}, 60_000);

for (const [what, mutate] of [
  ["bytes put in and taken out", mutateLength],
  ["updates of objects edited at random", mutateAppended],
] as const)
  it(`${SECONDS} seconds of signed documents with ${what}: none passes that shows anything else, none crashes`, async () => {
    // The same in every run; `npm run fuzz:signatures` looks further.
    const seed = 362_356_485;
    const { mutants, passed, harmless, verdicts } = await mutate({ seed, seconds: SECONDS });
    console.log(`${what}: seed ${seed}, ${mutants} files, ${harmless} harmless, ${JSON.stringify(verdicts)}`);
    expect(passed).toEqual([]);
    expect(mutants).toBeGreaterThan(5);
  }, 60_000);
