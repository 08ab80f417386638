import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";

/**
 * Who may import whom, and how the house is kept. Arrows point down the straight line: tasks, documents, DOCX, PDF, signatures, packets; the office joins
 * them up; functions run it.
 */
const ROOT = path.resolve(import.meta.dirname, "..");

/** Rooms that anybody may enter: they know nothing of the office's business. */
const BASE = ["errors", "opc", "pdf", "asn1", "home"];

/** What each room of shared/ may enter besides the base rooms. "types": only `import type`. */
const ARROWS: Record<string, string[]> = {
  errors: [],
  home: [],
  opc: [],
  pdf: [],
  asn1: [],
  storage: [],
  calendar: ["storage"],
  charts: ["typeset"],
  tasks: ["storage", "calendar"],
  reports: ["tasks", "calendar", "documents", "format", "charts", "typeset"],
  format: ["documents (types)"],
  documents: ["tasks", "format", "storage", "charts (types)"],
  records: ["storage", "calendar", "documents (types)", "format"],
  amendments: ["tasks", "documents", "format"],
  docx: ["documents", "format", "charts"],
  typeset: [],
  lint: ["format", "typeset", "documents (types)"],
  word: ["amendments", "documents", "docx", "format", "lint", "typeset"],
  bounded: ["typeset", "lint", "tasks", "docx", "word", "calendar", "copies", "dossiers", "documents (types)"],
  signing: ["typeset (types)"],
  verification: [],
  evidence: ["signing", "verification", "typeset"],
  copies: ["documents", "docx", "format", "signing", "typeset"],
  "key-holders": ["signing", "storage", "verification"],
  dossiers: ["calendar"],
  exchange: ["storage"],
  access: ["storage", "calendar"],
  office: ["*"],
};

/** Packages of the cloud and of HTTP, and the only places in shared/ that may know them. */
const OUTSIDE = /^(@aws-sdk\/|hono|@hono\/|node:https?$|https?$)/;
const OUTSIDE_ALLOWED = /^shared\/(storage\/|key-holders\/aws-kms\.ts)/;
/** The one door of shared/ to the network besides the stores, and what signing asks a timestamp or revocation server. */
const NETWORK_ALLOWED = /^shared\/(exchange\/http-transport|signing\/|key-holders\/|verification\/)/;

interface SourceImport {
  target: string;
  typeOnly: boolean;
}

interface Source {
  file: string;
  text: string;
  imports: SourceImport[];
}

const sources = globSync("{shared,functions,stacks,templates}/**/*.{ts,tsx}", { cwd: ROOT })
  .sort()
  .map((file): Source => {
    const text = readFileSync(path.join(ROOT, file), "utf8");
    return { file, text, imports: importsOf(text) };
  });

function importsOf(text: string): SourceImport[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
  const found: SourceImport[] = [];
  for (const match of code.matchAll(/^(?:import|export)\s+(type\s+)?([^"'`;]*?)\bfrom\s+["']([^"']+)["']/gm)) {
    // `import { type A, type B }` brings in types only as well.
    const names = /^\{([\s\S]*)\}\s*$/
      .exec(match[2]!.trim())?.[1]
      ?.split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    const typeOnly =
      match[1] !== undefined ||
      (names !== undefined && names.length > 0 && names.every((name) => name.startsWith("type ")));
    found.push({ target: match[3]!, typeOnly });
  }
  for (const match of code.matchAll(/^import\s+["']([^"']+)["']/gm)) found.push({ target: match[1]!, typeOnly: false });
  for (const match of code.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    found.push({ target: match[1]!, typeOnly: false });
  return found;
}

/** The imported file from the project's root, or undefined for a package. */
function resolved(source: Source, target: string): string | undefined {
  return target.startsWith(".")
    ? path.posix.normalize(path.posix.join(path.posix.dirname(source.file), target))
    : undefined;
}

/** "shared/typeset" of "shared/typeset/lines/fit.ts"; "functions/api" and so on. */
function roomOf(file: string): string {
  return file.split("/").slice(0, 2).join("/");
}

/** Every import that leaves its room, as [source, target file, type only]. */
const crossings = sources.flatMap((source) =>
  source.imports.flatMap(({ target, typeOnly }) => {
    const file = resolved(source, target);
    return file === undefined || roomOf(file) === roomOf(source.file)
      ? []
      : [{ source: source.file, target: file, typeOnly }];
  }),
);

describe("the house", () => {
  it("has sources to look at", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(crossings.length).toBeGreaterThan(50);
    expect(
      importsOf(
        'import { type A, type B } from "./a.ts";\nimport { type C, d } from "./b.ts";\nconst x = await import("./c.ts");',
      ),
    ).toEqual([
      { target: "./a.ts", typeOnly: true },
      { target: "./b.ts", typeOnly: false },
      { target: "./c.ts", typeOnly: false },
    ]);
  });

  it("enters a room of shared/ only through its index, but for the types of its contract", () => {
    const through = crossings.filter(
      ({ target, typeOnly }) =>
        target.startsWith("shared/") &&
        !/^shared\/[^/]+\/index\.ts$/.test(target) &&
        !(typeOnly && /^shared\/[^/]+\/(model|ports)\.ts$/.test(target)),
    );
    expect(through.map(({ source, target }) => `${source} → ${target}`)).toEqual([]);
  });

  it("lets arrows point down the straight line only", () => {
    const wrong = crossings.filter(({ source, target, typeOnly }) => {
      if (!source.startsWith("shared/")) return false;
      if (!target.startsWith("shared/")) return true;
      const [, from] = source.split("/") as [string, string];
      const [, to] = target.split("/") as [string, string];
      const allowed = ARROWS[from] ?? [];
      if (BASE.includes(to) || allowed.includes("*") || allowed.includes(to)) return false;
      return !(allowed.includes(`${to} (types)`) && typeOnly);
    });
    expect(wrong.map(({ source, target }) => `${source} → ${target}`)).toEqual([]);
    expect(
      sources
        .filter((one) => one.file.startsWith("shared/"))
        .map((one) => one.file.split("/")[1]!)
        .filter((room) => !(room in ARROWS)),
    ).toEqual([]);
  });

  it("has no two rooms of shared/ that run each other", () => {
    const graph = new Map<string, Set<string>>();
    for (const { source, target, typeOnly } of crossings) {
      if (typeOnly || !source.startsWith("shared/")) continue;
      graph.set(roomOf(source), (graph.get(roomOf(source)) ?? new Set()).add(roomOf(target)));
    }
    expect(cycleIn(graph)).toBeUndefined();
  });

  it("has no file that imports itself round about through another folder", () => {
    const graph = new Map<string, Set<string>>();
    for (const source of sources) {
      const targets = source.imports.filter((one) => !one.typeOnly).map((one) => resolved(source, one.target));
      graph.set(
        source.file,
        new Set(
          targets.filter((one): one is string => one !== undefined && path.dirname(one) !== path.dirname(source.file)),
        ),
      );
    }
    expect(cycleIn(graph)).toBeUndefined();
  });

  it("keeps the cloud and HTTP out of shared/, but for the stores and the exchange's transport", () => {
    const knows = sources.filter(
      (one) =>
        one.file.startsWith("shared/") &&
        !OUTSIDE_ALLOWED.test(one.file) &&
        one.imports.some(({ target }) => OUTSIDE.test(target)),
    );
    expect(knows.map((one) => one.file)).toEqual([]);
    const fetches = sources.filter(
      (one) =>
        one.file.startsWith("shared/") &&
        !OUTSIDE_ALLOWED.test(one.file) &&
        !NETWORK_ALLOWED.test(one.file) &&
        /(^|[^.\w])fetch\(/m.test(one.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")),
    );
    expect(fetches.map((one) => one.file)).toEqual([]);
  });

  it("depends only on packages that package.json names, none of them the tests' own", () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const foreign = sources
      .filter((one) => !one.file.startsWith("stacks/"))
      .flatMap((one) => one.imports.map(({ target, typeOnly }) => ({ file: one.file, target, typeOnly })))
      .filter(({ target }) => !target.startsWith("."))
      .filter(({ target }) => !builtinModules.includes(target.replace(/^node:/, "")) && target !== "node:sqlite")
      .filter(({ target }) => {
        const name = target
          .split("/")
          .slice(0, target.startsWith("@") ? 2 : 1)
          .join("/");
        return !(name in dependencies);
      });
    expect(foreign.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
    const tests = sources.flatMap((one) =>
      one.imports.filter(({ target }) => /(^|\/)test\//.test(target)).map(() => one.file),
    );
    expect(tests).toEqual([]);
  });

  it("names every file for what is in it", () => {
    const files = globSync("{shared,functions,stacks,templates,test}/**/*", {
      cwd: ROOT,
      exclude: (name) => name.includes("node_modules"),
    });
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|stuff)(\/|\.|$)/i.test(file))).toEqual([]);
  });

  it("says of everything exported what it is for", () => {
    const silent: string[] = [];
    for (const { file, text } of sources) {
      const lines = text.split("\n");
      lines.forEach((line, index) => {
        if (
          !/^export (default )?(async )?(function\*?|class|interface|const|type [A-Za-z]+ ?[=<]|abstract class)/.test(
            line,
          )
        )
          return;
        // A schema carries its own description, for the API's documentation.
        if (/^export const \w+Schema\b/.test(line)) return;
        let above = index - 1;
        while (above >= 0 && /^\s*(\/\/ biome-ignore|@)/.test(lines[above]!)) above -= 1;
        // Overloads follow their first signature, which carries the comment.
        const before = lines[above]?.trim() ?? "";
        const overload = /^export (async )?function (\w+)/.exec(line)?.[2];
        if (
          before.endsWith("*/") ||
          (overload !== undefined && new RegExp(`^export (async )?function ${overload}\\b`).test(before))
        )
          return;
        silent.push(`${file}:${index + 1}`);
      });
    }
    expect(silent).toEqual([]);
  });

  it("holds nothing unfinished and nothing of the machine it was written on", () => {
    const words = sources
      .filter((one) => /\b(TODO|FIXME|XXX|HACK)\b|not implemented/.test(one.text))
      .map((one) => one.file);
    expect(words).toEqual([]);
    const places = globSync("{shared,functions,stacks,templates,test,.ci}/**/*.{ts,tsx,mjs,json,md,sh}", {
      cwd: ROOT,
      exclude: (name) => name.includes("node_modules"),
    })
      .filter((file) => !file.startsWith("test/output/") && !file.startsWith("test/.cache/"))
      .filter((file) => file !== "test/package-lock.json" && file !== "test/architecture.test.ts")
      .filter((file) =>
        /\/(work|home|root)\/(main|shared|team|\w+\/node_modules)/.test(readFileSync(path.join(ROOT, file), "utf8")),
      );
    expect(places).toEqual([]);
  });
});

/** A cycle of a graph, as the names on it, or undefined. */
function cycleIn(graph: Map<string, Set<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, trail: string[]): string[] | undefined => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...trail, node]);
      if (cycle !== undefined) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
