import { type Actor, type AuditEvent, allow } from "../../access/index.ts";
import { FORM_WORDS } from "../../copies/index.ts";
import { VanthuError } from "../../errors/index.ts";
import {
  foldVietnamese,
  type IncomingEntry,
  type LineKey,
  type LoanEntry,
  type OutgoingEntry,
  type PostalEntry,
  type Register,
  seriesParts,
  yearOf,
} from "../../records/index.ts";
import type { StoredItem } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import type { CopyDesk } from "../copies/model.ts";
import { hiddenArrivals, type IncomingDesk } from "../incoming/index.ts";
import { hiddenFrom, MASKED_SUBJECT } from "../rights/index.ts";
import { REGISTERS } from "./forms.ts";
import { checkedCells } from "./kept-cells.ts";
import type { RegisterDesk, RegisterName, RegisterPage, RegisterQuery, RegisterRow } from "./model.ts";
import { printRegister, registerWorkbook } from "./register-files.ts";

/** Registers with lines of their own in the store; the two others are made of what they are about. */
type Stored = Exclude<RegisterName, "following" | "copies">;
type AnyEntry = OutgoingEntry | IncomingEntry | PostalEntry | LoanEntry;

/** Lines of one page at most, and of one printed volume or workbook. */
const MOST = { page: 500, volume: 2_000, workbook: 20_000 } as const;
const PAGE = 50;

/** The registers of Phụ lục IV of one organisation. */
export function registerDesk(
  context: OfficeContext,
  others: { followUp: IncomingDesk["followUp"]; copies: CopyDesk["register"] },
): RegisterDesk {
  const { access } = context;
  const registerOf = (name: Stored) => context.registers[name] as unknown as Register<AnyEntry>;

  const lineOf = async (actor: Actor, name: RegisterName, year: number, key: string): Promise<StoredItem<AnyEntry>> => {
    allow(actor, "register.read");
    const line = isStored(name) ? await registerOf(name).at(actor.organisationId, year, key) : undefined;
    const shown = line === undefined ? undefined : await concealing(context, actor, name as Stored);
    if (line === undefined || (shown !== undefined && shown(line.data) !== line.data))
      throw new VanthuError("NOT_FOUND", { message: "Sổ không có dòng này.", where: `${year} ${key}` });
    return line;
  };

  /** Rows of a register that is made of what it is about. */
  const derived = async (actor: Actor, name: "following" | "copies", query: RegisterQuery): Promise<RegisterRow[]> => {
    if (name === "copies")
      return (await others.copies(actor, query.year, query.search)).map(
        ({ copyId, symbol, madeOn, form, copied, signatory, recipients, amount, note, state }) => ({
          key: copyId,
          year: query.year,
          number: 0,
          rev: 0,
          document: { of: "copy", id: copyId },
          cells: { symbol, madeOn, form: FORM_WORDS[form], copied, signatory, recipients, amount, note },
          ...(state === "void" ? { voided: true as const } : {}),
        }),
      );
    const words = foldVietnamese(query.search ?? "").split(" ");
    return (await others.followUp(actor, query.year))
      .map(
        ({ id, arrivalNumber, document, assignees, dueOn = "", progress, answer, note }): RegisterRow => ({
          key: id,
          year: query.year,
          number: arrivalNumber,
          rev: 0,
          document: { of: "incoming", id },
          cells: { arrivalNumber, document, assignees, dueOn, progress, answer, note },
        }),
      )
      .filter(({ cells }) => {
        const text = foldVietnamese(Object.values(cells).join(" "));
        return words.every((word) => text.includes(word));
      });
  };

  const page = async (
    actor: Actor,
    name: RegisterName,
    query: RegisterQuery,
    most: number,
  ): Promise<{ rows: RegisterRow[]; next?: string }> => {
    allow(actor, "register.read");
    const limit = Math.min(Math.max(query.limit ?? PAGE, 1), most);
    if (!isStored(name)) {
      const fits = derivedFilter(query);
      const rows = (await derived(actor, name, query)).filter(fits);
      if (query.reverse) rows.reverse();
      const from = Number(query.after ?? 0) || 0;
      const next = from + limit < rows.length ? String(from + limit) : undefined;
      return { rows: rows.slice(from, from + limit), ...(next === undefined ? {} : { next }) };
    }
    const where = entryFilter(name, query);
    const shown = await concealing(context, actor, name);
    const { fromNumber, toNumber, search, reverse, after } = query;
    const { lines, next } = await registerOf(name).list(actor.organisationId, query.year, {
      limit,
      ...(fromNumber === undefined ? {} : { fromNumber }),
      ...(toNumber === undefined ? {} : { toNumber }),
      ...(search === undefined ? {} : { search }),
      ...(reverse === undefined ? {} : { reverse }),
      ...(after === undefined ? {} : { after }),
      ...(where === undefined ? {} : { where }),
      ...(shown === undefined ? {} : { shown }),
    });
    return { rows: lines.map((line) => rowOf(name, line)), ...(next === undefined ? {} : { next }) };
  };

  /** Lines for a file: all, or too many. */
  const all = async (actor: Actor, name: RegisterName, query: RegisterQuery, most: number) => {
    const { after: _after, reverse: _reverse, ...wanted } = query;
    const { rows, next } = await page(actor, name, { ...wanted, limit: most }, most);
    if (next === undefined) return rows;
    throw new VanthuError("REGISTER_TOO_LONG", {
      message: `Sổ có hơn ${most.toLocaleString("vi")} dòng, nhiều hơn một quyển.`,
      where: "register",
      hint: "Chọn khoảng số (từ số… đến số…) rồi lập từng quyển.",
    });
  };

  const event = (actor: Actor, action: string, subject: string, details: Record<string, string>): AuditEvent => ({
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: context.clock().toISOString(),
    action,
    subject,
    details,
  });

  return {
    async outgoing(actor, year, search) {
      allow(actor, "register.read");
      const shown = await concealing<OutgoingEntry>(context, actor, "outgoing");
      const { lines } = await context.registers.outgoing.list(actor.organisationId, year, {
        search,
        ...(shown === undefined ? {} : { shown }),
      });
      return lines.map(({ data }) => data);
    },

    async incoming(actor, year, search) {
      allow(actor, "register.read");
      const shown = await concealing<IncomingEntry>(context, actor, "incoming");
      const { lines } = await context.registers.incoming.list(actor.organisationId, year, {
        search,
        ...(shown === undefined ? {} : { shown }),
      });
      return lines.map(({ data }) => data);
    },

    forms(actor) {
      allow(actor, "register.read");
      return Object.values(REGISTERS);
    },

    async page(actor, name, query) {
      const shown = await page(actor, name, query, MOST.page);
      const years = await context.registers[isStored(name) ? name : "incoming"].years(actor.organisationId);
      return { form: REGISTERS[name], years, ...shown } satisfies RegisterPage;
    },

    async row(actor, name, year, key) {
      return rowOf(name as Stored, await lineOf(actor, name, year, key));
    },

    async history(actor, name, year, key) {
      const line = await lineOf(actor, name, year, key);
      return registerOf(name as Stored).history(line);
    },

    async keep(actor, name, year, key, rev, cells) {
      allow(actor, "register.keep");
      const line = await lineOf(actor, name, year, key);
      if (line.rev !== rev)
        throw new VanthuError("CONFLICT", {
          message: "Dòng này đã được người khác thay đổi.",
          where: key,
          hint: "Mở lại dòng để xem bản mới rồi làm lại.",
        });
      if ("voided" in line.data && line.data.voided)
        throw new VanthuError("INVALID", { message: "Dòng của số đã hủy không sửa được.", where: key });
      const changed = checkedCells(REGISTERS[name], cells, line.data as unknown as Record<string, unknown>);
      const at = context.clock().toISOString();
      const operations = registerOf(name as Stored).change(line, changed as Partial<AnyEntry>, {
        at,
        by: actor.personId,
        person: actor.name,
      });
      await access.commitAudited(
        operations,
        event(actor, "register.keep", line.data.documentId, {
          register: name,
          line: key,
          columns: Object.keys(changed).join(", "),
        }),
      );
      return rowOf(name as Stored, await lineOf(actor, name, year, key));
    },

    async enter(actor, name, cells) {
      allow(actor, "register.keep");
      const form = REGISTERS[name];
      if (form.byHand !== true)
        throw new VanthuError("INVALID", {
          message: `${form.title} tự có dòng khi văn bản vào sổ, không ghi tay.`,
          where: "register",
        });
      const columns = checkedCells(form, cells);
      const id = timeOrderedId(context.clock());
      const day = String(columns[name === "postal" ? "sentOn" : "takenOn"]);
      const entry = {
        ...columns,
        organisationId: actor.organisationId,
        documentId: id,
        year: yearOf(day),
        number: 0,
      } as unknown as AnyEntry;
      const register = registerOf(name as Stored);
      await access.commitAudited(register.enter(entry), event(actor, "register.enter", id, { register: name }));
      return rowOf(name as Stored, await lineOf(actor, name, entry.year, register.keyOf(entry)));
    },

    async print(actor, name, query, { volume = 1, format = "pdf" } = {}) {
      const rows = await all(actor, name, query, MOST.volume);
      const organisation = await access.organisation(actor.organisationId);
      return printRegister(REGISTERS[name], rows, {
        organisation,
        year: query.year,
        volume,
        at: context.clock(),
        format,
      });
    },

    async workbook(actor, name, query) {
      const rows = await all(actor, name, query, MOST.workbook);
      const { name: organisation } = await access.organisation(actor.organisationId);
      return registerWorkbook(REGISTERS[name], rows, { organisation, year: query.year });
    },

    async alike(actor, wanted) {
      allow(actor, "register.read");
      const shown = (await concealing<IncomingEntry>(context, actor, "incoming")) ?? ((entry: IncomingEntry) => entry);
      return (await context.registers.incoming.alike(actor.organisationId, wanted)).map(({ data }) => shown(data));
    },
  };

  function rowOf(name: Stored, line: StoredItem<AnyEntry>): RegisterRow {
    const { data } = line;
    const cells: RegisterRow["cells"] = {};
    const values = data as unknown as Record<string, unknown>;
    for (const { key } of REGISTERS[name].columns) {
      const value = values[key];
      cells[key] = typeof value === "number" ? value : String(value ?? "");
    }
    const voided = "voided" in data && data.voided === true;
    const takenOver = "takenOver" in data && data.takenOver === true;
    const concealed = values.subject === MASKED_SUBJECT;
    // A line of a number that was voided counts no copies.
    if (voided && name === "outgoing") cells.copies = "";
    const of = name === "outgoing" ? "document" : name === "incoming" ? "incoming" : undefined;
    return {
      key: line.sk,
      year: data.year,
      number: data.number,
      rev: line.rev,
      ...(of === undefined || takenOver || concealed ? {} : { document: { of, id: data.documentId } }),
      cells,
      ...(voided ? { voided: true as const } : {}),
      ...(takenOver ? { takenOver: true as const } : {}),
      ...(concealed ? { concealed: true as const } : {}),
    };
  }
}

/**
 * Lines of documents that are kept from this person say no more than their number: by the rights of a document, and of what came in by whom it
 * is assigned to (NĐ30 Điều 23.1).
 */
async function concealing<Entry extends AnyEntry>(
  context: OfficeContext,
  actor: Actor,
  name: Stored,
): Promise<((entry: Entry) => Entry) | undefined> {
  const conceals = name === "incoming" ? await hiddenArrivals(context, actor) : await hiddenDocuments(context, actor);
  if (conceals === undefined) return undefined;
  return (entry) => {
    if (!conceals(entry)) return entry;
    const copy: Record<string, unknown> = { ...entry, subject: MASKED_SUBJECT };
    for (const column of ["kind", "signatory", "recipients", "note", "receipt"])
      if (typeof copy[column] === "string") copy[column] = "";
    return copy as unknown as Entry;
  };
}

async function hiddenDocuments(
  context: OfficeContext,
  actor: Actor,
): Promise<((entry: AnyEntry) => boolean) | undefined> {
  const hidden = await hiddenFrom(context, actor);
  return hidden.size === 0 ? undefined : ({ documentId }) => hidden.has(documentId);
}

function isStored(name: RegisterName): name is Stored {
  return name !== "following" && name !== "copies";
}

/** True for entries that a query wants, besides their number and the words; undefined when it wants all. */
function entryFilter(name: Stored, query: RegisterQuery): ((entry: AnyEntry) => boolean) | undefined {
  const tests: ((entry: Record<string, unknown>) => boolean)[] = [];
  const has = (wanted: string | undefined, ...keys: string[]) => {
    const words = foldVietnamese(wanted ?? "");
    if (words === "") return;
    tests.push((entry) => keys.some((key) => foldVietnamese(String(entry[key] ?? "")).includes(words)));
  };
  if (query.kind) {
    const wanted = foldVietnamese(query.kind);
    // Of arrivals the kind stands before the subject, where it is not noted by itself.
    tests.push((entry) => {
      const kind = foldVietnamese(String(entry.kind ?? ""));
      return kind === "" && name === "incoming"
        ? foldVietnamese(String(entry.subject)).startsWith(wanted)
        : kind === wanted;
    });
  }
  if (name === "outgoing") has(query.unit, "unit", "archivedBy");
  if (name === "incoming") has(query.unit, "assignee");
  if (name === "loans") has(query.signatory, "allowedBy");
  else has(query.signatory, "signatory");
  const day = { outgoing: "issuedOn", incoming: "arrivedOn", postal: "sentOn", loans: "takenOn" }[name];
  const { from, to, series, state } = query;
  if (from) tests.push((entry) => String(entry[day]) >= from);
  if (to) tests.push((entry) => String(entry[day]) <= to);
  if (series) tests.push((entry) => entry.series === series || (entry.series === undefined && isCommon(series)));
  if (state) {
    const wanted = STATES[state];
    if (wanted === undefined)
      throw new VanthuError("INVALID", { message: "Không có tình trạng này của dòng sổ.", where: "state" });
    tests.push(wanted);
  }
  return tests.length === 0
    ? undefined
    : (entry) => tests.every((test) => test(entry as LineKey as unknown as Record<string, unknown>));
}

/** Lines older than books were all of the common one. */
function isCommon(series: string): boolean {
  return seriesParts(series).register === "chung";
}

/** What a line can stand at, by the word that asks for it. */
const STATES: Record<string, (entry: Record<string, unknown>) => boolean> = {
  issued: (entry) => entry.voided !== true && !entry.sentOn,
  sent: (entry) => entry.voided !== true && Boolean(entry.sentOn),
  passed: (entry) => entry.voided !== true && Boolean(entry.assignee),
  waiting: (entry) => entry.voided !== true && !entry.assignee,
  voided: (entry) => entry.voided === true,
  "taken-over": (entry) => entry.takenOver === true,
};

function derivedFilter({ fromNumber, toNumber, from, to, unit, signatory }: RegisterQuery) {
  const has = (wanted: string | undefined, value: unknown) =>
    wanted === undefined || foldVietnamese(String(value ?? "")).includes(foldVietnamese(wanted));
  return ({ number, cells }: RegisterRow): boolean => {
    const day = String(cells.madeOn ?? cells.dueOn ?? "");
    return (
      (fromNumber === undefined || number >= fromNumber) &&
      (toNumber === undefined || number <= toNumber) &&
      (from === undefined || day >= from) &&
      (to === undefined || (day !== "" && day <= to)) &&
      has(unit, cells.assignees ?? cells.recipients) &&
      has(signatory, cells.signatory ?? "")
    );
  };
}
