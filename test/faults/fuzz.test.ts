import { expect, it } from "vitest";
import { fuzz } from "./fuzz.ts";

/** `npm run fuzz` goes on for longer. */
const SECONDS = 5;

it(`${SECONDS} seconds of Word files and workbooks changed at random end in a PDF, findings, tasks or an error with a code`, async () => {
  const seed = Date.now() % 1_000_000_000;
  console.log(`fuzz: seeds from ${seed}`);
  const { cases, ends, faults } = await fuzz({ seed, seconds: SECONDS });
  console.log(`fuzz: ${cases} files, ${JSON.stringify(ends)}`);
  expect(faults).toEqual([]);
  expect(cases).toBeGreaterThan(10);
  for (const end of ["PDF", "findings"]) expect(ends[end] ?? 0, end).toBeGreaterThan(0);
});
