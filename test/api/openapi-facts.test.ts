import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FACTS } from "../../functions/api/openapi-facts.ts";
import { readFacts } from "./openapi/facts.ts";
import { openService, type TestService } from "./service.ts";

let service: TestService;
beforeAll(() => {
  service = openService();
});
afterAll(() => service.close());

/** `VANTHU_WRITE=1 vitest run test/api/openapi-facts.test.ts` writes the file anew. */
const FILE = path.resolve(import.meta.dirname, "../../functions/api/openapi-facts.ts");

describe("what the description of the API takes from the source code", () => {
  it("is what the source code says today", () => {
    const { faults, ...facts } = readFacts(service);
    if (process.env.VANTHU_WRITE) writeFileSync(FILE, written(facts));
    else expect(FACTS, "VANTHU_WRITE=1 vitest run test/api/openapi-facts.test.ts").toEqual(facts);
    expect(faults, "answers that are no JSON").toEqual([]);
  }, 240_000);
});

function written(facts: object): string {
  return `import type { CodeFacts } from "./openapi-model.ts";

/**
 * Shapes of answers, rights and errors of routes as the source code has them. Written by the program:
 * \`VANTHU_WRITE=1 vitest run test/api/openapi-facts.test.ts\`; the same test says when it is behind.
 */
// biome-ignore format: written by a program, a line a thing
export const FACTS: CodeFacts = {
${Object.entries(facts)
  .map(
    ([name, part]) =>
      `${name}: {\n${Object.entries(part as object)
        .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`)
        .join("\n")}\n},`,
  )
  .join("\n")}
};
`;
}
