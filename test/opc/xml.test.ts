import { describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import { attribute, childElements, escapeXml, findChild, parseXml, textOf } from "../../shared/opc/index.ts";

function codeOf(text: string): string {
  try {
    parseXml(text, "a.xml");
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
  return "none";
}

describe("parseXml", () => {
  it("gives elements, attributes and text as written", () => {
    const root = parseXml(
      '\ufeff<?xml version="1.0"?>\n<!-- đầu --><w:p w:id="1" b=\'hai "2"\'><w:t>Kế &amp; hoạch</w:t><w:br/>x</w:p >\n',
    );
    expect(root.name).toBe("w:p");
    expect(root.attributes).toEqual({ "w:id": "1", b: 'hai "2"' });
    expect(textOf(findChild(root, "w:t"))).toBe("Kế & hoạch");
    expect(childElements(root).map((child) => child.name)).toEqual(["w:t", "w:br"]);
    expect(attribute(root, "absent")).toBeUndefined();
  });

  it("resolves character references and the five entities, and ends lines as XML says", () => {
    expect(textOf(parseXml("<a>&lt;&gt;&quot;&apos;&#65;&#x1EBF;&#x1F600;\r\nb\rc</a>"))).toBe("<>\"'Aế😀\nb\nc");
    expect(parseXml("<a b='x\ny\tz'/>").attributes.b).toBe("x y z");
    expect(textOf(parseXml("<a><![CDATA[<&]]></a>"))).toBe("<&");
  });

  it.each([
    "<a>",
    "<a></b>",
    "</a>",
    "<a",
    "<a b",
    "<a b=1/>",
    "<a b='1' b='2'/>",
    "<a b='<'/>",
    "<a b='1'c='2'/>",
    "<1a/>",
    "< a/>",
    "<a / >",
    "<a/><b/>",
    "chữ<a/>",
    "<a/>chữ",
    "",
    "   ",
    "<a>&nbsp;</a>",
    "<a>&lt</a>",
    "<a>& b</a>",
    "<a>&#0;</a>",
    "<a>&#xD800;</a>",
    "<a>]]></a>",
    "<a><!-- -- --></a>",
    "<a>\u0001</a>",
    "<a><?xml version='1.0'?></a>",
    "<![CDATA[x]]><a/>",
    "<a><!ELEMENT b></a>",
  ])("refuses %j", (text) => {
    expect(codeOf(text)).toBe("XML_MALFORMED");
  });

  it("says where the fault is", () => {
    try {
      parseXml("<a>\n  <b></c>\n</a>", "word/document.xml");
      expect.unreachable();
    } catch (error) {
      expect((error as { where?: string }).where).toBe("word/document.xml:2:5");
    }
  });

  it("refuses document types, so entities cannot blow up", () => {
    expect(codeOf('<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>')).toBe("XML_DOCTYPE");
    expect(codeOf("<a/><!doctype a>")).toBe("XML_DOCTYPE");
  });

  it("refuses nesting beyond its bound", () => {
    expect(codeOf("<a>".repeat(600) + "</a>".repeat(600))).toBe("XML_TOO_DEEP");
    expect(codeOf("<a>".repeat(500) + "</a>".repeat(500))).toBe("none");
  });

  it("reads back what escapeXml wrote", () => {
    const text = "Số 5 < 6 & \"trích\" > 'yếu'\u0000";
    expect(parseXml(`<a b="${escapeXml(text)}"/>`).attributes.b).toBe(text.slice(0, -1));
  });
});
