import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect } from "vitest";
import { type DocumentRecord, type Office, openOffice, type Revised } from "../../shared/office/index.ts";
import { openLedger } from "../../shared/records/index.ts";
import type { Storage } from "../../shared/storage/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { ROOT, temporaryFolder } from "../cli/vanthu.ts";
import {
  ACTS,
  type Act,
  type Cast,
  type Order,
  openPlace,
  type Place,
  POINTS,
  type Point,
  perform,
  pointName,
  watched,
} from "./issuing-line.ts";
import { openFixture, SECRETS } from "./office-fixture.ts";

type Document = Revised<DocumentRecord>;

/** How far a document has come: position of the last act of the line that is done. */
function stepOf({ state, files }: Document, order: Order): number {
  if (order === "number-first" && state === "submitted" && files.numbered !== undefined) return 2;
  const states =
    order === "leader-first"
      ? ["draft", "submitted", "signed", "numbered", "issued", "sent"]
      : ["draft", "submitted", "-", "numbered", "issued", "sent"];
  return states.indexOf(state);
}

/** An office whose processes are killed. */
export interface KilledOffice {
  /** Brings a document up to a step, kills the process that does the step, starts anew, looks at everything and finishes the work. */
  kill(point: Point): Promise<void>;
  /** Takes a document along the whole line and tells every moment of every write that it passed, and how many writes each step had. */
  walk(): Promise<{ reached: Point[]; written: Partial<Record<Act, number>> }>;
  /** After all: no number lost or doubled, and every document out. */
  account(): Promise<void>;
  close(): Promise<void>;
}

/** Opens it on a folder of its own; its records in DynamoDB when that is given. */
export async function openKilledOffice(
  options: { order?: Order; dynamo?: Place["dynamo"] } = {},
): Promise<KilledOffice> {
  const { order = "leader-first", dynamo } = options;
  const acts = ACTS[order];
  const temporary = temporaryFolder();
  const place: Place = { folder: temporary.folder, ...(dynamo === undefined ? {} : { dynamo }) };
  const fixture = await openFixture(openPlace(place));
  await fixture.office.keys.changeSettings(fixture.administrator, {
    level: "B-B",
    authorities: [],
    order,
    whenUnreachable: "refuse",
  });
  const cast: Cast = {
    drafter: fixture.drafter,
    leader: fixture.leader,
    clerk: fixture.clerk,
    receiver: fixture.receiver.id,
  };
  /** Every file that a document named when it was looked at last: none of them may ever be missing. */
  const kept = new Set<string>();
  const sentOut: string[] = [];
  /** Signed files that stood the check: their bytes are compared with their name each time, their signatures are not judged again. */
  const judged = new Set<string>();

  /** A new start: nothing is remembered but what is on the disk. */
  async function afterRestart<T>(work: (office: Office, storage: Storage) => Promise<T>) {
    const storage = openPlace(place);
    try {
      return await work(openOffice({ storage, secrets: SECRETS }), storage);
    } finally {
      await storage.records.close();
    }
  }

  async function inspect(office: Office, storage: Storage): Promise<void> {
    const { clerk } = cast;
    const { trust, crls } = await office.keys.trust();
    const ledger = openLedger(storage.records);
    const given = new Map<string, { number: number; state: string }>();
    for (const series of await ledger.series(clerk.organisationId)) {
      expect(await ledger.check(series)).toMatchObject({ gaps: [], repeats: [], sound: true });
      for (const { documentId, number, state } of await ledger.entries(series))
        given.set(documentId, { number, state });
    }
    const lines = new Map((await office.registers.outgoing(clerk, new Date().getFullYear())).map((line) => [line.documentId, line])); // biome-ignore format: one thought
    const documents = [];
    for (const { id } of await office.documents.list(clerk)) documents.push(await office.documents.get(clerk, id));
    for (const document of documents) {
      const { id, state, files, number } = document;
      const at = stepOf(document, order);
      const [signedAt, numberedAt] = order === "leader-first" ? [2, 3] : [3, 2];
      expect(at, `${id} is ${state}`).toBeGreaterThanOrEqual(0);
      // What a state stands for is there, and nothing that only a later one has.
      expect([files.pdf !== undefined, files.signed !== undefined, files.numbered !== undefined, files.issued !== undefined]).toEqual([at >= 1, at >= signedAt, at >= numberedAt, at >= 4]); // biome-ignore format: one thought
      expect(given.get(id)).toEqual(
        at >= numberedAt ? { number: number!.value, state: at >= 4 ? "issued" : "reserved" } : undefined,
      );
      given.delete(id);
      expect(lines.get(id)?.number).toBe(at >= 4 ? number!.value : undefined);
      expect(lines.get(id)?.sentOn !== undefined).toBe(at >= 5);
      for (const file of Object.values(files)) kept.add(file);
      const signed = at < signedAt ? undefined : (files.issued ?? files.numbered ?? files.signed);
      if (signed === undefined || judged.has(signed)) continue;
      judged.add(signed);
      const verdict = verifyPdf(await storage.files.get(signed), { trust, crls, at: new Date(), offline: true });
      expect(verdict.signatures).toHaveLength(at >= 4 ? 2 : 1);
      expect(verdict.signatures.every((one) => one.intact && one.cryptographicallyValid)).toBe(true);
    }
    // No number of a document that is not there.
    expect([...given.keys()]).toEqual([]);
    // Reading checks the bytes against their name.
    for (const file of kept) await storage.files.get(file);
    expect(await office.access.checkAudit(clerk.organisationId)).toMatchObject({ faults: [], sound: true });
  }

  return {
    async kill(point) {
      const subject = `văn bản bị ngắt tại ${pointName(point)}`;
      const at = acts.indexOf(point.act);
      const before = acts.slice(0, at);
      let document: Document | undefined;
      for (const act of before) document = await perform(fixture.office, cast, act, document, subject);

      const worker = path.join(ROOT, "test/office/issuing-worker.ts");
      // Only the first child compiles the sources.
      const env = { ...process.env, NODE_COMPILE_CACHE: path.join(temporary.folder, "compiled") };
      const child = spawn(process.execPath, [worker], { stdio: ["pipe", "ignore", "inherit"], env });
      child.stdin.end(JSON.stringify({ place, cast, point, document, subject }));
      const [code, signal] = await once(child, "exit");
      expect([code, signal], pointName(point)).toEqual([null, "SIGKILL"]);

      await afterRestart(async (office, storage) => {
        const listed = (await office.documents.list(cast.clerk)).find((one) => one.subject === subject);
        const found = listed && (await office.documents.get(cast.clerk, listed.id));
        // What was committed is there, what was not is not.
        const committed = point.when === "after" && point.index === POINTS[point.act].length - 1;
        expect(found === undefined ? -1 : stepOf(found, order)).toBe(committed ? at : at - 1);
        await inspect(office, storage);
        // And the work goes on to its end, by hand, as if nothing had been.
        let rest = found;
        for (const act of acts.slice(at + (committed ? 1 : 0))) rest = await perform(office, cast, act, rest, subject);
        expect(rest?.state).toBe("sent");
        sentOut.push(rest!.number!.text);
        await inspect(office, storage);
      });
    },

    async walk() {
      const reached: Point[] = [];
      const written: Partial<Record<Act, number>> = {};
      const line = watched(fixture.storage, (point) => reached.push(point));
      const office = openOffice({ storage: line.storage, secrets: SECRETS });
      let document: Document | undefined;
      for (const act of acts) {
        line.begin(act);
        document = await perform(office, cast, act, document, "đủ mọi lần ghi");
        written[act] = line.written();
      }
      sentOut.push(document!.number!.text);
      return { reached, written };
    },

    async account() {
      await afterRestart(async (office, storage) => {
        await inspect(office, storage);
        while ((await office.deliver()).sent > 0);
        const arrived = (await office.incoming.list(fixture.receivingClerk)).map(({ number }) => number).sort();
        // Each document came to its receiver, once.
        expect(arrived).toEqual([...sentOut].sort());
        const numbers = sentOut.map(Number).sort((a, b) => a - b);
        expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
      });
    },

    async close() {
      await fixture.close();
      temporary.drop();
    },
  };
}
