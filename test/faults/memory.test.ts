import { expect, it } from "vitest";
import { ALLOWED_MB, measureMemory } from "./memory.ts";

it("200 documents in one process leave no memory behind", async () => {
  const { early, late } = await measureMemory(200);
  expect(late - early).toBeLessThan(ALLOWED_MB);
});
