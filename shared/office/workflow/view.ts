import { allow, may, type Person } from "../../access/index.ts";
import { openCalendar } from "../../calendar/index.ts";
import {
  ACTION_NAMES,
  allowedActions,
  type DocumentState,
  LIFECYCLE,
  transitionsFrom,
  type WorkflowRules,
} from "../../documents/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { readDocument, statesOf, summariesOf, summaryOf } from "../document-file.ts";
import type { DocumentRecord, DocumentSummary } from "../model.ts";
import { hiddenFrom } from "../rights/index.ts";
import { issuedAtOf, issuingClock } from "./clock.ts";
import { holdOf } from "./holds.ts";
import type { NextAction, Turn, WaitingDocument, WorkflowDesk } from "./model.ts";
import { openedDesk } from "./opened.ts";
import { relationOf } from "./relations.ts";
import { officeRules, rulesFor } from "./rules.ts";
import { newestSlip } from "./slip.ts";
import { awaited, awaits, mayPerform, performerWords, summaryTurn, turnInput, turnOf } from "./turn.ts";
import { headsOver } from "./unit-head.ts";
import { versionsOf } from "./versions.ts";

/** States in which a document waits for somebody. */
const WAITING: DocumentState[] = ["draft", "returned", "submitted", "approved"];
/** And those in which it waits for the clerk alone. */
const CLERKS: DocumentState[] = ["signed", "numbered", "issued"];
const CLERKS_ACTS = ["document.number", "document.seal", "document.send"] as const;
/** Of one state the newest so many are looked at: an office that sends on paper leaves its documents "issued" for ever. */
const MOST = 500;

/** What stands before whom: one document with all its workflow, and the documents that wait for a person. */
export function viewDesk(context: OfficeContext): Pick<WorkflowDesk, "view" | "waiting" | "reviewers"> {
  const calendars = openCalendar(context.storage.records);
  const { records } = context.storage;

  return {
    async view(actor, id) {
      allow(actor, "document.read");
      const document = await readDocument(context, actor, id);
      const { organisationId } = actor;
      const [rules, people, calendar, hold, versions, slip] = await Promise.all([
        rulesFor(context, document),
        context.access.people(organisationId),
        calendars.working(organisationId),
        holdOf(context, organisationId, id),
        versionsOf(context, organisationId, id),
        newestSlip(context, organisationId, id),
      ]);
      const { state, history, changedBy = [], recall, rev } = document;
      const turn = currentTurn(document, rules, people);
      const clock = issuingClock(summaryOf(document), calendar, context.clock(), issuedAtOf(document));
      const relation = relationOf(document);
      const actions = transitionsFrom(state, rules).map(
        (one): NextAction => ({
          action: one.action,
          name: ACTION_NAMES[one.action],
          who: performerWords(one.who),
          clause: one.clause,
          reason: one.reason === true,
          mine: mayPerform(actor, document, one),
        }),
      );
      return {
        documentId: id,
        rev,
        state,
        stateName: LIFECYCLE[state].name,
        rules,
        ...(turn === undefined ? {} : { turn }),
        actions,
        ...(clock === undefined ? {} : { clock }),
        ...(hold === undefined ? {} : { hold }),
        history,
        versions,
        ...(slip === undefined ? {} : { slip }),
        ...(relation === undefined ? {} : { relation }),
        changedBy,
        ...(recall === undefined ? {} : { recall }),
      };
    },

    async waiting(actor) {
      allow(actor, "document.read");
      const { organisationId } = actor;
      const [rules, calendar, summaries, hidden] = await Promise.all([
        officeRules(context, organisationId),
        calendars.working(organisationId),
        waitingSummaries(CLERKS_ACTS.some((act) => may(actor, act)) ? [...WAITING, ...CLERKS] : WAITING),
        hiddenFrom(context, actor),
      ]);
      const now = context.clock();
      const waiting: WaitingDocument[] = [];
      for (const document of summaries) {
        const own = summaryRules(document, rules);
        const input = summaryTurn(document);
        const action = awaited(input, own);
        if (action === undefined || !awaits(input, action, actor) || hidden.has(document.id)) continue;
        if (!allowedActions(document.state, own).includes(action)) continue;
        const clock = issuingClock(document, calendar, now);
        const runs = clock !== undefined && clock.standing !== "done";
        waiting.push({ document, action, name: ACTION_NAMES[action], ...(runs ? { clock } : {}) });
      }
      const decided = waiting.filter(({ action }) => action === "approve" || action === "sign");
      const seen = await openedDesk(context).opened(
        actor,
        decided.map(({ document }) => document.id),
      );
      for (const one of decided) {
        const openedAt = seen.get(one.document.id);
        if (openedAt !== undefined) one.openedAt = openedAt;
      }
      return waiting.sort(
        (a, b) => pressure(b) - pressure(a) || (a.document.changedAt < b.document.changedAt ? -1 : 1),
      );

      /** Reads what waits, not what is long done: an office keeps its documents for ever. */
      async function waitingSummaries(states: DocumentState[]): Promise<DocumentSummary[]> {
        const places = await Promise.all(
          states.map((state) =>
            records.query(statesOf(organisationId), { prefix: `${state}/`, reverse: true, limit: MOST }),
          ),
        );
        const ids = places.flatMap(({ items }) => items.map(({ sk }) => sk.slice(sk.indexOf("/") + 1)));
        const found = await Promise.all(ids.map((id) => records.get<DocumentSummary>(summariesOf(organisationId), id)));
        return found.flatMap((item) => (item === undefined ? [] : [item.data]));
      }
    },

    async reviewers(actor) {
      allow(actor, "document.submit");
      const people = await context.access.people(actor.organisationId);
      const heads = headsOver(people, actor.personId, vietnamDate(context.clock())).filter(isReviewer);
      const others = people.filter(
        (one) => one.disabled !== true && one.id !== actor.personId && isReviewer(one) && !heads.includes(one),
      );
      const shown = ({ id, name, position }: Person) => ({ personId: id, name, position });
      return [...heads.map((one) => ({ ...shown(one), head: true as const })), ...others.map(shown)];
    },
  };
}

/** Who can be asked to approve: anybody who reads documents and works with them. */
export function isReviewer({ roles }: Pick<Person, "roles">): boolean {
  return roles.some((role) => role === "drafter" || role === "leader" || role === "clerk");
}

/** Who must do what now; undefined when nobody must. */
export function currentTurn(
  document: DocumentRecord,
  rules: WorkflowRules,
  people: readonly Person[],
): Turn | undefined {
  const input = turnInput(document);
  const action = awaited(input, rules);
  return action === undefined ? undefined : turnOf(input, action, people);
}

function summaryRules(document: DocumentSummary, office: Omit<WorkflowRules, "numbered">): WorkflowRules {
  const rules = document.headApproves === true ? { ...office, approval: "required" as const } : office;
  if (document.numbered === true) return { ...rules, order: "number-first", numbered: true };
  return { ...rules, numbered: false };
}

const PRESSURE = { late: 4, "last-day": 3, "in-time": 2, done: 0 } as const;

function pressure({ document, clock }: WaitingDocument): number {
  const urgent = document.urgency === undefined ? 0 : 10;
  return urgent + (clock === undefined ? 1 : PRESSURE[clock.standing]);
}
