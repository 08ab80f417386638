import { expect, it } from "vitest";
import { fuzz } from "./fuzz.ts";

/** `npm run fuzz` goes on for longer. By files, not by time: a busy machine must try as many. */
const FILES = 20;

it(`${FILES} Word files and workbooks changed at random end in a PDF, findings, tasks or an error with a code`, async () => {
  const seed = Date.now() % 1_000_000_000;
  console.log(`fuzz: seeds from ${seed}`);
  const { cases, ends, faults } = await fuzz({ seed, seconds: 50, count: FILES });
  console.log(`fuzz: ${cases} files, ${JSON.stringify(ends)}`);
  expect(faults).toEqual([]);
  expect(cases).toBe(FILES);
  for (const end of ["PDF", "findings"]) expect(ends[end] ?? 0, end).toBeGreaterThan(0);
});
