import { isVanthuError } from "../../errors/index.ts";
import {
  decodeStream,
  latin1,
  PdfDict,
  type PdfFile,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from "../../pdf/index.ts";
import type { ChangeRule } from "./document-rules.ts";
import { differingKeys, referencesIn } from "./same.ts";
import type { Step } from "./step.ts";

/** Entries of a resource dictionary whose values are dictionaries by name (ISO 32000-1, table 33). */
const CATEGORIES: ReadonlySet<string> = new Set([
  "Font",
  "XObject",
  "ExtGState",
  "ColorSpace",
  "Pattern",
  "Shading",
  "Properties",
]);

/** Names that a colour space takes effect by without being drawn with (8.6.5.6). */
const WORKS_UNNAMED: ReadonlySet<string> = new Set(["DefaultGray", "DefaultRGB", "DefaultCMYK"]);

/** Decoded content looked through for one object of the walk's budget, and in one step. */
const BYTES_PER_OBJECT = 200;
const MAX_CONTENT = 32 * 1024 * 1024;

/** Who refers to an object, as far as it matters here. */
interface Places {
  /** From somewhere that is no place of resources. */
  elsewhere: boolean;
  /** Indirect objects that hold it as one of their categories. */
  holders: Set<number>;
}

/** Something drawn, with the resources it names; undefined when it has none of its own and takes those of whatever draws it. */
interface Drawing {
  resources: PdfObject | undefined;
  streams: PdfStream[];
}

/**
 * Resource dictionaries that pages share with the form (LibreOffice) get more names when a later signature is drawn. Names that nothing
 * signed draws show nothing: such a dictionary counts as unchanged. A name that is drawn may neither come, go nor mean something else
 * (the "replace" kind of shadow attack). Run before all rules that walk.
 */
export const resourceGrowthRule: ChangeRule = (step) => {
  const candidates = new Map<number, Set<string>>();
  for (const num of resourcesOfDocument(step)) {
    if (!step.changed.has(num) || step.managed.has(num)) continue;
    const names = namesThatDiffer(step, num);
    if (names !== undefined) candidates.set(num, names);
  }
  if (candidates.size === 0) return;
  try {
    const { places, drawings } = lookThrough(step, candidates);
    const names = new NamesDrawn(step);
    for (const [num, differing] of candidates) {
      if ([...differing].some((name) => WORKS_UNNAMED.has(name))) continue;
      const drawn = drawings.filter(({ resources }) => resources === undefined || leadsTo(step.before, resources, num));
      if (!isResource(places, num) || drawn.some((one) => names.anyOf(one, differing))) continue;
      step.grow(num);
      step.report({ class: "form", object: num, what: "Thêm tài nguyên cho ô ký, nội dung đã ký không dùng đến" });
    }
  } catch (error) {
    // What cannot be looked through stays a change like any other.
    if (!isVanthuError(error) || error.code === "PDF_LIMIT") throw error;
  }
};

/** Objects that are resources of the form or of pages, or categories of them. */
function resourcesOfDocument(step: Step): Set<number> {
  const { before } = step;
  const found = new Set<number>();
  const take = (resources: PdfObject | undefined): void => {
    if (resources instanceof PdfRef) {
      if (found.has(resources.num)) return;
      found.add(resources.num);
    }
    const held = before.dict(resources);
    for (const key of CATEGORIES) {
      const category = held?.get(key);
      if (category instanceof PdfRef) found.add(category.num);
    }
  };
  const mayGrow = (num: number) => !step.managed.has(num) && before.get(num) instanceof PdfDict;
  if (![...step.changed].some(mayGrow)) return found;
  take(before.dict(before.catalog.get("AcroForm"))?.get("DR"));
  for (const { dict } of step.pagesBefore) take(inheritedResources(before, dict));
  return found;
}

/** The names that differ in what could be a resource dictionary, or one of its categories; undefined for anything else. */
function namesThatDiffer(step: Step, num: number): Set<string> | undefined {
  const entry = step.before.entry(num);
  if (entry === undefined || entry.type === "free") return undefined;
  const [old, now] = [step.before.get(num), step.after.get(num)];
  if (!(old instanceof PdfDict) || !(now instanceof PdfDict) || old.has("Type") || now.has("Type")) return undefined;
  const keys = differingKeys(old, now).filter((key) => key !== "ProcSet");
  const whole = [...old.map.keys(), ...now.map.keys()].every((key) => CATEGORIES.has(key) || key === "ProcSet");
  if (!whole) return new Set(keys);
  const names = new Set<string>();
  for (const key of keys) {
    const [a, b] = [
      step.before.resolve(old.get(key)) ?? new PdfDict(),
      step.after.resolve(now.get(key)) ?? new PdfDict(),
    ];
    if (!(a instanceof PdfDict) || !(b instanceof PdfDict)) return undefined;
    for (const name of differingKeys(a, b)) names.add(name);
  }
  return names;
}

/** Is an object referred to only as resources, or as a category of objects that are only resources? */
function isResource(places: ReadonlyMap<number, Places>, num: number): boolean {
  const own = places.get(num);
  if (own === undefined || own.elsewhere) return false;
  return [...own.holders].every((holder) => {
    const above = places.get(holder);
    return above !== undefined && !above.elsewhere && above.holders.size === 0;
  });
}

/** Do resources consist of, or have as a category, this object? */
function leadsTo(file: PdfFile, resources: PdfObject, num: number): boolean {
  if (resources instanceof PdfRef && resources.num === num) return true;
  const held = file.dict(resources);
  return [...CATEGORIES].some((key) => {
    const category = held?.get(key);
    return category instanceof PdfRef && category.num === num;
  });
}

/** Walks all of the document as it was signed: who refers to the candidates and to what holds them, and what is drawn with which resources. */
function lookThrough(
  step: Step,
  candidates: ReadonlyMap<number, unknown>,
): { places: Map<number, Places>; drawings: Drawing[] } {
  const { before } = step;
  const drawings: Drawing[] = step.pagesBefore.map(({ dict }) => ({
    resources: inheritedResources(before, dict),
    streams: contentsOf(before, dict.get("Contents")),
  }));
  const places = new Map<number, Places>();
  for (const num of candidates.keys()) places.set(num, { elsewhere: false, holders: new Set() });
  const root = before.trailer.get("Root") ?? null;
  const seen = new Set<number>();
  const queue = referencesIn(root);
  for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
    if (seen.has(ref.num)) continue;
    step.spend();
    seen.add(ref.num);
    // By number, here and in what is drawn: a reference with another generation must not hide the object, and some readers follow it.
    lookInto(step, places, before.get(ref.num), ref.num, (value, dict) => {
      if (value instanceof PdfRef) {
        if (!seen.has(value.num)) queue.push(value);
        return;
      }
      const drawing = drawingOf(before, value, dict);
      if (drawing !== undefined) drawings.push(drawing);
    });
  }
  // Objects that hold a candidate as a category have to be resources and nothing else themselves.
  const holders = new Set([...places.values()].flatMap((one) => [...one.holders]).filter((num) => !places.has(num)));
  if (holders.size > 0) {
    const more = new Map<number, Places>();
    for (const num of holders) more.set(num, { elsewhere: false, holders: new Set() });
    for (const num of seen) {
      step.spend();
      lookInto(step, more, before.get(num), num, () => undefined);
    }
    for (const [num, found] of more) places.set(num, found);
  }
  return { places, drawings };
}

/** Notes where one object refers to those looked for; `found` is told of every reference, dictionary and stream in it. */
function lookInto(
  step: Step,
  places: ReadonlyMap<number, Places>,
  object: PdfObject,
  holder: number,
  found: (value: PdfRef | PdfDict | PdfStream, dict: PdfDict) => void,
): void {
  const visit = (value: PdfObject, last: string | undefined, above: string | undefined): void => {
    if (value instanceof PdfRef) {
      step.spend();
      const known = places.get(value.num);
      if (known !== undefined && last !== "Resources" && last !== "DR") {
        const category = last !== undefined && CATEGORIES.has(last);
        if (category && above === undefined) known.holders.add(holder);
        else if (!category || (above !== "Resources" && above !== "DR")) known.elsewhere = true;
      }
      found(value, NOTHING);
    } else if (Array.isArray(value)) for (const item of value) visit(item, "", last);
    else if (value instanceof PdfDict || value instanceof PdfStream) {
      const dict = value instanceof PdfStream ? value.dict : value;
      found(value, dict);
      for (const [key, item] of dict.map) visit(item, key, last);
    }
  };
  visit(object, undefined, undefined);
}

const NOTHING = new PdfDict();

/** What an object draws: forms, tiling patterns, the glyphs of Type 3 fonts, and what fields are filled in with. */
function drawingOf(file: PdfFile, value: PdfObject, dict: PdfDict): Drawing | undefined {
  const named = (key: string, name: string) => {
    const held = file.resolve(dict.get(key));
    return held instanceof PdfName && held.name === name;
  };
  if (value instanceof PdfStream) {
    const draws = dict.has("Resources") || named("Subtype", "Form") || file.resolve(dict.get("PatternType")) === 1;
    return draws ? { resources: dict.get("Resources"), streams: [value] } : undefined;
  }
  if (named("Subtype", "Type3")) {
    const glyphs = file.dict(dict.get("CharProcs"));
    return {
      resources: dict.get("Resources"),
      streams: [...(glyphs?.map.values() ?? [])].flatMap((one) => contentsOf(file, one)),
    };
  }
  const filled = file.resolve(dict.get("DA"));
  return filled instanceof PdfString
    ? { resources: undefined, streams: [new PdfStream(new PdfDict(), filled.bytes)] }
    : undefined;
}

function contentsOf(file: PdfFile, contents: PdfObject | undefined): PdfStream[] {
  const held = byNumber(file, contents);
  if (held instanceof PdfStream) return [held];
  return file.array(held).flatMap((one) => {
    const stream = byNumber(file, one);
    return stream instanceof PdfStream ? [stream] : [];
  });
}

function byNumber(file: PdfFile, value: PdfObject | undefined): PdfObject {
  return file.resolve(value instanceof PdfRef ? file.get(value.num) : value);
}

/** Resources of a page, its own or those of the node above that has some (7.7.3.4). */
function inheritedResources(file: PdfFile, page: PdfDict): PdfObject | undefined {
  let node: PdfDict | undefined = page;
  for (let depth = 0; node !== undefined && depth <= file.limits.nesting; depth++) {
    const resources = node.get("Resources");
    if (resources !== undefined) return resources;
    node = file.dict(node.get("Parent"));
  }
  return undefined;
}

/** The names in a stream, and what may be parts of names at its ends. */
interface NamesOfStream {
  all: Set<string>;
  start: string;
  /** With its slash; "" when the stream ends otherwise. */
  end: string;
  /** The stream is nothing but a part of a word. */
  whole: boolean;
}

/** A name as meant, from a slash and the word behind it. */
function nameFrom(written: string): string {
  return written
    .slice(1)
    .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** How long a name at the very end of content is, its slash included. */
function endLength(text: string): number {
  let at = text.length - 1;
  while (at >= 0 && !"\0\t\n\f\r ()<>[]{}/%".includes(text[at]!)) at--;
  return at >= 0 && text[at] === "/" ? text.length - at : 0;
}

/** The names in content, each stream read once. */
class NamesDrawn {
  readonly #step: Step;
  readonly #known = new Map<PdfStream, NamesOfStream>();
  #left = MAX_CONTENT;

  constructor(step: Step) {
    this.#step = step;
  }

  anyOf({ streams }: Drawing, names: ReadonlySet<string>): boolean {
    const parts = streams.map((stream) => this.#namesIn(stream));
    if (parts.some(({ all }) => [...names].some((name) => all.has(name)))) return true;
    // Poppler joins contents without a space: a name may begin in one and end in the next.
    let begun = "";
    for (const { start, end, whole } of parts) {
      const joined = begun + start;
      if (begun !== "" && [...names].some((name) => nameFrom(joined) === name)) return true;
      begun = whole && begun !== "" ? joined : end;
    }
    return false;
  }

  #namesIn(stream: PdfStream): NamesOfStream {
    const known = this.#known.get(stream);
    if (known !== undefined) return known;
    const bytes = decodeStream(stream, this.#step.before, Math.max(1, this.#left));
    this.#left -= bytes.length;
    this.#step.spend(Math.ceil(bytes.length / BYTES_PER_OBJECT));
    const text = latin1(bytes);
    const all = new Set([...text.matchAll(/\/[^\0\t\n\f\r ()<>[\]{}/%]+/g)].map(([name]) => nameFrom(name)));
    const start = /^[^\0\t\n\f\r ()<>[\]{}/%]*/.exec(text)![0];
    const end = text.slice(text.length - endLength(text));
    const names = { all, start, end, whole: start.length === text.length };
    this.#known.set(stream, names);
    return names;
  }
}
