import { type Action, type Actor, allow, may } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { receiver } from "../dispatch.ts";
import { readDocument } from "../document-file.ts";
import { documentSymbolOf } from "../issuing.ts";
import type { DocumentDesk, DocumentRecord, HistoryEntry } from "../model.ts";
import type { DocumentToSign } from "../signing/session-model.ts";
import { asOurs } from "../signing/session-steps.ts";
import type { BulkDesk, BulkKind } from "./model.ts";
import {
  actsOf,
  askToStop,
  type BulkDocument,
  type BulkRecord,
  isStopped,
  readAct,
  saveAct,
  shownAct,
} from "./records.ts";

/** Documents of one act. */
const MAX_DOCUMENTS = 500;
/** Receivers of one act. */
const MAX_RECEIVERS = 1_000;
/** Recorded together: so often a page that watches sees something new. */
const GROUP = 5;
/** Done before the answer where nothing may go on behind it; the rest when somebody looks. */
const WITHIN_CALL = 50;
/** After so long without a sign of life whoever worked on it has ended. */
const DEAD_MS = 30_000;
const LISTED = 30;
const TITLE = 120;

/** What each kind needs, and the line of history that it leaves. */
const KIND_FACTS: Record<BulkKind, { action: Action; entry: HistoryEntry["action"] }> = {
  number: { action: "document.number", entry: "number" },
  send: { action: "document.send", entry: "send" },
};

/** Numbers for many documents, and many documents to many receivers: recorded, so that the page may be left and found again. */
export function bulkDesk(
  context: OfficeContext,
  documents: Pick<DocumentDesk, "number" | "send">,
): BulkDesk & { idle(): Promise<void> } {
  /** Acts that this process is working on. */
  const working = new Map<string, { record: BulkRecord; ends: Promise<void> }>();

  async function start(
    actor: Actor,
    kind: BulkKind,
    wanted: readonly Pick<DocumentToSign, "id" | "rev">[],
    to?: BulkRecord["to"],
  ): Promise<BulkRecord> {
    const at = context.clock();
    const titled: BulkDocument[] = [];
    for (const { id, rev } of distinct(wanted))
      titled.push({ id, rev, title: await titleOf(context, actor, id), state: "waiting" });
    const record: BulkRecord = {
      id: timeOrderedId(at),
      organisationId: actor.organisationId,
      kind,
      startedAt: at.toISOString(),
      requester: { personId: actor.personId, name: actor.name },
      state: "running",
      ...(to === undefined ? {} : { to }),
      documents: titled,
      beatAt: at.toISOString(),
    };
    await saveAct(context, record);
    return goOn(actor, record, 1);
  }

  /** Does what is left, behind the answer where that may be. */
  async function goOn(actor: Actor, record: BulkRecord, rev: number): Promise<BulkRecord> {
    const ends = work(actor, record, rev, context.background ? MAX_DOCUMENTS : WITHIN_CALL).finally(() =>
      working.delete(record.id),
    );
    working.set(record.id, { record, ends });
    // What goes wrong behind the answer is told by the act: it stays open until somebody looks.
    if (context.background) ends.catch(() => undefined);
    else await ends;
    return record;
  }

  async function work(actor: Actor, record: BulkRecord, from: number, most: number): Promise<void> {
    let rev = from;
    const left = record.documents.filter(({ state }) => state === "waiting");
    let stopped = false;
    for (let start = 0; start < Math.min(left.length, most); start += GROUP) {
      const some = left.slice(start, Math.min(start + GROUP, most));
      for (const document of some) {
        stopped ||= await isStopped(context, record);
        // Another process may have done it and not said so yet.
        const result = stopped ? await doneBefore(actor, record, document.id) : await one(actor, record, document);
        Object.assign(document, result ?? given(stop()));
      }
      if (record.documents.every(({ state }) => state !== "waiting")) record.state = "finished";
      await saveAct(context, record, rev);
      rev += 1;
    }
  }

  async function one(actor: Actor, record: BulkRecord, { id, rev }: BulkDocument): Promise<Partial<BulkDocument>> {
    try {
      if (record.kind === "number") {
        const numbered = await documents.number(actor, id, rev);
        return { state: "done", result: numberedWords(numbered) };
      }
      const before = await readDocument(context, actor, id);
      const added = record.to!.filter((to) => !before.sentTo.includes(to.id)).map((to) => to.id);
      await documents.send(actor, id, rev, added);
      return { state: "done", result: sentWords(added.length) };
    } catch (error) {
      const done = await doneBefore(actor, record, id);
      return done ?? given(asOurs(error));
    }
  }

  /** Was it done by a process that ended before it could say so? */
  async function doneBefore(actor: Actor, record: BulkRecord, id: string): Promise<Partial<BulkDocument> | undefined> {
    try {
      const document = await readDocument(context, actor, id);
      const last = document.history.findLast(({ action }) => action === KIND_FACTS[record.kind].entry);
      if (last === undefined || last.personId !== actor.personId || last.at < record.startedAt) return undefined;
      // Sent meanwhile to others is not sent to these.
      if (record.to?.some((to) => !document.sentTo.includes(to.id))) return undefined;
      return {
        state: "done",
        result: record.kind === "number" ? numberedWords(document) : sentWords(record.to!.length),
      };
    } catch {
      return undefined;
    }
  }

  /** Takes up what nobody works on any more, for who may do it. */
  async function current(actor: Actor, id: string): Promise<BulkRecord> {
    const here = working.get(id);
    if (here !== undefined && here.record.requester.personId === actor.personId) return here.record;
    const item = await readAct(context, actor, id);
    const { data } = item;
    const silent = context.clock().getTime() - Date.parse(data.beatAt) > DEAD_MS || !context.background;
    if (data.state === "finished" || !silent || !may(actor, KIND_FACTS[data.kind].action)) return data;
    try {
      return await goOn(actor, structuredClone(data), item.rev);
    } catch (error) {
      // Somebody else took it up at this moment.
      if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
      return (await readAct(context, actor, id)).data;
    }
  }

  return {
    async number(actor, wanted) {
      allow(actor, "document.number");
      return shownAct(await start(actor, "number", wanted));
    },

    async send(actor, wanted, to) {
      allow(actor, "document.send");
      const ids = [...new Set(to)];
      if (ids.length === 0 || ids.length > MAX_RECEIVERS)
        throw new VanthuError("INVALID", {
          message: ids.length === 0 ? "Chưa chọn nơi nhận nào." : `Mỗi lần gửi tối đa ${MAX_RECEIVERS} nơi nhận.`,
          where: "to",
        });
      const receivers = await Promise.all(ids.map((id) => receiver(context, id)));
      const named = receivers.map(({ id, name }) => ({ id, name }));
      return shownAct(await start(actor, "send", wanted, named));
    },

    async acts(actor, filter = {}) {
      allow(actor, "document.read");
      const { items } = await context.storage.records.query<BulkRecord>(actsOf(actor), {
        reverse: true,
        limit: LISTED,
      });
      const all = items.map(({ data }) => working.get(data.id)?.record ?? data);
      return all.filter(({ state }) => !filter.open || state !== "finished").map(shownAct);
    },

    async act(actor, id) {
      allow(actor, "document.read");
      return shownAct(await current(actor, id));
    },

    async stop(actor, id) {
      allow(actor, "document.handle");
      const { data } = await readAct(context, actor, id);
      if (data.state === "finished") return shownAct(data);
      await askToStop(context, data);
      await working.get(id)?.ends.catch(() => undefined);
      const item = await readAct(context, actor, id);
      // Not worked on here: another process stops before its next documents; after one that died nothing more is done.
      if (item.data.state === "finished") return shownAct(item.data);
      const record = structuredClone(item.data);
      await work(actor, record, item.rev, MAX_DOCUMENTS);
      return shownAct(record);
    },

    async idle() {
      await Promise.allSettled([...working.values()].map(({ ends }) => ends));
    },
  };
}

function numberedWords(document: DocumentRecord): string {
  return `Số ${documentSymbolOf(document)}`;
}

function sentWords(count: number): string {
  return `Đã vào hàng gửi tới ${count} nơi nhận`;
}

function given({ code, message, hint }: VanthuError): Partial<BulkDocument> {
  return { state: "failed", problem: { code, message, ...(hint === undefined ? {} : { hint }) } };
}

function stop(): VanthuError {
  return new VanthuError("BULK_STOPPED", { message: "Đã dừng theo yêu cầu; văn bản này chưa được làm." });
}

async function titleOf(context: OfficeContext, actor: Actor, id: string): Promise<string> {
  try {
    const { kind, subject } = await readDocument(context, actor, id);
    const title = `${KINDS[kind].name} ${subject}`.replace(/\s+/g, " ").trim();
    return title.length > TITLE ? `${title.slice(0, TITLE - 1)}…` : title;
  } catch (error) {
    // That it is not there is told by its result.
    if (isVanthuError(error) && error.code === "NOT_FOUND") return id.slice(0, TITLE);
    throw error;
  }
}

function distinct(documents: readonly Pick<DocumentToSign, "id" | "rev">[]): Pick<DocumentToSign, "id" | "rev">[] {
  const byId = new Map(documents.map((one) => [one.id, one]));
  if (byId.size > 0 && byId.size <= MAX_DOCUMENTS) return [...byId.values()];
  throw new VanthuError("INVALID", {
    message: byId.size === 0 ? "Chưa chọn văn bản nào." : `Mỗi lần tối đa ${MAX_DOCUMENTS} văn bản.`,
    where: "documents",
    hint: byId.size === 0 ? "Đánh dấu vào ô ở đầu dòng của từng văn bản." : "Chia thành nhiều lần.",
  });
}
