import type { Agency, AgencyFinding, AgencyMatch, AgencyMatchKind, FormerName } from "./agencies/model.ts";
import {
  asShortForm,
  letterPairs,
  likeness,
  plainName,
  shortForms,
  withoutBrackets,
  withoutPlace,
} from "./agencies/names.ts";
import { splitAgencies } from "./agencies/split.ts";
import type { Task } from "./model.ts";

export type { Agency, AgencyFinding, AgencyMatch, AgencyMatchKind, FormerName } from "./agencies/model.ts";
export { type NamedAgency, splitAgencies } from "./agencies/split.ts";
export { STANDARD_AGENCIES } from "./agencies/standard.ts";

/** How alike two names must be to be worth asking. */
const LEAST_LIKENESS = 0.72;
const SUGGESTIONS = 3;

/** No agency's name is longer; what is longer is a text in the wrong column. */
const NAME_LENGTH = 300;
/** Most different names of one table that are looked up: more than any office deals with, little enough for one request. */
const REVIEWED_NAMES = 2_000;

/** How sure each way of finding is; a part of a former agency's work counts less than the whole. */
const SCORES = { exact: 1, spelling: 0.99, abbreviation: 0.97, former: 0.95, formerShort: 0.93, part: 0.6 } as const;

/** Names of a directory made ready for looking up; make it once for a whole table. */
interface AgencyIndex {
  match(text: string): AgencyMatch[];
}

/**
 * The agencies of a directory that a text may mean, the surest first: the name itself, an abbreviation (given, or by rule: "Sở KH&CN",
 * "SKHCN"), a former name or its abbreviation ("Sở TT&TT"), a name much like it.
 *
 * @example
 * matchAgency("Sở Thông tin và Truyền thông", STANDARD_AGENCIES)[0]; // Sở Khoa học và Công nghệ, "former"
 */
export function matchAgency(text: string, directory: readonly Agency[]): AgencyMatch[] {
  return indexAgencies(directory).match(text);
}

/** {@link matchAgency} for many texts over one directory. */
export function indexAgencies(directory: readonly Agency[]): AgencyIndex {
  const entries = directory.map((agency) => ({
    agency,
    writing: plainWriting(agency.name),
    ...plainForms(agency.name),
    short: new Set([...shortForms(agency.name), ...agency.abbreviations.map(asShortForm)]),
    given: new Set(agency.abbreviations.map(plainName)),
    former: agency.formerNames.map((former) => ({
      former,
      plain: withoutPlace(plainName(former.name)),
      short: new Set(shortForms(former.name)),
    })),
  }));
  const match = (text: string): AgencyMatch[] => {
    if (text.length > NAME_LENGTH) return [];
    const bare = withoutBrackets(text);
    const { plain, pairs } = plainForms(bare);
    if (plain === "") return [];
    const writing = plainWriting(bare);
    const short = asShortForm(bare);
    const given = plainName(bare);
    const found: AgencyMatch[] = [];
    for (const { agency, ...names } of entries) {
      const add = (kind: AgencyMatchKind, score: number, former?: FormerName) =>
        found.push({ match: agency, kind, score, ...(former === undefined ? {} : { former }) });
      if (names.writing === writing) add("exact", SCORES.exact);
      else if (names.plain === plain) {
        // "UBND" for "Ủy ban nhân dân" is the same name; a name without diacritics is a slip.
        if (sameDiacritics(bare, agency.name)) add("exact", SCORES.exact);
        else add("similar", SCORES.spelling);
      } else if (names.given.has(given) || names.short.has(short)) add("abbreviation", SCORES.abbreviation);
      else {
        const old = names.former.find((candidate) => candidate.plain === plain || candidate.short.has(short));
        if (old !== undefined) {
          const whole = old.plain === plain ? SCORES.former : SCORES.formerShort;
          add("former", old.former.part === undefined ? whole : SCORES.part, old.former);
        } else {
          const like = likeness(pairs, names.pairs, LEAST_LIKENESS);
          if (like >= LEAST_LIKENESS && sameKind(plain, names.plain)) add("similar", like * 0.9);
        }
      }
    }
    found.sort((a, b) => b.score - a.score);
    // A name that is certain leaves no room for guesses.
    const certain = found[0] !== undefined && found[0].score >= SCORES.formerShort;
    return certain
      ? found.filter((candidate) => candidate.kind === found[0]!.kind || candidate.kind === "former")
      : found;
  };
  return { match };
}

function plainForms(name: string) {
  const plain = withoutPlace(plainName(name));
  return { plain, pairs: letterPairs(plain) };
}

/** A name without case, double spaces and dashes: all that the same writing may differ in. */
function plainWriting(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[\s\-–]+/g, " ")
    .trim();
}

/** Do two names that are the same without diacritics also have the same diacritics, wherever they are written out? */
function sameDiacritics(a: string, b: string): boolean {
  const marks = (text: string) => [...text.normalize("NFD").matchAll(/\p{M}|[đĐ]/gu)].length;
  const writtenOut = (text: string) => !/(?<!\p{L})(?:UBND|HĐND|VP|TP|MTTQ|UBMTTQ|CNTT)(?!\p{L})/u.test(text);
  const place = (text: string) => /\s(?:tỉnh|thành phố)(?:\s|$)/iu.test(text);
  if (writtenOut(a) !== writtenOut(b) || place(a) !== place(b)) return marks(a) > 0 || marks(b) === 0;
  return marks(a) === marks(b);
}

/** "Sở Y tế" and "Bộ Y tế" are alike and never mean each other. */
function sameKind(a: string, b: string): boolean {
  const kind = (plain: string) => /^(?:so|bo|uy ban|hoi dong|van phong|cong an|thanh tra)(?= )/.exec(plain)?.[0];
  return kind(a) === kind(b);
}

/**
 * Every agency in the cells of tasks that is not one of the directory as it is written there, once each, with what it may mean: former
 * names first, then by how often they come. Words for many ("Các sở, ban, ngành") are passed over; of a table with more than 2 000 names
 * the first 2 000 are looked at.
 */
export function reviewAgencies(
  tasks: readonly Pick<Task, "leadAgency" | "coordinatingAgencies">[],
  directory: readonly Agency[],
): AgencyFinding[] {
  const cells = new Map<string, number>();
  const cellsOf = new Map<string, string[]>();
  for (const task of tasks) {
    for (const cell of [task.leadAgency, task.coordinatingAgencies]) {
      let names = cellsOf.get(cell);
      if (names === undefined) {
        names = splitAgencies(cell)
          .filter(({ collective }) => !collective)
          .map(({ text }) => withoutBrackets(text));
        cellsOf.set(cell, names);
      }
      for (const name of names) if (name !== "") cells.set(name, (cells.get(name) ?? 0) + 1);
    }
  }
  const index = indexAgencies(directory);
  const findings: AgencyFinding[] = [];
  for (const [text, count] of [...cells].slice(0, REVIEWED_NAMES)) {
    const suggestions = index.match(text).slice(0, SUGGESTIONS);
    const best = suggestions[0];
    if (best?.kind === "exact") continue;
    findings.push({ text, cells: count, kind: best?.kind ?? "unknown", suggestions });
  }
  const order = ["former", "similar", "abbreviation", "unknown"];
  return findings.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.cells - a.cells);
}

/**
 * Tasks with agencies renamed as the user accepted: whole names only, what stands in brackets behind them stays, and a name that then
 * comes twice in a cell is kept once. Nothing else of a cell changes.
 *
 * @param renames new name by the name as {@link reviewAgencies} gave it
 */
export function renameAgencies<T extends Pick<Task, "leadAgency" | "coordinatingAgencies">>(
  tasks: readonly T[],
  renames: Readonly<Record<string, string>>,
): T[] {
  const known = new Map(Object.entries(renames).filter(([from, to]) => to !== "" && from !== to));
  if (known.size === 0) return [...tasks];
  const done = new Map<string, string>();
  const renamed = (cell: string): string => {
    let text = done.get(cell);
    if (text === undefined) {
      text = renameCell(cell, known);
      done.set(cell, text);
    }
    return text;
  };
  return tasks.map((task) => ({
    ...task,
    leadAgency: renamed(task.leadAgency),
    coordinatingAgencies: renamed(task.coordinatingAgencies),
  }));
}

function renameCell(cell: string, renames: ReadonlyMap<string, string>): string {
  const parts = splitAgencies(cell);
  const named = parts.map((part) => {
    const bare = withoutBrackets(part.text);
    const to = renames.get(bare);
    return {
      ...part,
      to: to === undefined ? part.text : part.text.includes(bare) ? part.text.replace(bare, () => to) : to,
    };
  });
  if (named.every(({ text, to }) => text === to)) return cell;
  let result = "";
  let at = 0;
  const seen = new Set<string>();
  for (const { text, to, start, end } of named) {
    const repeated = seen.has(to) && text !== to;
    // What parted the name from the one before goes with it.
    if (!repeated) result += cell.slice(at, start) + to;
    seen.add(to);
    at = end;
  }
  return result + cell.slice(at);
}
