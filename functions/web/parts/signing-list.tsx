import type { FC } from "hono/jsx";
import { KINDS } from "../../../shared/format/index.ts";
import type { DocumentSummary, SigningRole, WorkflowClock } from "../../../shared/office/index.ts";
import type { LastAct } from "../signing-desk.ts";
import { dateAndTime } from "./dates.ts";
import { symbolWords, titleWords } from "./document-parts.tsx";
import { Chip, Scroll } from "./pieces.tsx";
import { againAddress, isCancelled, jobAddress } from "./signing-job.tsx";
import { ClockChip } from "./workflow.tsx";

/** A document as the boxes of the list send it: with the instant it was last changed, so that nothing else is signed than what was seen. */
function boxValue(document: DocumentSummary): string {
  return `${document.id}~${document.changedAt}`;
}

/** Takes the value of a box apart. */
export function readBox(value: string): { id: string; changedAt: string } {
  const [id, changedAt] = value.split("~");
  return { id: id ?? "", changedAt: changedAt ?? "" };
}

/** What documents are chosen for. */
export type ChoiceAct = SigningRole | "number" | "send";

/** What a list of documents to choose from is called, and the name of its boxes: several lists stand on one page. */
const LIST_WORDS: Record<ChoiceAct, { label: string; box: string; since: string; name: string }> = {
  leader: { label: "Văn bản cần ký", box: "Chọn ký", since: "Trình lúc", name: "vb" },
  seal: { label: "Văn bản chờ đóng dấu", box: "Chọn đóng dấu", since: "Cấp số lúc", name: "vb" },
  number: { label: "Văn bản chờ cấp số", box: "Chọn cấp số", since: "Ký lúc", name: "cap" },
  send: { label: "Văn bản chờ gửi", box: "Chọn gửi", since: "Phát hành lúc", name: "gui" },
};

/** Name of the boxes of a list. */
export function boxName(act: ChoiceAct): string {
  return LIST_WORDS[act].name;
}

/** Name of the field that says in which place a document gets its number. */
export function orderName(id: string): string {
  return `thu-tu.${id}`;
}

/** Documents to be signed or sealed, each with a box. `whyNot` says why one cannot be signed by this person now; `allHref` chooses the whole page where there is no script. */
export const ChoiceTable: FC<{
  documents: DocumentSummary[];
  chosen: ReadonlySet<string>;
  whyNot(document: DocumentSummary): string | undefined;
  allHref: string;
  act?: ChoiceAct;
  /** Until when a document must be issued, by its id. */
  clocks?: ReadonlyMap<string, WorkflowClock>;
  /** When the reader opened what was submitted, by id: shown where it is given. */
  opened?: ReadonlyMap<string, string>;
  /** With act "number": in which place each gets its number, as it was entered. */
  order?: ReadonlyMap<string, string>;
}> = ({ documents, chosen, whyNot, allHref, act = "leader", clocks, opened, order }) => {
  const words = LIST_WORDS[act];
  const open = documents.filter((document) => whyNot(document) === undefined).length;
  return (
    <>
      {open > 1 ? (
        <p class="choose-all">
          <a class="button" href={allHref} data-check-all={words.name}>
            Chọn cả trang ({open})
          </a>{" "}
          <span class="soft small" data-checked={words.name}></span>
        </p>
      ) : null}
      <Scroll label={words.label}>
        <table>
          <thead>
            <tr>
              <th scope="col">Chọn</th>
              {act === "number" ? <th scope="col">Thứ tự</th> : null}
              <th scope="col">Văn bản</th>
              <th scope="col">{words.since}</th>
            </tr>
          </thead>
          <tbody>
            {documents.map((document, index) => (
              <tr data-not-opened={opened !== undefined && !opened.has(document.id) ? "1" : undefined}>
                <td>
                  {whyNot(document) === undefined ? (
                    <input
                      type="checkbox"
                      name={words.name}
                      value={boxValue(document)}
                      checked={chosen.has(document.id)}
                      aria-label={`${words.box}: ${titleWords(document)}`}
                    />
                  ) : (
                    <span class="soft small">{whyNot(document)}</span>
                  )}
                </td>
                {act === "number" ? (
                  <td>
                    {whyNot(document) === undefined ? (
                      <input
                        class="order-field"
                        type="number"
                        min="1"
                        max="9999"
                        name={orderName(document.id)}
                        value={order?.get(document.id) ?? String(index + 1)}
                        aria-label={`Thứ tự cấp số: ${titleWords(document)}`}
                      />
                    ) : null}
                  </td>
                ) : null}
                <td>
                  <a href={`/van-ban/${document.id}`}>
                    <b>{KINDS[document.kind].name}</b> {document.subject}
                  </a>
                  <div class="small soft">
                    {symbolWords(document)} · người ký: {document.signatory}
                  </div>
                  {document.urgency ? (
                    <div>
                      <Chip tone="bad">{document.urgency}</Chip>
                    </div>
                  ) : null}
                  <ClockChip clock={clocks?.get(document.id)} />
                  {opened === undefined ? null : <OpenedChip at={opened.get(document.id)} />}
                </td>
                <td class="small">
                  {document.changedBy}
                  <div class="soft">{dateAndTime(document.changedAt)}</div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
};

/** Has the reader opened what is to be signed? */
const OpenedChip: FC<{ at: string | undefined }> = ({ at }) =>
  at === undefined ? (
    <Chip tone="warn">Chưa mở xem</Chip>
  ) : (
    <span class="small soft">Đã mở xem lúc {dateAndTime(at)}</span>
  );

/** Documents whose last act of signing failed and that still wait to be signed: why, and how to try again. */
export const FailedTable: FC<{ failed: { document: DocumentSummary; act: LastAct }[]; act: SigningRole }> = ({
  failed,
  act: role,
}) => (
  <>
    <Scroll label={role === "seal" ? "Văn bản không đóng dấu được" : "Văn bản không ký được"}>
      <table>
        <thead>
          <tr>
            <th scope="col">Văn bản</th>
            <th scope="col">Lý do</th>
            <th scope="col">Lần ký</th>
            <th scope="col">Làm gì</th>
          </tr>
        </thead>
        <tbody>
          {failed.map(({ document, act }) => (
            <tr>
              <td>
                <a href={`/van-ban/${document.id}`}>{titleWords(document)}</a>
              </td>
              <td>
                <Chip tone={isCancelled(act.document) ? "plain" : "bad"}>
                  {isCancelled(act.document) ? "Đã hủy" : "Lỗi"}
                </Chip>{" "}
                <span class="reason">{act.document.problem?.message ?? "Không rõ lý do."}</span>
                {act.document.problem?.hint ? <div class="small soft">{act.document.problem.hint}</div> : null}
              </td>
              <td class="small">
                <a href={jobAddress(act.job)}>{dateAndTime(act.job.startedAt)}</a>
                <div class="soft">{act.job.key.label}</div>
              </td>
              <td>
                <a class="button" href={againAddress([document.id], role)}>
                  {role === "seal" ? "Đóng dấu lại" : "Ký lại"}
                  <span class="visually-hidden">: {titleWords(document)}</span>
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
    {failed.length > 1 ? (
      <div class="actions">
        <a
          class="button"
          href={againAddress(
            failed.map(({ document }) => document.id),
            role,
          )}
        >
          {role === "seal" ? "Đóng dấu" : "Ký"} lại cả {failed.length} văn bản
        </a>
      </div>
    ) : null}
  </>
);
