import type { Link } from "./model.ts";

/** Longest address that is kept; browsers take about as much. */
const MAX_ADDRESS = 2000;

/** Longest field instruction that is looked at. */
const MAX_INSTRUCTION = 3 * MAX_ADDRESS;

/** Schemes that a reader may be sent to: nothing that runs or opens files of the reader's machine. */
const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** An address as ASCII, when it is one of the web or of mail; undefined for anything else. */
function safeAddress(target: string): string | undefined {
  if (target.length > MAX_ADDRESS) return undefined;
  try {
    const { protocol, href } = new URL(target.trim());
    return SCHEMES.has(protocol) && /^[\x21-\x7e]+$/.test(href) ? href : undefined;
  } catch {
    return undefined;
  }
}

/** What a field links to: a place in the document, or an address that may not be safe. */
export interface FieldTarget {
  anchor?: string;
  address?: string;
  tip?: string;
}

/** Reads the target of a HYPERLINK field, or of REF, PAGEREF and NOTEREF with `\h` (ISO/IEC 29500-1, 17.16.5). */
export function fieldTarget(instruction: string): FieldTarget | undefined {
  const words = [...instruction.slice(0, MAX_INSTRUCTION).matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((match) =>
    match[1] === undefined
      ? { text: match[2]!, quoted: false }
      : { text: match[1].replace(/\\(.)/g, "$1"), quoted: true },
  );
  const name = words[0]?.text.toUpperCase();
  const isSwitch = (at: number): boolean => !words[at]!.quoted && words[at]!.text.startsWith("\\");
  if (name === "REF" || name === "PAGEREF" || name === "NOTEREF") {
    const anchor = words[1];
    const linked = words.some((word, at) => isSwitch(at) && word.text.toLowerCase() === "\\h");
    return anchor !== undefined && linked && !isSwitch(1) ? { anchor: anchor.text } : undefined;
  }
  if (name !== "HYPERLINK") return undefined;
  const target: FieldTarget = {};
  for (let at = 1; at < words.length; at += 1) {
    if (!isSwitch(at)) {
      target.address ??= words[at]!.text;
      continue;
    }
    const key = words[at]!.text.toLowerCase();
    // \m and \n stand alone; \l, \o, \s and \t have a text after them.
    if (key === "\\m" || key === "\\n") continue;
    at += 1;
    if (key === "\\l") target.anchor = words[at]?.text;
    else if (key === "\\o") target.tip = words[at]?.text;
  }
  return target;
}

/** A link to an address or a bookmark; undefined when there is nothing safe to link to. */
export function makeLink(target: FieldTarget): Link | undefined {
  const { anchor, address, tip } = target;
  const link: Link = { kind: "link" };
  if (address !== undefined && address !== "") {
    const uri = safeAddress(anchor === undefined || anchor === "" ? address : `${address}#${anchor}`);
    if (uri === undefined) return undefined;
    link.uri = uri;
  } else if (anchor !== undefined && anchor !== "") link.anchor = anchor;
  else return undefined;
  if (tip !== undefined && tip !== "") link.tip = tip;
  return link;
}
