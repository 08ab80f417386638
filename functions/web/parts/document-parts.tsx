import type { FC } from "hono/jsx";
import { type DocumentState, LIFECYCLE, type SigningOrder } from "../../../shared/documents/index.ts";
import type { Delivery } from "../../../shared/exchange/index.ts";
import { STATUS_WORDS } from "../../../shared/exchange/index.ts";
import { formatSymbol, KINDS, RULE_SETS } from "../../../shared/format/index.ts";
import type { DocumentRecord, DocumentSummary, HistoryEntry } from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { Chip, type Tone } from "./pieces.tsx";
import { ACTION_WORDS, STATE_WORDS } from "./words.ts";

interface LineStep {
  /** Reached with this state; a submitted document that has its number stands at the step of the number. */
  key: DocumentState;
  name: string;
  waits: string;
  action: HistoryEntry["action"];
}

/** The straight line of a document: which state each step leads to, and the action that leads there. */
const STEPS: LineStep[] = [
  { key: "draft", name: "Dự thảo", waits: "người soạn trình ký", action: "draft" },
  { key: "submitted", name: "Trình ký", waits: "lãnh đạo ký", action: "submit" },
  { key: "signed", name: "Ký", waits: "văn thư cấp số", action: "sign" },
  { key: "numbered", name: "Cấp số, ghi ngày", waits: "văn thư đóng dấu", action: "number" },
  { key: "issued", name: "Phát hành", waits: "văn thư gửi", action: "issue" },
  { key: "sent", name: "Gửi", waits: "", action: "send" },
];

/** The same where the office numbers first: signing takes a document straight to where the seal follows. */
const NUMBER_FIRST_STEPS: LineStep[] = [
  STEPS[0]!,
  { ...STEPS[1]!, waits: "văn thư cấp số" },
  { key: "signed", name: "Cấp số, ghi ngày", waits: "lãnh đạo ký", action: "number" },
  { key: "numbered", name: "Ký", waits: "văn thư đóng dấu", action: "sign" },
  STEPS[4]!,
  STEPS[5]!,
];

/** In which order this document goes or went: its own history says it once both were done. */
function stepsOf({ history, state, files }: DocumentRecord, order: SigningOrder): { steps: LineStep[]; at: number } {
  const last = (action: HistoryEntry["action"]) => history.findLastIndex((one) => one.action === action);
  const open = state === "draft" || state === "returned" || state === "submitted";
  const numberFirst = open
    ? order === "number-first"
    : state !== "signed" && last("number") >= 0 && last("number") < last("sign");
  const steps = numberFirst ? NUMBER_FIRST_STEPS : STEPS;
  const numbered = numberFirst && state === "submitted" && files.numbered !== undefined;
  const key = numbered ? "signed" : state === "returned" ? "draft" : state;
  return { steps, at: key === "recalled" ? steps.length : steps.findIndex((step) => step.key === key) };
}

/** State as a chip. */
export const StateChip: FC<{ state: DocumentState }> = ({ state }) => (
  <Chip tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].name}</Chip>
);

/** Where a document stands: each step with who did it and when; the present one says what it waits for. */
export const Stepper: FC<{ document: DocumentRecord; order?: SigningOrder }> = ({
  document,
  order = "leader-first",
}) => {
  const { steps, at } = stepsOf(document, order);
  const stepBack = document.state === "returned";
  return (
    <ol class="steps" aria-label="Tiến trình của văn bản">
      {steps.map((step, index) => {
        const done = index < at || (index === at && step.key === "sent");
        const now = index === at && step.key !== "sent";
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
            {now ? <span class="when">{stepBack ? "bị trả lại, chờ người soạn sửa" : `chờ ${step.waits}`}</span> : null}
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
