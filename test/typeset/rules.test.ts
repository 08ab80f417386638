import { describe, expect, it } from "vitest";
import "../../shared/typeset/index.ts";
import { Rules } from "../../shared/typeset/write/rules.ts";
import { Sink } from "../../shared/typeset/write/sink.ts";

function drawn(...lines: [y1: number, y2: number][]): string {
  const rules = new Rules();
  rules.start();
  for (const [y1, y2] of lines)
    rules.add({ kind: "line", x1: 200, y1, x2: 200, y2, width: 10, color: "000000", dash: "solid" }, 2000);
  const out = new Sink();
  rules.draw(out);
  return new TextDecoder().decode(out.view());
}

describe("lines of a page", () => {
  it("that go on where one like them ended are one", () => {
    expect(drawn([0, 200], [200, 600])).toContain("10 100 m 10 70 l");
  });

  it("that turn back over another leave it as it is", () => {
    expect(drawn([0, 400], [400, 200])).toBe(".5 w\n10 100 m 10 80 l\n10 80 m 10 90 l\nS\n".replace(".5", "0.5"));
  });

  it("are never written with places that no page has", () => {
    const out = new Sink();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1e300]) out.number(value);
    expect(new TextDecoder().decode(out.view())).toMatch(/^[-0]+$/);
  });
});
