import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { homeFolder } from "../../shared/home/index.ts";

/** Name of the ready-made script, beside the bundled program or in its home folder. */
const OFFLINE_SCRIPT = "offline-check.js";

let found: Promise<string> | undefined;

/**
 * The offline page's script: ready-made where the program runs from a bundle (one machine: beside it; a Lambda function: in `/var/task`),
 * bundled now where it runs from its sources.
 */
export function offlineScript(): Promise<string> {
  found ??= load().catch((error) => {
    found = undefined;
    throw error;
  });
  return found;
}

async function load(): Promise<string> {
  for (const folder of [path.dirname(fileURLToPath(import.meta.url)), homeFolder()]) {
    const file = path.join(folder, OFFLINE_SCRIPT);
    if (existsSync(file)) return readFileSync(file, "utf8");
  }
  const { buildOfflineScript } = await import("./build.ts");
  return buildOfflineScript();
}
