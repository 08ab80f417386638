import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { SAMPLE_PLAN } from "../../samples/plan.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { packagedFont, preparedFace, SHIPPED_FILES } from "../../shared/typeset/fonts/bundled.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { planOf, programmeOf } from "../bench/inputs.ts";
import { paragraph, run, wordFile } from "./word-file.ts";

/** The time written into every PDF of these tests. */
export const NOW = new Date("2026-11-22T02:00:00Z");

/** The typesetter as a browser gets it. */
export async function browserBundle(format: "esm" | "iife"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.resolve(import.meta.dirname, "../../shared/typeset/browser.ts")],
    bundle: true,
    write: false,
    minify: true,
    format,
    globalName: "vanthu",
    platform: "browser",
    target: "es2023",
  });
  return outputFiles[0]!.text;
}

/** The shipped faces as a bundle has them, by file name. */
export function bareFonts(): Map<string, Uint8Array> {
  return new Map(
    SHIPPED_FILES.map((name) => [name, preparedFace(new Uint8Array(readFileSync(packagedFont(name))), name)] as const),
  );
}

/** Documents that use every part of the writer, by name: text, tables, a picture to be packed anew, links, an attachment. */
export function portableDocuments(): Map<string, Uint8Array> {
  const plan = planOf(programmeOf(28));
  const drawing =
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="m"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><g transform="rotate(31.7 40 40)"><circle cx="40" cy="40" r="30.3" fill="#c00"/><path d="M5 9a20 13 33 1 0 31 17" stroke="#00c" fill="none"/></g></svg>`;
  return new Map([
    ["kế hoạch", renderDocx(plan).docx],
    ["công văn", renderDocx({ ...plan, kind: "CV", subject: SAMPLE_PLAN.subject, appendices: [] }).docx],
    [
      "hình",
      wordFile({
        body: `${drawing}${paragraph(run("chữ", '<w:b/><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>'))}`,
        media: { "media/a.svg": { id: "m", bytes: new TextEncoder().encode(svg) } },
      }),
    ],
  ]);
}

/** What this process makes of a document. */
export function here(docx: Uint8Array): Uint8Array {
  return typeset(docx, { now: NOW }).pdf;
}

/** A folder with the bundle, the faces and the documents, for another Node; `drop` removes it. */
export async function portableFolder(): Promise<{ folder: string; drop(): void }> {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-portable-"));
  writeFileSync(path.join(folder, "typeset.mjs"), await browserBundle("esm"));
  for (const [name, bytes] of bareFonts()) writeFileSync(path.join(folder, name), bytes);
  for (const [name, docx] of portableDocuments()) writeFileSync(path.join(folder, `${name}.docx`), docx);
  writeFileSync(
    path.join(folder, "run.mjs"),
    `import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { provideFonts, typeset } from "./typeset.mjs";
// As in a browser: nothing of Node's own may have a part in the bytes.
if (process.argv[2] === "bare") process.getBuiltinModule = undefined;
const names = readdirSync(import.meta.dirname).sort();
const bytes = (name) => new Uint8Array(readFileSync(import.meta.dirname + "/" + name));
provideFonts(new Map(names.filter((name) => name.endsWith(".ttf")).map((name) => [name, bytes(name)])));
const hashes = {};
for (const name of names.filter((each) => each.endsWith(".docx")))
  hashes[name.slice(0, -5)] = createHash("sha256").update(typeset(bytes(name), { now: new Date(${NOW.getTime()}) }).pdf).digest("hex");
console.log(JSON.stringify(hashes));
`,
  );
  return { folder, drop: () => rmSync(folder, { recursive: true, force: true }) };
}
