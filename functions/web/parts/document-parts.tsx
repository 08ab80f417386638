import type { FC } from "hono/jsx";
import { type DocumentState, LIFECYCLE } from "../../../shared/documents/index.ts";
import type { Delivery } from "../../../shared/exchange/index.ts";
import { STATUS_WORDS } from "../../../shared/exchange/index.ts";
import { formatSymbol, KINDS, RULE_SETS } from "../../../shared/format/index.ts";
import type { DocumentRecord, DocumentSummary, HistoryEntry } from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { Chip, type Tone } from "./pieces.tsx";
import { ACTION_WORDS, STATE_WORDS } from "./words.ts";

/** The straight line of a document: which state each step leads to, and the action that leads there. */
const STEPS: { state: DocumentState; name: string; waits: string; action: HistoryEntry["action"] }[] = [
  { state: "draft", name: "Dự thảo", waits: "người soạn trình ký", action: "draft" },
  { state: "submitted", name: "Trình ký", waits: "lãnh đạo ký", action: "submit" },
  { state: "signed", name: "Ký", waits: "văn thư cấp số", action: "sign" },
  { state: "numbered", name: "Cấp số, ghi ngày", waits: "văn thư đóng dấu", action: "number" },
  { state: "issued", name: "Phát hành", waits: "văn thư gửi", action: "issue" },
  { state: "sent", name: "Gửi", waits: "", action: "send" },
];

/** State as a chip. */
export const StateChip: FC<{ state: DocumentState }> = ({ state }) => (
  <Chip tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].name}</Chip>
);

/** Where a document stands: each step with who did it and when; the present one says what it waits for. */
export const Stepper: FC<{ document: DocumentRecord }> = ({ document }) => {
  const state = document.state === "returned" ? "draft" : document.state;
  const at = state === "recalled" ? STEPS.length : STEPS.findIndex((step) => step.state === state);
  return (
    <ol class="steps" aria-label="Tiến trình của văn bản">
      {STEPS.map((step, index) => {
        const done = index < at || (index === at && step.state === "sent") || (index <= at && state !== step.state);
        const now = index === at && step.state !== "sent";
        const entry = index <= at ? document.history.findLast((one) => one.action === step.action) : undefined;
        return (
          <li class={done ? "done" : now ? "now" : undefined} aria-current={now ? "step" : undefined}>
            <span class="mark" aria-hidden="true">
              {done ? "✓" : index + 1}
            </span>
            <span class="name">
              {step.name}
              <span class="visually-hidden">{done ? " – đã xong" : now ? " – đang ở bước này" : " – chưa tới"}</span>
            </span>
            {entry ? (
              <span class="when">
                {entry.person}, {dateAndTime(entry.at)}
              </span>
            ) : null}
            {now ? (
              <span class="when">
                {document.state === "returned" ? "bị trả lại, chờ người soạn sửa" : `chờ ${step.waits}`}
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
};

/** Who did what, when and why; newest first. */
export const History: FC<{ entries: HistoryEntry[] }> = ({ entries }) => (
  <ol class="history">
    {entries.toReversed().map((entry) => (
      <li>
        <b>{ACTION_WORDS[entry.action]}</b>
        <div class="small soft">
          {entry.person} · {dateAndTime(entry.at)}
        </div>
        {entry.note ? <span class="note lines">{entry.note}</span> : null}
      </li>
    ))}
  </ol>
);

/** How one delivery stands, with the receiver's last word; one that was given up can be sent again at the address `again`. */
export const DeliveryLine: FC<{ delivery: Delivery; again?: string }> = ({ delivery, again }) => {
  const last = delivery.statuses.at(-1);
  return (
    <li>
      <div>
        <b>{delivery.toName}</b>
        <div class="small soft">
          {delivery.sentAt
            ? `Gửi lúc ${dateAndTime(delivery.sentAt)}`
            : `Vào hàng gửi lúc ${dateAndTime(delivery.queuedAt)}`}
          {last
            ? `; ${STATUS_WORDS[last.code].toLowerCase()} lúc ${dateAndTime(last.at)}${last.staff ? ` (${last.staff})` : ""}`
            : ""}
        </div>
        {last?.code === "02" && last.description ? <span class="small">Lý do: {last.description}</span> : null}
        {delivery.lastError && delivery.state !== "sent" ? (
          <span class="small">
            Lần gửi gần nhất không thành: {delivery.lastError.message}
            {delivery.nextAt ? ` Gửi lại lúc ${dateAndTime(delivery.nextAt)}.` : ""}
          </span>
        ) : null}
        {delivery.state === "dead" && again ? (
          <form method="post" action={again}>
            <input type="hidden" name="messageId" value={delivery.messageId} />
            <button type="submit" data-busy="Đang gửi…">
              Gửi lại
            </button>
          </form>
        ) : null}
      </div>
      <Chip tone={deliveryTone(delivery)}>{delivery.label}</Chip>
    </li>
  );
};

function deliveryTone(delivery: Delivery): Tone {
  if (delivery.state === "dead" || delivery.status === "02" || delivery.status === "16") return "bad";
  if (delivery.state === "waiting") return "warn";
  return delivery.status === undefined || delivery.status === "01" ? "info" : "good";
}

/** "Số 05/KH-UBND", or the notation alone while no number is given. */
export function symbolWords(document: DocumentSummary): string {
  const { notation } = document;
  return document.number ? formatSymbol(RULE_SETS[document.ruleSet], document.number.text, notation) : `…/${notation}`;
}

/** "Kế hoạch thực hiện …" on one line. */
export function titleWords(document: Pick<DocumentRecord, "kind" | "subject">): string {
  return `${KINDS[document.kind].name} ${lowerFirst(document.subject.replaceAll("\n", " "))}`;
}

/** A subject as it goes on inside a sentence: "Thực hiện …" → "thực hiện …"; names and abbreviations keep their capitals. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}*\s+\p{Ll}/u.test(text) ? text[0]!.toLocaleLowerCase("vi") + text.slice(1) : text;
}

/** What the state is called in a sentence ("đã ký"). */
export function stateInWords(state: DocumentState): string {
  return LIFECYCLE[state].name;
}
