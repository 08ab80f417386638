import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import type { Actor } from "../../shared/access/index.ts";
import type { DocumentRecord, Office, Revised } from "../../shared/office/index.ts";
import { dynamoRecords, localFiles, openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { letter, PASSWORD } from "./office-fixture.ts";

/** One step of the issuing line. */
export type Act = "draft" | "submit" | "sign" | "number" | "seal" | "send";

/**
 * Every write of the issuing line, act by act in order: what is written, and a name for it. A process may end before a write, after it, and
 * with a file written whole under its temporary name but not yet under its own ("within").
 */
export const POINTS: Record<Act, [kind: "file" | "commit", name: string][]> = {
  draft: [["commit", "the draft with its history"]],
  submit: [
    ["file", "Word file"],
    ["file", "PDF that is signed"],
    ["file", "version of the text"],
    ["file", "submission slip, Word file"],
    ["file", "submission slip, PDF"],
    ["commit", "submitted"],
  ],
  sign: [
    ["file", "PDF with the leader's signature"],
    ["commit", "signed"],
  ],
  number: [
    ["file", "PDF with number and date"],
    ["commit", "number taken and document numbered"],
  ],
  seal: [
    ["file", "PDF with the seal"],
    ["commit", "issued: number, register line, document"],
  ],
  send: [
    ["file", "packet"],
    ["commit", "queued and marked as sent"],
  ],
};

/** Who comes first on the line: the leader's signature, or the number. */
export type Order = "leader-first" | "number-first";

/** The acts in their order. */
export const ACTS: Record<Order, readonly Act[]> = {
  "leader-first": ["draft", "submit", "sign", "number", "seal", "send"],
  "number-first": ["draft", "submit", "number", "sign", "seal", "send"],
};

/** Where a process may end. */
export type Moment = "before" | "within" | "after";

/** A place at which a process ends. */
export interface Point {
  act: Act;
  /** Position among the writes of the act. */
  index: number;
  when: Moment;
}

/** Every place once, in the order of the line. */
export function allPoints(order: Order): Point[] {
  return ACTS[order].flatMap((act) =>
    POINTS[act].flatMap(([kind], index) =>
      (kind === "file" ? (["before", "within", "after"] as const) : (["before", "after"] as const)).map((when) => ({
        act,
        index,
        when,
      })),
    ),
  );
}

/** A place in words, for the name of its test. */
export function pointName({ act, index, when }: Point): string {
  const [kind, name] = POINTS[act][index]!;
  return `${act}: ${when} ${kind} “${name}”`;
}

/** A storage that knows every write of an act by its name; a write without a name is an error. */
export interface WatchedStorage {
  storage: Storage;
  /** The writes that follow belong to this act. */
  begin(act: Act): void;
  /** How many writes of the act under way there were. */
  written(): number;
}

/**
 * Watches the writes of a storage.
 * @param at told at every moment of every write
 * @throws Error at a write that {@link POINTS} does not name, before it is done
 */
export function watched(inner: Storage, at: (point: Point) => void): WatchedStorage {
  let act: Act | undefined;
  let index = 0;
  let filing: Point | undefined;
  const write = async <T>(kind: "file" | "commit", work: () => Promise<T>): Promise<T> => {
    if (act === undefined) return work();
    const point = { act, index };
    index += 1;
    if (POINTS[act][point.index]?.[0] !== kind)
      throw new Error(`${act}: write ${point.index + 1} is a ${kind} that has no name in POINTS`);
    at({ ...point, when: "before" });
    if (kind === "file") filing = { ...point, when: "within" };
    const result = await work();
    filing = undefined;
    at({ ...point, when: "after" });
    return result;
  };
  // The files of one machine get their name by renaming: what is written but not yet named is the third moment.
  const rename = fs.promises.rename;
  fs.promises.rename = async (...names: Parameters<typeof rename>) => {
    // Tried again where the folder had to be made first: told once.
    const point = filing;
    filing = undefined;
    if (point !== undefined) at(point);
    return rename(...names);
  };
  syncBuiltinESMExports();
  return {
    storage: {
      ...inner,
      records: {
        get: (pk, sk) => inner.records.get(pk, sk),
        query: (pk, range) => inner.records.query(pk, range),
        close: () => inner.records.close(),
        commit: (operations) => write("commit", () => inner.records.commit(operations)),
      },
      files: {
        get: (sha256) => inner.files.get(sha256),
        has: (sha256) => inner.files.has(sha256),
        put: (bytes, contentType) => write("file", () => inner.files.put(bytes, contentType)),
      },
    },
    begin(next) {
      act = next;
      index = 0;
    },
    written: () => index,
  };
}

/** Where an office's data lie: a folder; its records in a table of DynamoDB when that is given. */
export interface Place {
  folder: string;
  dynamo?: Parameters<typeof dynamoRecords>[1];
}

/** Name of the table. */
export const TABLE = "issuing";

/** Opens what lies there; each process opens its own. */
export function openPlace({ folder, dynamo }: Place): Storage {
  if (dynamo === undefined) return openSqliteStorage(folder);
  return { records: dynamoRecords(TABLE, dynamo), files: localFiles(path.join(folder, "files")) };
}

/** Who does what on the line, and who the document goes to. */
export interface Cast {
  drafter: Actor;
  leader: Actor;
  clerk: Actor;
  receiver: string;
}

/** Does one step of the line as a person does it. */
export async function perform(
  office: Office,
  { drafter, leader, clerk, receiver }: Cast,
  act: Act,
  document: Pick<Revised<DocumentRecord>, "id" | "rev"> | undefined,
  subject: string,
): Promise<Revised<DocumentRecord>> {
  const { documents } = office;
  if (act === "draft") return documents.draft(drafter, letter({ subject }));
  const { id, rev } = document!;
  switch (act) {
    case "submit":
      return documents.submit(drafter, id, rev);
    case "sign":
      return documents.sign(leader, id, rev, PASSWORD);
    case "number":
      return documents.number(clerk, id, rev);
    case "seal":
      return documents.seal(clerk, id, rev, PASSWORD);
    case "send":
      return documents.send(clerk, id, rev, [receiver]);
  }
}
