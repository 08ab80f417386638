import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { describe, expect, it } from "vitest";
import { agencyChart, burnUpChart, type Drawing, statusChart, toPng, toSvg } from "../../shared/charts/index.ts";
import { parseXml, textOf, type XmlElement } from "../../shared/opc/index.ts";
import { FontRegistry } from "../../shared/typeset/index.ts";
import { bundleFunction, type FunctionBuild } from "../lambda/bundle.ts";
import { synthesise } from "../stacks/synthesise.ts";
import { readPng } from "./pixels.ts";
import { agencies, burnUp, STATUS } from "./series.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);

const HOSTILE: Drawing = {
  width: 100,
  height: 50,
  title: `A "b" <script>alert(1)</script> & ' ]]>`,
  description: "<b>x</b>",
  shapes: [
    {
      kind: "text",
      x: 0,
      y: 20,
      text: `</text><script>x</script>&amp; "q"`,
      size: 10,
      anchor: "start",
      fill: `#000000" onload="x`,
    },
  ],
};

function all(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap((child) => (typeof child === "string" ? [] : all(child)))];
}

describe("a drawing as SVG", () => {
  const charts = [statusChart(STATUS), agencyChart(agencies(8)), burnUpChart(burnUp(13, 7))];

  it("is one well-formed image with title and description, named by ids of its own", () => {
    const ids = new Set<string>();
    for (const drawing of charts) {
      const root = parseXml(toSvg(drawing));
      expect(root.name).toBe("svg");
      expect(root.attributes).toMatchObject({
        xmlns: "http://www.w3.org/2000/svg",
        role: "img",
        viewBox: `0 0 ${drawing.width} ${drawing.height}`,
      });
      const byId = new Map(
        all(root)
          .filter((each) => each.attributes.id !== undefined)
          .map((each) => [each.attributes.id!, textOf(each)]),
      );
      const said = root.attributes["aria-labelledby"]!.split(" ").map((id) => byId.get(id));
      expect(said).toEqual(drawing.description === undefined ? [drawing.title] : [drawing.title, drawing.description]);
      for (const id of byId.keys()) {
        expect(ids.has(id)).toBe(false);
        ids.add(id);
      }
    }
    expect(toSvg(charts[0]!, { id: "thang-6" })).toContain('id="thang-6-t"');
  });

  it("is the same text each time, and holds no script, style sheet or reference", () => {
    for (const drawing of charts) {
      expect(toSvg(drawing)).toBe(toSvg(structuredClone(drawing)));
      expect(toSvg(drawing)).not.toMatch(/<script|<style|href|url\(|\son\w+=/);
    }
  });

  it("lets nothing of a text become markup", () => {
    const root = parseXml(toSvg(HOSTILE));
    expect(all(root).map((each) => each.name)).toEqual(["svg", "title", "desc", "g", "text"]);
    expect(textOf(all(root)[4])).toBe(`</text><script>x</script>&amp; "q"`);
    expect(all(root)[4]!.attributes.onload).toBeUndefined();
  });
});

describe("a drawing as PNG", () => {
  it("is the same bytes each time, at the resolution asked for", () => {
    const drawing = statusChart(STATUS);
    const png = toPng(drawing, { dpi: 144 });
    expect(Buffer.from(png).equals(Buffer.from(toPng(structuredClone(drawing), { dpi: 144 })))).toBe(true);
    const { width, height, grey } = readPng(png);
    expect([width, height]).toEqual([900, Math.ceil(drawing.height * 2)]);
    expect(grey[0]).toBe(255);
    expect(grey.some((level) => level < 80)).toBe(true);
  });

  it("is what resvg's own loader draws", async () => {
    await initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
    const registry = new FontRegistry();
    const fontBuffers = [false, true].map(
      (bold) => new Uint8Array(readFileSync(registry.face("Tinos", bold, false).key)),
    );
    for (const drawing of [statusChart(STATUS), agencyChart(agencies(8)), burnUpChart(burnUp(13, 7))]) {
      const resvg = new Resvg(toSvg(drawing), {
        background: "#ffffff",
        fitTo: { mode: "width", value: 900 },
        font: { fontBuffers, defaultFontFamily: "Tinos", serifFamily: "Tinos" },
      });
      expect(Buffer.from(toPng(drawing, { dpi: 144 })).equals(Buffer.from(resvg.render().asPng()))).toBe(true);
    }
  });

  it("never grows beyond 6000 pixels, and a hundred of them leave nothing behind", () => {
    expect(readPng(toPng({ width: 1500, height: 10, title: "Dài", shapes: [] }, { dpi: 1200 })).width).toBe(6000);
    const small: Drawing = { width: 20, height: 20, title: "Nhỏ", shapes: [] };
    for (let index = 0; index < 100; index += 1) expect(toPng(small).length).toBeGreaterThan(50);
  });

  it("is drawn in a Lambda function too, from what the stacks copy beside it", async () => {
    const { builds } = await synthesise("lambda");
    const { copyFiles } = builds.find((build: FunctionBuild) => build.handler.endsWith("api.handler"))!;
    const entry = path.join(ROOT, "test/charts", `.chart-${process.pid}.ts`);
    writeFileSync(
      entry,
      'import { toPng } from "../../shared/charts/index.ts";\nexport const handler = (drawing) => toPng(drawing);\n',
    );
    try {
      const { folder } = await bundleFunction({ handler: `test/charts/.chart-${process.pid}.handler`, copyFiles });
      const drawing = statusChart(STATUS);
      const code = `import { handler } from ${JSON.stringify(path.join(folder, "index.mjs"))}; process.stdout.write(handler(${JSON.stringify(drawing)}));`;
      const png = execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: folder, maxBuffer: 1e8 });
      expect(png.equals(Buffer.from(toPng(drawing)))).toBe(true);
      rmSync(folder, { recursive: true, force: true });
    } finally {
      rmSync(entry, { force: true });
    }
  });
});
