import type { FC } from "hono/jsx";
import { KINDS } from "../../../shared/format/index.ts";
import type { DocumentSummary, SigningRole } from "../../../shared/office/index.ts";
import type { LastAct } from "../signing-desk.ts";
import { dateAndTime } from "./dates.ts";
import { symbolWords, titleWords } from "./document-parts.tsx";
import { Chip, Scroll } from "./pieces.tsx";
import { againAddress, isCancelled, jobAddress } from "./signing-job.tsx";

/** A document as the boxes of the list send it: with the instant it was last changed, so that nothing else is signed than what was seen. */
function boxValue(document: DocumentSummary): string {
  return `${document.id}~${document.changedAt}`;
}

/** Takes the value of a box apart. */
export function readBox(value: string): { id: string; changedAt: string } {
  const [id, changedAt] = value.split("~");
  return { id: id ?? "", changedAt: changedAt ?? "" };
}

/** What a list of documents to be signed, or to be sealed, is called. */
const LIST_WORDS: Record<SigningRole, { label: string; box: string; since: string }> = {
  leader: { label: "Văn bản cần ký", box: "Chọn ký", since: "Trình lúc" },
  seal: { label: "Văn bản chờ đóng dấu", box: "Chọn đóng dấu", since: "Cấp số lúc" },
};

/** Documents to be signed or sealed, each with a box. `whyNot` says why one cannot be signed by this person now; `allHref` chooses the whole page where there is no script. */
export const ChoiceTable: FC<{
  documents: DocumentSummary[];
  chosen: ReadonlySet<string>;
  whyNot(document: DocumentSummary): string | undefined;
  allHref: string;
  act?: SigningRole;
}> = ({ documents, chosen, whyNot, allHref, act = "leader" }) => {
  const words = LIST_WORDS[act];
  const open = documents.filter((document) => whyNot(document) === undefined).length;
  return (
    <>
      {open > 1 ? (
        <p class="choose-all">
          <a class="button" href={allHref} data-check-all="vb">
            Chọn cả trang ({open})
          </a>{" "}
          <span class="soft small" data-checked="vb"></span>
        </p>
      ) : null}
      <Scroll label={words.label}>
        <table>
          <thead>
            <tr>
              <th scope="col">Chọn</th>
              <th scope="col">Văn bản</th>
              <th scope="col">{words.since}</th>
            </tr>
          </thead>
          <tbody>
            {documents.map((document) => (
              <tr>
                <td>
                  {whyNot(document) === undefined ? (
                    <input
                      type="checkbox"
                      name="vb"
                      value={boxValue(document)}
                      checked={chosen.has(document.id)}
                      aria-label={`${words.box}: ${titleWords(document)}`}
                    />
                  ) : (
                    <span class="soft small">{whyNot(document)}</span>
                  )}
                </td>
                <td>
                  <a href={`/van-ban/${document.id}`}>
                    <b>{KINDS[document.kind].name}</b> {document.subject}
                  </a>
                  <div class="small soft">
                    {symbolWords(document)} · người ký: {document.signatory}
                  </div>
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
