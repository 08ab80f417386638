import type { FC } from "hono/jsx";
import { type DocumentState, LIFECYCLE } from "../../../shared/documents/index.ts";
import type { Delivery } from "../../../shared/exchange/index.ts";
import { STATUS_WORDS } from "../../../shared/exchange/index.ts";
import { formatSymbol, KINDS, RULE_SETS } from "../../../shared/format/index.ts";
import type { DocumentRecord, DocumentSummary, HistoryEntry, WorkflowView } from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { Chip, type Tone } from "./pieces.tsx";
import { ACTION_WORDS, STATE_WORDS } from "./words.ts";

interface LineStep {
  /** Reached with this state; a submitted document that has its number stands at the step of the number. */
  key: DocumentState;
  name: string;
  action: HistoryEntry["action"];
}

/** The straight line of a document: which state each step leads to, and the action that leads there. */
const STEPS: LineStep[] = [
  { key: "draft", name: "Dự thảo", action: "draft" },
  { key: "submitted", name: "Trình ký", action: "submit" },
  { key: "approved", name: "Duyệt", action: "approve" },
  { key: "signed", name: "Ký", action: "sign" },
  { key: "numbered", name: "Cấp số, ghi ngày", action: "number" },
  { key: "issued", name: "Phát hành", action: "issue" },
  { key: "sent", name: "Gửi", action: "send" },
];

/** Where the office numbers first: a document with its number is not signed yet. */
const NUMBER_STEP: LineStep = { key: "signed", name: "Cấp số, ghi ngày", action: "number" };

/** The same where the office numbers first, before the approval or after it: signing takes a document straight to where the seal follows. */
const NUMBER_FIRST_STEPS: Record<"before-approval" | "after-approval", LineStep[]> = {
  "before-approval": [
    ...STEPS.slice(0, 2),
    NUMBER_STEP,
    STEPS[2]!,
    { ...STEPS[3]!, key: "numbered" },
    ...STEPS.slice(5),
  ],
  "after-approval": [...STEPS.slice(0, 3), NUMBER_STEP, { ...STEPS[3]!, key: "numbered" }, ...STEPS.slice(5)],
};

const CLOSED: readonly DocumentState[] = ["recalled", "replaced", "voided"];

/** In which order this document goes or went, and the step it has reached: its own history says it once both were done. */
function stepsOf(
  { history, state, files, reviewer }: DocumentRecord,
  { order, approval }: WorkflowView["rules"],
): { steps: LineStep[]; at: number } {
  const last = (action: HistoryEntry["action"]) => history.findLastIndex((one) => one.action === action);
  const open = state === "draft" || state === "returned" || state === "submitted" || state === "approved";
  const numberFirst = open
    ? order === "number-first"
    : state !== "signed" && last("number") >= 0 && last("number") < last("sign");
  const from = Math.max(last("submit"), 0);
  const numberedAt = Math.max(last("number"), files.numbered === undefined ? 0 : from);
  const approvedFirst =
    last("approve") > from
      ? last("approve") < numberedAt || numberedAt < from
      : approval === "required" || reviewer !== undefined;
  const steps = numberFirst ? NUMBER_FIRST_STEPS[approvedFirst ? "after-approval" : "before-approval"] : STEPS;
  if (CLOSED.includes(state)) {
    // What was done since it was last submitted stays to be seen.
    return { steps, at: steps.findLastIndex((step, index) => index === 0 || last(step.action) >= from) };
  }
  const numbered = numberFirst && open && files.numbered !== undefined;
  const approvedAfter = state === "approved" && !approvedFirst;
  const key = numbered && !approvedAfter ? "signed" : state === "returned" ? "draft" : state;
  return { steps, at: steps.findIndex((step) => step.key === key) };
}

/** State as a chip. */
export const StateChip: FC<{ state: DocumentState }> = ({ state }) => (
  <Chip tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].name}</Chip>
);

/** Where a document stands: each step with who did it and when; the present one says what it waits for. */
export const Stepper: FC<{ document: DocumentRecord; view: WorkflowView }> = ({ document, view }) => {
  const { steps, at } = stepsOf(document, view.rules);
  const stepBack = document.state === "returned";
  const closed = CLOSED.includes(document.state);
  return (
    <ol class="steps" aria-label="Tiến trình của văn bản">
      {(closed ? steps.slice(0, at + 1) : steps).map((step, index) => {
        const done = index < at || (index === at && (closed || step.key === "sent"));
        const now = index === at && !closed && step.key !== "sent";
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
            {now && view.turn ? (
              <span class="when">{stepBack ? "bị trả lại, chờ người soạn sửa" : `chờ ${view.turn.words}`}</span>
            ) : null}
          </li>
        );
      })}
      {closed ? (
        <li class="now">
          <span class="mark" aria-hidden="true">
            ✕
          </span>
          <span class="name">{STATE_WORDS[document.state].name}</span>
        </li>
      ) : null}
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
        {delivery.statuses.length > 1 ? (
          <details class="small">
            <summary>Các bước ở nơi nhận</summary>
            <ol>
              {delivery.statuses.map((one) => (
                <li>
                  {STATUS_WORDS[one.code]} lúc {dateAndTime(one.at)}
                  {one.description && one.description !== STATUS_WORDS[one.code] ? `: ${one.description}` : ""}
                </li>
              ))}
            </ol>
          </details>
        ) : null}
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

/** Tone of a delivery's chip. */
export function deliveryTone(delivery: Delivery): Tone {
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
