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

/** One object for all elements without attributes, and one list for all without children: half of a Word file's elements. The
 * list is not frozen, for the engine walks frozen ones slowly. */
const NO_ATTRIBUTES: Record<string, string> = Object.freeze({});
const NO_CHILDREN: XmlNode[] = [];

/** Elements that say how something looks: a Word file has few different ones, each many thousand times. Equal ones become one object. */
const SHARED_NAMES = ["w:pPr", "w:rPr", "w:tcPr", "w:trPr"];
/** In a short file looking for equal elements costs more than it saves. Letters. */
const LEAST_SHARING = 32_768;
/** Letters of an element that may be shared, and how many of them are remembered. */
const LONGEST_SHARED = 600;
const MOST_REMEMBERED = 8192;
/** An element of {@link LONGEST_SHARED} letters is at most so deep. */
const DEEPEST_SHARED = LONGEST_SHARED / 4;

/** Names and values read lately, found by a hash of their letters. A power of two. */
const RECENT = 512;

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

/**
 * Reads one XML document into a tree. A hand-written scanner, because the body of a 5,000-row table has a million
 * tags: it checks well-formedness (XML 1.0, fifth edition) but knows no document type, so no entity is ever expanded.
 * Equal parts of the tree may be one object: it is to be read, never changed.
 *
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_DEEP
 */
export function scanXml(source: string, part: string): XmlElement {
  let text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  if (text.includes("\r")) text = text.replace(/\r\n?/g, "\n");
  return new Scanner(text, part).document();
}

/** An element with what is in it, and how many elements that are. */
interface Shared {
  element: XmlElement;
  count: number;
}

/** Where an element began that may be met again. */
interface Start {
  /** Its letters, if it ends where its name is closed for the first time. */
  letters: string;
  open: number;
  count: number;
}

class Scanner {
  readonly #text: string;
  readonly #part: string;
  /** Names that have passed the check, one string each. */
  readonly #names = new Map<string, string>();
  readonly #recent: (string | undefined)[] = new Array(RECENT).fill(undefined);
  readonly #values: (string | undefined)[] = new Array(RECENT).fill(undefined);
  /** Elements by all their letters: what is written alike is read alike. */
  readonly #shared = new Map<string, Shared>();
  /** Where each of {@link SHARED_NAMES} is closed next. */
  readonly #closings = new Map(SHARED_NAMES.map((name) => [name, -1]));
  readonly #sharing: boolean;
  readonly #plain: boolean;
  #at = 0;
  #count = 0;

  constructor(text: string, part: string) {
    this.#text = text;
    this.#part = part;
    this.#sharing = text.length > LEAST_SHARING;
    this.#plain = !text.includes("&") && !text.includes("]]>");
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
    const begun: (Start | undefined)[] = [];
    let top: XmlElement | undefined;
    let root: XmlElement | undefined;
    for (;;) {
      const from = this.#at;
      const open = text.charCodeAt(from) === LT ? from : text.indexOf("<", from);
      const end = open < 0 ? text.length : open;
      if (end > from) {
        if (top === undefined) {
          for (let at = from; at < end; at += 1)
            if (!isSpace(text.charCodeAt(at))) this.#fail(at, "text outside the root element");
        } else nodes.push(this.#textNode(from, end));
      }
      if (open < 0) break;
      const next = text.charCodeAt(open + 1);
      if (next === SLASH) {
        if (top === undefined) this.#fail(open, "closing tag without opening");
        this.#closing(open, top.name);
        const start = starts.pop()!;
        const count = nodes.length - start;
        if (count === 1) top.children = [nodes.pop()!];
        else if (count > 1) top.children = nodes.splice(start);
        const first = begun.pop();
        if (first !== undefined && first.open + first.letters.length === this.#at)
          this.#shared.set(first.letters, { element: top, count: this.#count - first.count });
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
        const count = this.#count;
        this.#at = open + 1;
        const name = this.#name();
        const letters = this.#sharing && top !== undefined ? this.#lettersOf(name, open) : undefined;
        const known =
          letters === undefined || stack.length > MAX_DEPTH - DEEPEST_SHARED ? undefined : this.#shared.get(letters);
        this.#count += known?.count ?? 1;
        if (stack.length >= MAX_DEPTH || this.#count > MAX_ELEMENTS) {
          throw new VanthuError("XML_TOO_DEEP", {
            message: "Phần XML lồng nhau quá sâu hoặc quá lớn.",
            where: this.#part,
          });
        }
        if (known !== undefined) {
          this.#at = open + letters!.length;
          nodes.push(known.element);
          continue;
        }
        const element: XmlElement = { name, attributes: NO_ATTRIBUTES, children: NO_CHILDREN };
        const empty = this.#attributes(element);
        if (top === undefined) root = element;
        else nodes.push(element);
        if (!empty) {
          starts.push(nodes.length);
          begun.push(
            letters === undefined || this.#shared.size >= MOST_REMEMBERED ? undefined : { letters, open, count },
          );
          stack.push(element);
          top = element;
        }
      }
    }
    if (top !== undefined) this.#fail(text.length, `element ${top.name} not closed`);
    if (root === undefined) throw new VanthuError("XML_MALFORMED", { message: "Phần XML rỗng.", where: this.#part });
    return root;
  }

  #textNode(from: number, end: number): string {
    const raw = this.#text.slice(from, end);
    if (this.#plain) return raw;
    if (raw.includes("]]>")) this.#fail(from, "]]> in text");
    return raw.includes("&") ? this.#decode(raw, from) : raw;
  }

  #closing(open: number, name: string): void {
    const text = this.#text;
    // Nearly always the name follows at once; otherwise there may be white space before ">".
    let close = open + 2 + name.length;
    if (text.charCodeAt(close) !== GT || !text.startsWith(name, open + 2)) {
      close = text.indexOf(">", open + 2);
      if (close < 0 || text.slice(open + 2, close).trimEnd() !== name) this.#fail(open, "closing tag does not match");
    }
    this.#at = close + 1;
  }

  /** The letters of an element up to where its name is closed next; undefined when they are too many, or its kind is not shared. */
  #lettersOf(name: string, open: number): string | undefined {
    let close = this.#closings.get(name);
    if (close === undefined) return undefined;
    if (close < open) {
      close = this.#text.indexOf(`</${name}>`, open);
      if (close < 0) close = this.#text.length + LONGEST_SHARED;
      this.#closings.set(name, close);
    }
    const end = close + name.length + 3;
    return end - open > LONGEST_SHARED ? undefined : this.#text.slice(open, end);
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
    let hash = 0;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x3d || code === GT || code === SLASH || code === LT || isSpace(code) || at >= text.length) break;
      hash = (Math.imul(hash, 33) ^ code) | 0;
      at += 1;
    }
    this.#at = at;
    const slot = (hash ^ (hash >>> 9)) & (RECENT - 1);
    const recent = this.#recent[slot];
    if (recent !== undefined && recent.length === at - from && text.startsWith(recent, from)) return recent;
    const raw = text.slice(from, at);
    let name = this.#names.get(raw);
    if (name === undefined) {
      if (!NAME.test(raw)) this.#fail(from, "not a name");
      name = raw;
      this.#names.set(name, name);
    }
    this.#recent[slot] = name;
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
      const quote = text.charCodeAt(this.#at);
      if (quote !== 0x22 && quote !== 0x27) this.#fail(this.#at, "attribute value not quoted");
      const from = this.#at + 1;
      let to = from;
      let special = false;
      let hash = 0;
      for (;;) {
        const letter = text.charCodeAt(to);
        if (letter === quote) break;
        hash = (Math.imul(hash, 33) ^ letter) | 0;
        if (letter === LT || letter === 0x26 || letter === 0x09 || letter === 0x0a) special = true;
        else if (to >= text.length) this.#fail(from, "attribute value not closed");
        to += 1;
      }
      let value = this.#value(from, to, hash);
      if (special) {
        if (value.includes("<")) this.#fail(from, "< in attribute value");
        value = value.replace(/[\t\n]/g, " ");
        if (value.includes("&")) value = this.#decode(value, from);
      }
      if (element.attributes === NO_ATTRIBUTES) element.attributes = {};
      else if (element.attributes[name] !== undefined && Object.hasOwn(element.attributes, name))
        this.#fail(nameAt, "attribute given twice");
      element.attributes[name] = value;
      this.#at = to + 1;
    }
  }

  /** The letters of a value; one string for values that come again and again. */
  #value(from: number, to: number, hash: number): string {
    const slot = (hash ^ (hash >>> 9)) & (RECENT - 1);
    const recent = this.#values[slot];
    if (recent !== undefined && recent.length === to - from && this.#text.startsWith(recent, from)) return recent;
    const value = this.#text.slice(from, to);
    this.#values[slot] = value;
    return value;
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
