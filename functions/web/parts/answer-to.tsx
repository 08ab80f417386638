import type { FC } from "hono/jsx";
import { type IncomingReference, incomingSymbol } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";

/** The incoming document that a letter answers. */
export const AnswerTo: FC<{ incoming: IncomingReference | undefined }> = ({ incoming }) =>
  incoming === undefined ? null : (
    <section class="card">
      <h2>Trả lời văn bản đến</h2>
      <p>
        <a href={`/van-ban-den/${incoming.id}`}>{incomingSymbol(incoming)}</a> ngày {shortDate(incoming.issuedOn)} của{" "}
        {incoming.from.name}
      </p>
    </section>
  );
