import { type Actor, allow, type Person } from "../../access/index.ts";
import { isIsoDay, openCalendar, vietnameseDay, type WorkingCalendar } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { documentIdOf } from "../dispatch.ts";
import { documentsOf } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import { answerSymbolsOf } from "./answer-links.ts";
import { figuresPaper } from "./figures-paper.ts";
import { handlingsOf, labelOf, sees } from "./handling-records.ts";
import { summaries } from "./listing.ts";
import type {
  FollowUpLine,
  Handling,
  HandlingCounts,
  IncomingDesk,
  IncomingFigures,
  IncomingPeriod,
  IncomingSummary,
  IssuingCounts,
  OutgoingFigures,
} from "./model.ts";
import { dueWords, PROGRESS_WORDS } from "./progress.ts";
import { answersOf } from "./reading.ts";

/** Longest period of figures, in years. */
const LONGEST = 3;

/** What became of incoming and outgoing documents in a period, and the book that follows incoming ones. */
export function figuresDesk(
  context: OfficeContext,
): Pick<IncomingDesk, "followUp" | "figures" | "outgoingFigures" | "figuresFile"> {
  async function incoming(actor: Actor, period: IncomingPeriod): Promise<IncomingFigures> {
    allow(actor, "register.read");
    checkPeriod(period);
    const all = await everything(context, actor);
    const arrived = all.filter(({ arrivedAt }) => within(vietnamDate(new Date(arrivedAt)), period));
    const counted = arrived.filter(({ arrivalNumber }) => arrivalNumber !== undefined);
    const handlings = await handlingMap(context, actor.organisationId);
    const totals = noHandling();
    const groups = new Map<string, IncomingFigures["byAssignee"][number]>();
    const channels = { exchange: 0, paper: 0, email: 0, file: 0 };
    for (const one of counted) {
      channels[one.channel ?? "exchange"] += 1;
      count(totals, one);
      for (const { to, part } of handlings.get(one.id)?.assignments ?? []) {
        if (part !== "lead") continue;
        const kind = "unitId" in to ? "unit" : "person";
        const key = `${kind}/${"unitId" in to ? to.unitId : to.personId}`;
        const group = groups.get(key) ?? { name: to.name, kind, ...noHandling() };
        count(group, one);
        groups.set(key, group);
      }
    }
    const overdue = counted.flatMap((one) =>
      one.due?.state !== "overdue"
        ? []
        : [
            {
              id: one.id,
              arrivalNumber: one.arrivalNumber!,
              document: labelOf(one),
              assignees: one.assignees,
              dueOn: one.due.day,
              days: one.due.days,
            },
          ],
    );
    return {
      period,
      asOf: vietnamDate(context.clock()),
      organisation: (await context.access.organisation(actor.organisationId)).name,
      totals,
      channels,
      rejected: arrived.filter(({ progress }) => progress === "rejected").length,
      waiting: arrived.filter(({ progress }) => progress === "waiting").length,
      byAssignee: [...groups.values()].sort((a, b) => a.name.localeCompare(b.name, "vi")),
      overdue: overdue.sort((a, b) => b.days - a.days),
    };
  }

  async function outgoing(actor: Actor, period: IncomingPeriod): Promise<OutgoingFigures> {
    allow(actor, "register.read");
    checkPeriod(period);
    const organisation = await context.access.organisation(actor.organisationId);
    const calendar = await openCalendar(context.storage.records).working(actor.organisationId);
    const people = new Map((await context.access.people(actor.organisationId)).map((one) => [one.id, one]));
    const { items } = await context.storage.records.query<DocumentRecord>(documentsOf(actor.organisationId));
    const totals = noIssuing();
    const kinds = new Map<string, OutgoingFigures["byKind"][number]>();
    const drafters = new Map<string, OutgoingFigures["byDrafter"][number]>();
    const receivers = { total: 0, accepted: 0, done: 0, rejected: 0, arrived: 0, underWay: 0, failed: 0 };
    const open = { draft: 0, submitted: 0, approved: 0, signed: 0, numbered: 0 };
    for (const { data: document } of items) {
      const { state, issuedOn, kind, history } = document;
      const isOpen = state === "returned" ? "draft" : state;
      if (isOpen in open) open[isOpen as keyof typeof open] += 1;
      const issuedAt = history.find(({ action }) => action === "issue")?.at;
      if (issuedAt === undefined || issuedOn === undefined || !within(issuedOn, period)) continue;
      const drafter = history[0]!;
      const byKind = kinds.get(kind) ?? { kind, name: KINDS[kind].name, ...noIssuing() };
      const byDrafter = drafters.get(drafter.personId) ?? {
        name: (people.get(drafter.personId) as Person | undefined)?.name ?? drafter.person,
        ...noIssuing(),
      };
      kinds.set(kind, byKind);
      drafters.set(drafter.personId, byDrafter);
      for (const counts of [totals, byKind, byDrafter]) {
        counts.total += 1;
        counts[issuedInTime(history, issuedAt, calendar) ? "onTime" : "late"] += 1;
        if (document.sentTo.length > 0) counts.sent += 1;
        if (state === "recalled") counts.recalled += 1;
      }
      if (document.sentTo.length === 0) continue;
      for (const { status, state: sending } of await context.outbox.deliveries(documentIdOf(document, organisation))) {
        receivers.total += 1;
        if (status === "06") receivers.done += 1;
        else if (status === "02") receivers.rejected += 1;
        else if (status === "01") receivers.arrived += 1;
        else if (status !== undefined) receivers.accepted += 1;
        else if (sending === "dead") receivers.failed += 1;
        else receivers.underWay += 1;
      }
    }
    return {
      period,
      asOf: vietnamDate(context.clock()),
      organisation: organisation.name,
      totals,
      byKind: [...kinds.values()].sort((a, b) => b.total - a.total),
      byDrafter: [...drafters.values()].sort((a, b) => a.name.localeCompare(b.name, "vi")),
      receivers,
      open,
    };
  }

  return {
    async followUp(actor, year) {
      allow(actor, "register.read");
      if (!Number.isInteger(year)) throw new VanthuError("INVALID", { message: "Năm không đúng.", where: "year" });
      const all = new Map((await everything(context, actor)).map((one) => [one.id, one]));
      const handlings = await handlingMap(context, actor.organisationId);
      const { lines } = await context.registers.incoming.list(actor.organisationId, year);
      const found: FollowUpLine[] = [];
      for (const { data: line } of lines) {
        const one = all.get(line.documentId);
        const handling = handlings.get(line.documentId);
        const answers = handling === undefined ? [] : await answersOf(context, actor.organisationId, handling.answers);
        const state = one === undefined ? "" : progressWords(one);
        found.push({
          id: line.documentId,
          arrivalNumber: line.number,
          document: `${one?.kind.name || "Văn bản"} ${line.notation} ngày ${vietnameseDay(line.issuedOn)} của ${line.author}`,
          assignees: one?.assignees || (line.assignee ?? ""),
          ...(handling?.dueOn === undefined ? {} : { dueOn: handling.dueOn }),
          progress: state,
          answer: handling === undefined ? "" : answerSymbolsOf(handling, answers),
          // How it ended is told to those who may see the document; the book's other columns are everybody's who reads the registers.
          note:
            handling !== undefined && !sees(actor, handling)
              ? ""
              : one?.cancelled === undefined
                ? (handling?.finished?.note ?? line.note ?? "")
                : (line.note ?? ""),
        });
      }
      return found;
    },
    figures: incoming,
    outgoingFigures: outgoing,
    async figuresFile(actor, period, which, format) {
      const organisation = await context.access.organisation(actor.organisationId);
      const figures = which === "incoming" ? await incoming(actor, period) : await outgoing(actor, period);
      return figuresPaper(organisation, figures, format);
    },
  };
}

/** "Đang giải quyết, quá hạn 3 ngày làm việc" */
function progressWords({ progress, due }: IncomingSummary): string {
  const words = PROGRESS_WORDS[progress];
  if (due === undefined || due.state === "later") return words;
  const said = dueWords(due);
  return `${words}, ${said.charAt(0).toLocaleLowerCase("vi")}${said.slice(1)}`;
}

/** Figures are of the whole office, whoever of those who may read the registers asks for them. */
function everything(context: OfficeContext, actor: Actor): Promise<IncomingSummary[]> {
  return summaries(context, { ...actor, roles: [...actor.roles, "auditor"] });
}

async function handlingMap(context: OfficeContext, organisationId: string): Promise<Map<string, Handling>> {
  const { items } = await context.storage.records.query<Handling>(handlingsOf(organisationId));
  return new Map(items.map((item) => [item.sk, item.data]));
}

function count(counts: HandlingCounts, { progress, due }: IncomingSummary): void {
  counts.total += 1;
  if (progress === "cancelled") counts.cancelled += 1;
  else if (progress === "done") {
    counts.done += 1;
    if (due?.state === "kept") counts.onTime += 1;
    if (due?.state === "missed") counts.late += 1;
  } else if (due?.state === "overdue") counts.overdue += 1;
  else counts[progress === "unassigned" ? "unassigned" : "working"] += 1;
}

/** Signed and issued on one day, or issued on the next working day (NĐ30 Điều 18.1). */
function issuedInTime(history: DocumentRecord["history"], issuedAt: string, calendar: WorkingCalendar): boolean {
  const signed = history.findLast(({ action, at }) => action === "sign" && at <= issuedAt)?.at ?? issuedAt;
  return vietnamDate(new Date(issuedAt)) <= calendar.addWorkingDays(vietnamDate(new Date(signed)), 1);
}

function within(day: string, { from, to }: IncomingPeriod): boolean {
  return day >= from && day <= to;
}

function checkPeriod({ from, to }: IncomingPeriod): void {
  for (const [where, day] of [
    ["from", from],
    ["to", to],
  ] as const)
    if (!isIsoDay(day)) throw new VanthuError("INVALID", { message: "Ngày của kỳ báo cáo không đúng.", where });
  if (from > to) throw new VanthuError("INVALID", { message: "Ngày đầu kỳ sau ngày cuối kỳ.", where: "from" });
  if (Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > LONGEST)
    throw new VanthuError("INVALID", { message: `Kỳ báo cáo dài quá ${LONGEST} năm.`, where: "to" });
}

function noHandling(): HandlingCounts {
  return { total: 0, unassigned: 0, working: 0, overdue: 0, done: 0, onTime: 0, late: 0, cancelled: 0 };
}

function noIssuing(): IssuingCounts {
  return { total: 0, onTime: 0, late: 0, sent: 0, recalled: 0 };
}
