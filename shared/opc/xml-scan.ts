import { VanthuError } from "../errors/index.ts";
import type { XmlElement, XmlNode } from "./xml.ts";

const MAX_DEPTH = 512;
const MAX_ELEMENTS = 8_000_000;

/** Characters that XML 1.0 does not allow at all (production 2). */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
/** Name (productions 4 and 5), as far as the basic plane goes. */
const NAME =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: the ranges are those of the XML recommendation
  /^[:A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\udfff\uf900-\ufdcf\ufdf0-\ufffd][-:.\w\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\udfff\uf900-\ufdcf\ufdf0-\ufffd]*$/;

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** One object for all elements without attributes: half of a Word file's elements. */
const NO_ATTRIBUTES: Record<string, string> = Object.freeze({});

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

/**
 * Reads one XML document into a tree. A hand-written scanner, because the body of a 5,000-row table has a million
 * tags: it checks well-formedness (XML 1.0, fifth edition) but knows no document type, so no entity is ever expanded.
 *
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP
 */
export function scanXml(source: string, part: string): XmlElement {
  let text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  if (text.includes("\r")) text = text.replace(/\r\n?/g, "\n");
  return new Scanner(text, part).document();
}

class Scanner {
  readonly #text: string;
  readonly #part: string;
  /** Names that have passed the check, one string each. */
  readonly #names = new Map<string, string>();
  #at = 0;
  #count = 0;

  constructor(text: string, part: string) {
    this.#text = text;
    this.#part = part;
  }

  #fail(at: number, what: string): never {
    const before = this.#text.slice(0, at);
    const line = before.split("\n").length;
    throw new VanthuError("XML_MALFORMED", {
      message: "Phần XML trong tệp bị lỗi cú pháp.",
      where: `${this.#part}:${line}:${at - before.lastIndexOf("\n") - 1}`,
      hint: "Mở tệp bằng chương trình đã tạo ra nó rồi lưu lại.",
      cause: new Error(what),
    });
  }

  document(): XmlElement {
    const text = this.#text;
    const forbidden = FORBIDDEN.exec(text);
    if (forbidden !== null) this.#fail(forbidden.index, "forbidden character");
    const stack: XmlElement[] = [];
    // Children are gathered on one stack and cut off when their element closes, so that each list is just as long as needed.
    const nodes: XmlNode[] = [];
    const starts: number[] = [];
    let top: XmlElement | undefined;
    let root: XmlElement | undefined;
    for (;;) {
      const from = this.#at;
      const open = text.indexOf("<", from);
      const end = open < 0 ? text.length : open;
      if (end > from) {
        if (top === undefined) {
          for (let at = from; at < end; at += 1)
            if (!isSpace(text.charCodeAt(at))) this.#fail(at, "text outside the root element");
        } else {
          const raw = text.slice(from, end);
          if (raw.includes("]]>")) this.#fail(from, "]]> in text");
          nodes.push(raw.includes("&") ? this.#decode(raw, from) : raw);
        }
      }
      if (open < 0) break;
      const next = text.charCodeAt(open + 1);
      if (next === SLASH) {
        if (top === undefined) this.#fail(open, "closing tag without opening");
        const close = text.indexOf(">", open + 2);
        const name: string = top.name;
        // Nearly always the name follows at once; otherwise there may be white space before ">".
        if (
          close < 0 ||
          !(close - open - 2 === name.length
            ? text.startsWith(name, open + 2)
            : text.slice(open + 2, close).trimEnd() === name)
        ) {
          this.#fail(open, "closing tag does not match");
        }
        this.#at = close + 1;
        const start = starts.pop()!;
        if (nodes.length > start) top.children = nodes.splice(start);
        stack.pop();
        top = stack[stack.length - 1];
      } else if (next === 0x21) this.#declaration(open, top === undefined ? undefined : nodes);
      else if (next === 0x3f) {
        const close = text.indexOf("?>", open + 2);
        if (close < 0) this.#fail(open, "processing instruction not closed");
        if (open > 0 && /^xml[\s?]/i.test(text.slice(open + 2, open + 6)))
          this.#fail(open, "XML declaration not at the start");
        this.#at = close + 2;
      } else {
        if (top === undefined && root !== undefined) this.#fail(open, "second root element");
        this.#at = open + 1;
        const element: XmlElement = { name: this.#name(), attributes: NO_ATTRIBUTES, children: [] };
        this.#count += 1;
        if (stack.length >= MAX_DEPTH || this.#count > MAX_ELEMENTS) {
          throw new VanthuError("XML_TOO_DEEP", {
            message: "Phần XML lồng nhau quá sâu hoặc quá lớn.",
            where: this.#part,
          });
        }
        const empty = this.#attributes(element);
        if (top === undefined) root = element;
        else nodes.push(element);
        if (!empty) {
          starts.push(nodes.length);
          stack.push(element);
          top = element;
        }
      }
    }
    if (top !== undefined) this.#fail(text.length, `element ${top.name} not closed`);
    if (root === undefined) throw new VanthuError("XML_MALFORMED", { message: "Phần XML rỗng.", where: this.#part });
    return root;
  }

  /** Comment, CDATA section, or a document type, which is refused. */
  #declaration(open: number, nodes: XmlNode[] | undefined): void {
    const text = this.#text;
    if (text.startsWith("<!--", open)) {
      const close = text.indexOf("--", open + 4);
      if (close < 0 || text.charCodeAt(close + 2) !== GT) this.#fail(open, "comment not closed, or -- inside");
      this.#at = close + 3;
    } else if (text.startsWith("<![CDATA[", open) && nodes !== undefined) {
      const close = text.indexOf("]]>", open + 9);
      if (close < 0) this.#fail(open, "CDATA not closed");
      if (close > open + 9) nodes.push(text.slice(open + 9, close));
      this.#at = close + 3;
    } else if (/^<!DOCTYPE/i.test(text.slice(open, open + 9))) {
      throw new VanthuError("XML_DOCTYPE", {
        message: "Phần XML có khai báo DOCTYPE, không được chấp nhận.",
        where: this.#part,
        hint: "Yêu cầu bên gửi xuất lại tệp không có DOCTYPE.",
      });
    } else this.#fail(open, "unknown declaration");
  }

  #name(): string {
    const text = this.#text;
    const from = this.#at;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x3d || code === GT || code === SLASH || code === LT || isSpace(code) || at >= text.length) break;
      at += 1;
    }
    const raw = text.slice(from, at);
    let name = this.#names.get(raw);
    if (name === undefined) {
      if (!NAME.test(raw)) this.#fail(from, "not a name");
      name = raw;
      this.#names.set(name, name);
    }
    this.#at = at;
    return name;
  }

  #space(): boolean {
    const from = this.#at;
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at += 1;
    return this.#at > from;
  }

  /** Reads attributes up to the end of the tag; true when the element is empty. */
  #attributes(element: XmlElement): boolean {
    const text = this.#text;
    for (;;) {
      const spaced = this.#space();
      const code = text.charCodeAt(this.#at);
      if (code === GT) {
        this.#at += 1;
        return false;
      }
      if (code === SLASH) {
        if (text.charCodeAt(this.#at + 1) !== GT) this.#fail(this.#at, "stray / in tag");
        this.#at += 2;
        return true;
      }
      if (!spaced) this.#fail(this.#at, "tag not closed");
      const nameAt = this.#at;
      const name = this.#name();
      this.#space();
      if (text.charCodeAt(this.#at) !== 0x3d) this.#fail(this.#at, "attribute without value");
      this.#at += 1;
      this.#space();
      const quote = text[this.#at];
      if (quote !== '"' && quote !== "'") this.#fail(this.#at, "attribute value not quoted");
      const from = this.#at + 1;
      const to = text.indexOf(quote, from);
      if (to < 0) this.#fail(from, "attribute value not closed");
      let value = text.slice(from, to);
      if (value.includes("<")) this.#fail(from, "< in attribute value");
      if (/[\t\n]/.test(value)) value = value.replace(/[\t\n]/g, " ");
      if (value.includes("&")) value = this.#decode(value, from);
      if (element.attributes === NO_ATTRIBUTES) element.attributes = {};
      else if (Object.hasOwn(element.attributes, name)) this.#fail(nameAt, "attribute given twice");
      element.attributes[name] = value;
      this.#at = to + 1;
    }
  }

  /** Replaces character references and the five predefined entities; any other entity is an error. */
  #decode(raw: string, at: number): string {
    return raw.replace(/&([^;&<]*);?/g, (all: string, body: string, offset: number) => {
      if (!all.endsWith(";")) this.#fail(at + offset, "& without ;");
      const entity = Object.hasOwn(ENTITIES, body) ? ENTITIES[body] : undefined;
      if (entity !== undefined) return entity;
      const number = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(body);
      if (number === null) this.#fail(at + offset, `unknown entity ${body}`);
      const code = number[1] === undefined ? Number.parseInt(number[2]!, 10) : Number.parseInt(number[1], 16);
      const known = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      const char = known ? String.fromCodePoint(code) : "\u0000";
      if (FORBIDDEN.test(char)) this.#fail(at + offset, "reference to a forbidden character");
      return char;
    });
  }
}
