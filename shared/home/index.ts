import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

let found: string | undefined;

/**
 * Folder that holds what the program reads at run time beside its code (`templates/`, `samples/`, package.json): the project's root when run
 * from source or from `dist/`, `VANTHU_ROOT` where the code is packed elsewhere (a Lambda function's `/var/task`).
 */
export function homeFolder(): string {
  if (found !== undefined) return found;
  const configured = process.env.VANTHU_ROOT;
  if (configured) {
    found = configured;
    return found;
  }
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!isHome(folder) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  found = folder;
  return found;
}

function isHome(folder: string): boolean {
  const file = path.join(folder, "package.json");
  return existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "vanthu";
}

/** Version of the program, from its package.json. */
export function programVersion(): string {
  return (JSON.parse(readFileSync(path.join(homeFolder(), "package.json"), "utf8")) as { version: string }).version;
}
