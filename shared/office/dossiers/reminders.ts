import { type Dossier, noticeDay, shortDay } from "../../dossiers/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { settle, tell } from "../notices.ts";
import { dueOf, readAnyway } from "./records.ts";

/** Rows looked at at once. */
const PAGE = 200;

/** Key of the notice that a dossier is to be handed over; a day put off is told anew. */
function dueKey({ id, handOverBy, keptBack }: Pick<Dossier, "id" | "handOverBy" | "keptBack">): string {
  return `dossier-due/${id}/${keptBack?.until ?? handOverBy}`;
}

/** What the maker and the archivist are told. */
export function dueText({ code, title, handOverBy, keptBack }: Dossier): string {
  return `Hồ sơ ${code.notation} năm ${code.year} “${title.length > 120 ? `${title.slice(0, 117)}…` : title}” đến hạn nộp lưu vào Lưu trữ cơ quan ngày ${shortDay(keptBack?.until ?? handOverBy)}.`;
}

/** Tells makers and the archive of dossiers that are to be handed over; each once. Answers how many notices were new. */
export async function tellDue(
  context: Pick<OfficeContext, "storage">,
  dossiers: readonly Dossier[],
  at: Date,
): Promise<number> {
  let told = 0;
  for (const dossier of dossiers) {
    if (dossier.state !== "closed") continue;
    told += await tell(
      context.storage.records,
      dossier.organisationId,
      [{ personId: dossier.maker.personId }, { role: "archivist" }],
      {
        key: dueKey(dossier),
        kind: "dossier-due",
        text: dueText(dossier),
        href: `/ho-so/${dossier.id}`,
        subject: dossier.id,
      },
      at,
    );
  }
  return told;
}

/** What was told of a hand-over that is done, or put off, is settled. */
export async function settleDue(context: Pick<OfficeContext, "storage" | "clock">, dossier: Dossier): Promise<void> {
  await settle(
    context.storage.records,
    dossier.organisationId,
    [{ personId: dossier.maker.personId }, { role: "archivist" }],
    dueKey(dossier),
    context.clock(),
  );
}

/** Dossiers to be handed over by a day, as many at once as are read at once: those long overdue must not keep later ones from their notice. */
export async function* dueUntil(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  day: string,
): AsyncGenerator<Dossier[]> {
  let after: string | undefined;
  do {
    const page = await context.storage.records.query(dueOf(organisationId), {
      to: `${day}/\uffff`,
      limit: PAGE,
      after,
    });
    yield await Promise.all(page.items.map(({ sk }) => readAnyway(context, organisationId, sk.slice(11))));
    after = page.next;
  } while (after !== undefined);
}

/**
 * What the clock makes happen: 30 days before a hand-over is due its maker and the archive are told (Phụ lục VI Phần I.III.5.b). Reads
 * nothing but the rows of that time.
 *
 * @returns runs it over all organisations and answers how many notices were new
 */
export function dossierReminders(context: OfficeContext): (now?: Date) => Promise<number> {
  return async (now = context.clock()) => {
    let told = 0;
    const today = vietnamDate(now);
    for (const { id: organisationId } of await context.access.organisations()) {
      const until = vietnamDate(new Date(now.getTime() + 31 * 86_400_000));
      for await (const dossiers of dueUntil(context, organisationId, until))
        told += await tellDue(
          context,
          dossiers.filter((one) => noticeDay(one.keptBack?.until ?? one.handOverBy ?? until) <= today),
          now,
        );
    }
    return told;
  };
}
