import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Node } from "typescript/unstable/ast";
import { isReturnStatement } from "typescript/unstable/ast/is";
import { API } from "typescript/unstable/sync";
import type { CodeFacts } from "../../../functions/api/openapi-model.ts";
import type { TestService } from "../service.ts";
import { Reach } from "./reach.ts";
import { readShapes } from "./shapes.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** Where one function makes several routes, it hides the desk's method from their text: which it is. */
const DOSSIER_CHANGES: Record<string, string> = {
  edit: "edit",
  documents: "put",
  "documents/remove": "takeOut",
  close: "close",
  reopen: "reopen",
  access: "setAccess",
  transfer: "transfer",
  "keep-back": "keepBack",
  return: "returnOffer",
};
const BY_HAND: Record<string, string[]> = {
  ...Object.fromEntries(
    Object.entries(DOSSIER_CHANGES).map(([step, method]) => [`post /api/dossiers/{id}/${step}`, ["dossiers", method]]),
  ),
  "post /api/dossiers/freeze": ["dossiers", "freeze"],
  "post /api/dossiers/unfreeze": ["dossiers", "unfreeze"],
  "post /api/access/set-up": ["access", "foundOrganisation"],
};

/** Routes that read tables; elsewhere the reader's own errors are none of the caller's. */
const TABLES = / \/api\/(tables|programmes|registers)\//;

/** Reads off the source code what the description of the API says of shapes, rights and errors. */
export function readFacts(service: TestService): CodeFacts & { faults: string[] } {
  const api = new API({ cwd: ROOT });
  try {
    // The app and what it reaches; the tests need not be read.
    const config = path.join(import.meta.dirname, "tsconfig.json");
    const project = api.updateSnapshot({ openProjects: [config] } as never).getProject(config)!;
    const described = handWritten(service);
    const files = globSync("functions/api/**/*.ts", { cwd: ROOT })
      .sort()
      .map((file) => path.join(ROOT, file));
    const { shapes, faults } = readShapes(project, files, described);
    const source = project.program.getSourceFile(path.join(ROOT, "shared/office/open.ts"))!;
    const office = returned(source, "openOffice");
    const reach = new Reach(project);
    const routes: CodeFacts["routes"] = {};
    for (const [route, desks, text] of calls(service)) {
      const needs = new Set<string>();
      const errors = new Set<string>();
      let person = /requireProvedPerson|fresh\(c\)|inPerson/.test(text);
      if (/requireProvedPerson|fresh\(c\)/.test(text)) errors.add("PROOF_NEEDED");
      for (const [, action] of text.matchAll(/allow\)?\(\s*(?:c\.get\("actor"\)|actor),\s*"([\w.]+)"/g))
        needs.add(action!);
      for (const [, code] of text.matchAll(/VanthuError\("(\w+)"/g)) errors.add(code!);
      for (const desk of desks) {
        const reached = reach.of(office, desk);
        if (reached === undefined) continue;
        for (const need of reached.needs) needs.add(need);
        for (const error of reached.errors) errors.add(error);
        person ||= reached.person;
      }
      if (!TABLES.test(route)) for (const error of errors) if (error.startsWith("IMPORT_")) errors.delete(error);
      routes[route] = { needs: [...needs].sort(), errors: [...errors].sort(), ...(person ? { person } : {}) };
    }
    return { shapes, routes: Object.fromEntries(Object.entries(routes).sort(([a], [b]) => (a < b ? -1 : 1))), faults };
  } finally {
    api.close();
  }
}

/** Names of schemas that are written out by hand. */
function handWritten({ app }: TestService): Set<string> {
  const document = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } });
  const schemas = (document.components?.schemas ?? {}) as Record<string, object>;
  return new Set(
    Object.entries(schemas)
      .filter(([, schema]) => Object.keys(schema).some((key) => key !== "type" && key !== "description"))
      .map(([name]) => name),
  );
}

/** `const desk = office.wordRound;` in a file of routes: which desk a name stands for. */
function aliases(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync("functions/api/areas/*.ts", { cwd: ROOT }))
    for (const [, name, desk] of readFileSync(path.join(ROOT, file), "utf8").matchAll(/const (\w+) = office\.(\w+);/g))
      found.set(`${path.basename(file)} ${name!}`, desk!);
  return found;
}

/** Every route with the methods of desks that its text calls: `["documents", "submit"]`. */
function* calls({ app, office }: TestService): Generator<[string, string[][], string]> {
  const desks = new Set(Object.keys(office));
  const named = aliases();
  const seen = new Map<string, string>();
  for (const { method, path: address, handler } of app.routes) {
    if (method === "ALL" || !address.startsWith("/api/") || address.endsWith("*")) continue;
    const own = (handler as { __COMPOSED_HANDLER?: unknown }).__COMPOSED_HANDLER ?? handler;
    // The last one is the route's own; before it stand the checks of its input.
    seen.set(`${method.toLowerCase()} ${address.replace(/:(\w+)/g, "{$1}")}`, String(own));
  }
  for (const [route, text] of seen) {
    const found: string[][] = [];
    for (const [, first, second] of text.matchAll(/\b(\w+)\.(\w+)\(/g)) {
      if (desks.has(first!)) found.push([first!, second!]);
      // The same name may be used in several files: the address tells which is meant, and the desk must have the method.
      for (const [name, desk] of named)
        if (
          name.endsWith(` ${first!}`) &&
          second! in (office as unknown as Record<string, object>)[desk]! &&
          fits(name, route)
        )
          found.push([desk, second!]);
    }
    for (const [, first, second, third] of text.matchAll(/\b(\w+)\.(\w+)\.(\w+)\(/g))
      if (desks.has(first!)) found.push([first!, second!, third!]);
    for (const [, first] of text.matchAll(/\boffice\.(\w+)\(/g)) found.push([first!]);
    if (BY_HAND[route] !== undefined) found.push(BY_HAND[route]);
    yield [route, found, text];
  }
}

/** Is a file of routes ("word-round.ts desk") about these addresses? By a word of its name. */
function fits(file: string, route: string): boolean {
  return file
    .split(".")[0]!
    .split("-")
    .some((word) => route.includes(word));
}

/** The object that a function of a file answers. */
function returned(source: Node, name: string): Node {
  let answer: Node | undefined;
  const inFunction = (node: Node): void => {
    if (isReturnStatement(node) && node.expression !== undefined) answer = node.expression;
  };
  source.forEachChild((node) => {
    const called = (node as { name?: { text?: string }; body?: Node }).name?.text;
    if (called === name) (node as { body?: Node }).body?.forEachChild(inFunction);
  });
  if (answer === undefined) throw new Error(`${name} was not found`);
  return answer;
}
