import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { openLedger } from "../../shared/records/index.ts";
import type { RecordStore } from "../../shared/storage/index.ts";

/** How many processes, clerks in each, documents of each clerk. */
export interface Crowd {
  processes: number;
  clerks: number;
  documents: number;
}

/** Lets many clerks in many processes number documents in one series, all from the same moment on. @param store as `ledger-workers.ts` takes it */
export async function numberAtOnce(
  store: string,
  series: string,
  { processes, clerks, documents }: Crowd,
): Promise<void> {
  const program = fileURLToPath(new URL("./ledger-workers.ts", import.meta.url));
  const children = Array.from({ length: processes }, (_, index) =>
    spawn(process.execPath, [program, store, series, String(clerks), String(documents), `p${index}`], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  await Promise.all(children.map((child) => once(child.stdout, "data")));
  for (const child of children) child.stdin.write("go\n");
  const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
  expect(new Set(codes)).toEqual(new Set([0]));
}

/** No gap, no repeat, and every document carries its own number. */
export async function expectSound(store: RecordStore, series: string, count: number): Promise<void> {
  const check = await openLedger(store).check(series);
  expect(check).toMatchObject({ last: count, counts: { reserved: count }, gaps: [], repeats: [], sound: true });
  const { items } = await store.query<{ number: number }>("văn bản");
  const numbers = items.map((item) => item.data.number).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: count }, (_, i) => i + 1));
}
