import type { FC } from "hono/jsx";
import type { Person, Unit } from "../../../shared/access/index.ts";
import { dossierCode } from "../../../shared/dossiers/index.ts";
import type { DossierView, Found } from "../../../shared/office/index.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { Adding, Contents } from "./dossier-contents.tsx";
import { DossierSteps } from "./dossier-steps.tsx";
import type { TypedStep } from "./dossier-typed.ts";
import { DOSSIER_ACTS } from "./dossier-words.ts";
import { Notice } from "./pieces.tsx";

const Facts: FC<{ dossier: DossierView }> = ({ dossier }) => (
  <section class="card">
    <h2>Thông tin hồ sơ</h2>
    <dl class="facts">
      {(
        [
          ["Mã hồ sơ", dossierCode(dossier.code)],
          ["Thời hạn bảo quản", dossier.retention],
          ["Chế độ sử dụng", dossier.rights],
          ["Người lập", dossier.maker.name],
          ["Đơn vị", dossier.unit ?? ""],
          ["Thời gian", `${shortDate(dossier.startedOn)} – ${shortDate(dossier.endedOn)}`],
          ["Tổng số văn bản, trang", `${dossier.documents} văn bản, ${dossier.pages} trang`],
          ["Hạn nộp lưu", shortDate(dossier.handOverBy)],
          ["Giữ lại đến", dossier.keptBack ? `${shortDate(dossier.keptBack.until)} (${dossier.keptBack.consent})` : ""],
          ["Hết thời hạn bảo quản", shortDate(dossier.retentionEnds)],
          ["Ghi chú", dossier.note ?? ""],
        ] as const
      )
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  </section>
);

/** One dossier: what is known of it, what lies in it, what can be done, what happened. */
export const DossierPage: FC<{
  dossier: DossierView;
  people: readonly Person[];
  units: readonly Unit[];
  today: string;
  words: string;
  found: readonly Found[];
  typed?: TypedStep;
}> = ({ dossier, people, units, today, words, found, typed }) => (
  <>
    {dossier.frozen ? (
      <Notice tone="bad" title="Hồ sơ đang bị khóa">
        <p>
          {dossier.frozen.by} khóa lúc {dateAndTime(dossier.frozen.at)}: {dossier.frozen.reason}
        </p>
      </Notice>
    ) : null}
    <Facts dossier={dossier} />
    <Contents dossier={dossier} />
    {dossier.actions.includes("put") ? <Adding dossier={dossier} words={words} found={found} typed={typed} /> : null}
    <DossierSteps dossier={dossier} people={people} units={units} today={today} typed={typed} />
    <section class="card">
      <h2>Lịch sử</h2>
      <ul class="list">
        {[...dossier.history].reverse().map((event) => (
          <li>
            <div>
              <b>{DOSSIER_ACTS[event.action]}</b>
              {event.note ? `: ${/^\d{4}-\d\d-\d\d$/.test(event.note) ? shortDate(event.note) : event.note}` : ""}
              <div class="small soft">
                {event.person} · {dateAndTime(event.at)}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  </>
);
