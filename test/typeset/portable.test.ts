import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deflate } from "../../shared/typeset/write/deflate.ts";
import { sampleData } from "./deflate-data.ts";
import { here, portableDocuments, portableFolder } from "./portable-bundle.ts";

/** The Nodes of this machine by their major version. */
function nodes(): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of [
    path.dirname(process.execPath),
    ...(process.env.PATH ?? "").split(path.delimiter),
    "/usr/bin",
  ]) {
    const file = path.join(folder, "node");
    if (!existsSync(file)) continue;
    const version = execFileSync(file, ["-p", "process.versions.node.split('.')[0]"], { encoding: "utf8" }).trim();
    if (!found.has(version)) found.set(version, file);
  }
  return found;
}

describe("the same document gives the same bytes", () => {
  let folder: { folder: string; drop(): void };
  let expected: Record<string, string>;
  beforeAll(async () => {
    folder = await portableFolder();
    expected = Object.fromEntries(
      [...portableDocuments()].map(([name, docx]) => [name, createHash("sha256").update(here(docx)).digest("hex")]),
    );
  });
  afterAll(() => folder.drop());

  const run = (node: string, ...more: string[]): unknown =>
    JSON.parse(execFileSync(node, [path.join(folder.folder, "run.mjs"), ...more], { encoding: "utf8" }));

  it("whenever it is made", () => {
    for (const [name, docx] of portableDocuments())
      expect(createHash("sha256").update(here(docx)).digest("hex"), name).toBe(expected[name]);
  });

  const known = nodes();
  for (const version of ["20", "22", "24"]) {
    const node = known.get(version);
    it.skipIf(node === undefined)(`on Node ${version}${node === undefined ? " (not on this machine)" : ""}`, () => {
      expect(run(node!)).toEqual(expected);
    });
  }

  it("without anything of Node's own", () => {
    expect(run(process.execPath, "bare")).toEqual(expected);
  });
});

describe("deflate", () => {
  it("is what every zlib reads, for any data, and does not depend on what was packed before", () => {
    for (const data of sampleData()) {
      const packed = deflate(data);
      expect(Buffer.compare(inflateSync(packed), data)).toBe(0);
      deflate(new Uint8Array(1000).fill(data.length & 255));
      expect(Buffer.compare(deflate(data), packed)).toBe(0);
    }
  });
});
