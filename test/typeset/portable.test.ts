import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deflate } from "../../shared/typeset/write/deflate.ts";
import { sampleData } from "./deflate-data.ts";
import { here, portableDocuments, portableFolder } from "./portable-bundle.ts";

/** Where `test/run` unpacks the Nodes that this machine lacks (other-nodes.sh). */
const FETCHED = path.resolve(import.meta.dirname, "../.cache/nodes");

/** A Node of another kind, or why there is none: of this machine, or fetched. */
function otherNode(name: "node20" | "node22" | "node24" | "node24-arm64"): { program?: string; why: string } {
  const folders = [path.dirname(process.execPath), ...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin"];
  for (const folder of [path.join(FETCHED, name, "bin"), ...folders]) {
    const program = path.join(folder, "node");
    if (!existsSync(program)) continue;
    // Its processor as it sees it: qemu runs what this one cannot.
    const asked = spawnSync(program, ["-p", "'node' + parseInt(process.versions.node) + '-' + process.arch"]);
    const said = String(asked.stdout ?? "").trim();
    if (said === name || (said.startsWith(`${name}-`) && !name.includes("-"))) return { program, why: "" };
  }
  const reason = path.join(FETCHED, `${name}.why`);
  return { why: existsSync(reason) ? readFileSync(reason, "utf8").trim() : "test/run brings it" };
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

  for (const [name, title] of [
    ["node20", "Node 20"],
    ["node22", "Node 22"],
    ["node24", "Node 24"],
    ["node24-arm64", "Node 24 for arm64"],
  ] as const) {
    const { program, why } = otherNode(name);
    it.skipIf(program === undefined)(
      `on ${title}${why === "" ? "" : ` (left out: ${why})`}`,
      () => {
        expect(run(program!)).toEqual(expected);
        // Under qemu a minute is little where others want the processor as well.
      },
      300_000,
    );
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
