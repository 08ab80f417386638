import { type Actor, allow, may } from "../../access/index.ts";
import { vietnamTime } from "../../calendar/index.ts";
import { makeMarkedPrint } from "../../copies/index.ts";
import { shortDay } from "../../dossiers/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { withRetry } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId, vietnamDate } from "../context.ts";
import { documentsOf, readDocument } from "../document-file.ts";
import { readDossier } from "../dossiers/records.ts";
import { visibleRecord } from "../incoming/reading.ts";
import { documentSymbolOf } from "../issuing.ts";
import type { FoundKind, SearchDesk, Use, UseEntry, UseFigures } from "./model.ts";

/** Uses told of one thing, days of one table of figures. */
const MOST_ENTRIES = 200;
const MOST_DAYS = 366;
const SIGN_IN = "sign-in";

type Of = { kind: FoundKind; id: string };
type Counts = Record<Use, number>;
type Day = Record<string, number>;

/** History and figures of use (Phụ lục VI Phần I.III.5.a, 6.a, 6.b, 6.l), and marked prints (6.k). */
export function usesDesk(
  context: OfficeContext,
): Pick<SearchDesk, "noteUse" | "noteSignIn" | "uses" | "figures" | "markedPrint"> {
  const { records } = context.storage;
  const historyOf = (organisationId: string, { kind, id }: Of) => `org/${organisationId}/uses/${kind}/${id}`;
  const countsOf = (organisationId: string) => `org/${organisationId}/use-counts`;
  const daysOf = (organisationId: string) => `org/${organisationId}/use-days`;

  /** One more on a day, with whatever else is written. */
  async function count(
    organisationId: string,
    what: string,
    more: (at: Date) => Promise<Parameters<typeof records.commit>[0]>,
  ) {
    const at = context.clock();
    const [pk, sk] = [daysOf(organisationId), vietnamDate(at)];
    await withRetry(async () => {
      const day = await records.get<Day>(pk, sk);
      const data: Day = { ...day?.data, [what]: (day?.data[what] ?? 0) + 1 };
      await records.commit([
        day === undefined ? { op: "insert", pk, sk, data } : { op: "update", pk, sk, rev: day.rev, data },
        ...(await more(at)),
      ]);
    });
  }

  async function exists(actor: Actor, of: Of): Promise<boolean> {
    try {
      if (of.kind === "document") return (await records.get(documentsOf(actor.organisationId), of.id)) !== undefined;
      if (of.kind === "incoming") return (await visibleRecord(context, actor, of.id)) !== undefined;
      if (of.kind === "dossier") return (await readDossier(context, actor, of.id, true)) !== undefined;
      return false;
    } catch (error) {
      if (isVanthuError(error) && error.code === "NOT_FOUND") return false;
      throw error;
    }
  }

  return {
    async noteUse(actor, of, use) {
      if (!(await exists(actor, of))) return;
      const key = { pk: countsOf(actor.organisationId), sk: `${of.kind}/${of.id}` };
      await count(actor.organisationId, `${of.kind}.${use}`, async (at) => {
        const held = await records.get<Counts>(key.pk, key.sk);
        const data: Counts = { view: 0, download: 0, print: 0, ...held?.data };
        data[use] += 1;
        const entry: UseEntry = { at: at.toISOString(), personId: actor.personId, person: actor.name, use };
        return [
          held === undefined ? { op: "insert", ...key, data } : { op: "update", ...key, rev: held.rev, data },
          { op: "insert", pk: historyOf(actor.organisationId, of), sk: timeOrderedId(at), data: entry },
        ];
      });
    },

    noteSignIn: (organisationId) => count(organisationId, SIGN_IN, async () => []),

    async uses(actor, of) {
      allow(actor, "document.read");
      if (of.kind === "document") await readDocument(context, actor, of.id);
      else if (!(await exists(actor, of)))
        throw new VanthuError("NOT_FOUND", { message: "Không có văn bản, hồ sơ này.", where: of.id });
      const [held, { items }] = await Promise.all([
        records.get<Counts>(countsOf(actor.organisationId), `${of.kind}/${of.id}`),
        records.query<UseEntry>(historyOf(actor.organisationId, of), { reverse: true, limit: MOST_ENTRIES }),
      ]);
      return { counts: held?.data ?? { view: 0, download: 0, print: 0 }, entries: items.map(({ data }) => data) };
    },

    async figures(actor, from, to) {
      // "theo yêu cầu của người quản lý, quản trị" (6.b)
      if (!may(actor, "administer") && !may(actor, "archive.keep")) allow(actor, "audit.read");
      const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
      if (!(days >= 1 && days <= MOST_DAYS))
        throw new VanthuError("INVALID", {
          message: `Khoảng ngày không đúng, hoặc dài quá ${MOST_DAYS} ngày.`,
          where: "from",
        });
      const { items } = await records.query<Day>(daysOf(actor.organisationId), { from, to });
      const totals = new Map<string, number>();
      const figures: UseFigures = { from, to, signIns: 0, uses: [], days: [] };
      for (const { sk, data } of items) {
        let uses = 0;
        for (const [what, number] of Object.entries(data)) {
          if (what === SIGN_IN) continue;
          uses += number;
          totals.set(what, (totals.get(what) ?? 0) + number);
        }
        figures.signIns += data[SIGN_IN] ?? 0;
        figures.days.push({ day: sk, signIns: data[SIGN_IN] ?? 0, uses });
      }
      for (const [what, number] of [...totals].sort()) {
        const [kind, use] = what.split(".") as [FoundKind, Use];
        figures.uses.push({ kind, use, count: number });
      }
      return figures;
    },

    async markedPrint(actor, of) {
      allow(actor, "document.read");
      const { name, symbol, files } =
        of.kind === "document" ? await ownFiles(actor, of.id) : await incomingFiles(actor, of.id);
      const local = vietnamTime(context.clock());
      const line = `Bản in từ hệ thống Vanthu lúc ${local.slice(11, 16)} ngày ${shortDay(local)}; người in: ${actor.name}. Không thay cho bản gốc điện tử${symbol === "" ? "" : ` số ${symbol}`}.`;
      const bytes = makeMarkedPrint(files, line, name);
      await this.noteUse(actor, of, "print");
      return { name: `${name}-ban-in.pdf`, contentType: "application/pdf", bytes };
    },
  };

  async function ownFiles(actor: Actor, id: string) {
    const document = await readDocument(context, actor, id);
    const { issued } = document.files;
    if (issued === undefined)
      throw new VanthuError("DOSSIER_STATE", {
        message: "Văn bản chưa phát hành nên chưa in bản đánh dấu được.",
        where: id,
      });
    const names = [issued, ...document.attachments.flatMap((one) => one.issued ?? [])];
    const symbol = documentSymbolOf(document);
    return {
      name: symbol.replace(/[^\p{L}\p{N}-]+/gu, "-"),
      symbol,
      files: await Promise.all(names.map((one) => context.storage.files.get(one))),
    };
  }

  async function incomingFiles(actor: Actor, id: string) {
    const record = await visibleRecord(context, actor, id);
    const pdfs =
      record.cancelled === undefined
        ? record.files.filter(({ contentType, name }) => contentType === "application/pdf" || /\.pdf$/i.test(name))
        : [];
    if (pdfs.length === 0)
      throw new VanthuError("NOT_FOUND", { message: "Văn bản đến không có tệp PDF để in.", where: id });
    const symbol = [record.number, record.notation].filter(Boolean).join("/");
    return {
      name: symbol.replace(/[^\p{L}\p{N}-]+/gu, "-") || "van-ban-den",
      symbol,
      files: await Promise.all(pdfs.map(({ sha256 }) => context.storage.files.get(sha256))),
    };
  }
}
