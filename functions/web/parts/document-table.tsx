import type { FC } from "hono/jsx";
import { KINDS } from "../../../shared/format/index.ts";
import type { DocumentSummary, WorkflowClock } from "../../../shared/office/index.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { StateChip, symbolWords } from "./document-parts.tsx";
import { Scroll } from "./pieces.tsx";
import { ClockChip } from "./workflow.tsx";

/** Documents as a table: what, number, who, when, state. */
export const DocumentTable: FC<{
  documents: DocumentSummary[];
  label: string;
  /** Until when a document must be issued, by its id. */
  clocks?: ReadonlyMap<string, WorkflowClock>;
}> = ({ documents, label, clocks }) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          <th scope="col">Số, ký hiệu</th>
          <th scope="col" class="wide-only">
            Ngày ban hành
          </th>
          <th scope="col">Loại và trích yếu</th>
          <th scope="col">Người ký</th>
          <th scope="col">Cập nhật</th>
          <th scope="col">Trạng thái</th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <tr>
            <td class="unbroken-when-wide">{symbolWords(document)}</td>
            <td class="nowrap wide-only">{shortDate(document.issuedOn)}</td>
            <td>
              <a href={`/van-ban/${document.id}`}>
                <b>{KINDS[document.kind].name}</b> {document.subject}
              </a>
            </td>
            <td>{document.signatory}</td>
            <td class="small">
              {document.changedBy}
              <div class="soft nowrap">{dateAndTime(document.changedAt)}</div>
            </td>
            <td>
              <StateChip state={document.state} /> <ClockChip clock={clocks?.get(document.id)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
