import type { Child, FC } from "hono/jsx";
import { markWords } from "../../../shared/amendments/index.ts";
import {
  type Deadline,
  EVENT_LABELS,
  type EventField,
  fieldLabel,
  type Programme,
  type ProgrammeEvent,
  type ProgrammeEventKind,
  type RecordedEvent,
  subjectLabel,
  type TargetActual,
  type Task,
  type TaskFile,
  type TaskProgress,
} from "../../../shared/tasks/index.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { Chip, type Tone } from "./pieces.tsx";
import { fileSize } from "./task-files.tsx";

const KIND_TONES: Partial<Record<ProgrammeEventKind, Tone>> = {
  add: "good",
  remove: "bad",
  extend: "warn",
  deadline: "warn",
  complete: "good",
};

/** Where names behind ids are looked up: group titles, places. */
export type Names = Pick<Programme, "groups" | "tasks">;

/** Counts of a revision's events in words: "Bổ sung 3, gia hạn 1". */
export function changesInWords(changes: Partial<Record<ProgrammeEventKind, number>> | undefined): string {
  return Object.entries(changes ?? {})
    .map(([kind, count]) => `${EVENT_LABELS[kind as ProgrammeEventKind]}: ${count}`)
    .join(" · ");
}

/** Changes with old beside new, the changed words marked; what happened to one thing stands together. */
export const EventList: FC<{ events: ProgrammeEvent[]; names: Names; programmeId: string }> = (props) => (
  <>
    {[...Map.groupBy(props.events, ({ subject, id }) => `${subject} ${id}`).values()].map((events) => (
      <ThingEvents {...props} events={events} />
    ))}
  </>
);

const ThingEvents: FC<{ events: ProgrammeEvent[]; names: Names; programmeId: string }> = (props) => {
  const { events, names, programmeId } = props;
  const event = events[0]!;
  const there = event.subject === "task" && names.tasks.some((task) => task.id === event.id);
  return (
    <article class="event">
      <header>
        {events.map(({ kind }) => (
          <Chip tone={KIND_TONES[kind] ?? "info"}>{EVENT_LABELS[kind]}</Chip>
        ))}
        <span>
          {event.subject === "programme" ? (
            "Chương trình"
          ) : (
            <>
              {`${capital(subjectLabel(event.subject))} ${numberOf(event, names)}`.trim()}:{" "}
              {there ? <a href={`/nhiem-vu/${programmeId}/nhiem-vu/${event.id}`}>{event.title}</a> : event.title}
            </>
          )}
        </span>
      </header>
      {events.map((one) => (
        <EventFields event={one} names={names} />
      ))}
    </article>
  );
};

/** Events of one thing over time, the newest first, with who, when, why and on which basis. */
export const EventHistory: FC<{ events: RecordedEvent[]; names: Names; programmeId: string }> = (props) => (
  <ol class="history">
    {[...Map.groupBy(props.events, (event) => event.revision)].map(([revision, events]) => (
      <li>
        <strong>{events.map((event) => EVENT_LABELS[event.kind]).join(", ")}</strong>
        <div class="small soft">
          {events[0]!.actor.name}, {dateAndTime(events[0]!.at)},{" "}
          <a href={`/nhiem-vu/${props.programmeId}?ban=${revision}`}>bản {revision}</a>
        </div>
        <WhyAndBasis why={events[0]!.why} basis={events[0]!.basis} />
        {events.map((event) => (
          <div class="event">
            <EventFields event={event} names={props.names} />
          </div>
        ))}
      </li>
    ))}
  </ol>
);

/** Reason and document of a change, where they were given. */
const WhyAndBasis: FC<{ why: string; basis?: string }> = ({ why, basis }) =>
  why || basis ? (
    <span class="note small">
      {why}
      {why && basis ? ". " : ""}
      {basis ? `Căn cứ: ${basis}` : ""}
    </span>
  ) : null;

const EventFields: FC<{ event: ProgrammeEvent; names: Names }> = ({ event, names }) => {
  const whole = (event.added ?? event.removed) as Partial<Task> | undefined;
  if (whole !== undefined) {
    const gone = event.added === undefined;
    const lines = (["leadAgency", "coordinatingAgencies", "output", "deadline", "text"] as const)
      .map((field): [string, string] => [field, valueText(field, (whole as Record<string, unknown>)[field], names)])
      .filter(([, text]) => text !== "");
    return (
      <dl class="sides">
        {lines.map(([field, text]) => (
          <>
            <dt>{capital(fieldLabel(field))}</dt>
            <dd class="wide">{gone ? <del class="word">{text}</del> : text}</dd>
          </>
        ))}
      </dl>
    );
  }
  // The deadlines before are told by the event of the deadline itself.
  const fields = event.fields.filter((field) => field.field !== "extensions");
  return (
    <dl class="sides">
      {fields.map((field) => (
        <Sides field={field} names={names} />
      ))}
      {event.after !== undefined && fields.length === 0 ? (
        <>
          <dt>Vị trí</dt>
          <dd class="wide">{placeText(event.after, names)}</dd>
        </>
      ) : null}
    </dl>
  );
};

const Sides: FC<{ field: EventField; names: Names }> = ({ field, names }) => {
  const before = valueText(field.field, field.before, names);
  const after = valueText(field.field, field.after, names);
  return (
    <>
      <dt>{capital(fieldLabel(field.field))}</dt>
      <MarkedSide before={before} after={after} side="before" />
      <MarkedSide before={before} after={after} side="after" />
    </>
  );
};

/** One of two texts, with the words marked that the other does not have. */
const MarkedSide: FC<{ before: string; after: string; side: "before" | "after" }> = ({ before, after, side }) => (
  <dd data-side={side === "before" ? "Trước" : "Sau"}>
    <Marked before={before} after={after} side={side} />
  </dd>
);

/** The words of one side: what went is struck out, what came is underlined. */
export const Marked: FC<{ before: string; after: string; side: "before" | "after" }> = ({ before, after, side }) => {
  const text = side === "before" ? before : after;
  if (text === "") return <span class="soft">(trống)</span>;
  // Each side is compared towards itself, so that its own spacing is shown: what the other side lacks is "added".
  const other = side === "before" ? after : before;
  return (
    <>
      {markWords(other, text)
        .filter((mark) => mark.kind !== "removed")
        .map((mark): Child => {
          if (mark.kind === "same") return mark.text;
          return side === "before" ? <del class="word">{mark.text}</del> : <ins class="word">{mark.text}</ins>;
        })}
    </>
  );
};

/** A field's value as a person reads it. */
export function valueText(field: string, value: unknown, names: Names): string {
  if (value === undefined || value === null || value === "") return "";
  switch (field) {
    case "deadline":
      return (value as Deadline).text;
    case "completedOn":
      return shortDate(String(value));
    case "progress": {
      const { percent, on, result, evidence, difficulties, proposals } = value as TaskProgress;
      return [
        `${percent.toLocaleString("vi-VN")}% (báo cáo ngày ${shortDate(on)})`,
        result,
        evidence && `Minh chứng: ${evidence}`,
        difficulties && `Khó khăn: ${difficulties}`,
        proposals && `Kiến nghị: ${proposals}`,
      ]
        .filter(Boolean)
        .join("\n");
    }
    case "actual": {
      const { value: reached, on, evidence } = value as TargetActual;
      return `${reached.toLocaleString("vi-VN")} (đo ngày ${shortDate(on)})${evidence ? `\nMinh chứng: ${evidence}` : ""}`;
    }
    case "groupId": {
      const group = names.groups.find((one) => one.id === value);
      return group === undefined ? "nhóm không còn trong chương trình" : `${group.number}. ${group.name}`;
    }
    case "files":
      return (value as TaskFile[]).map(({ name, bytes }) => `${name} (${fileSize(bytes)})`).join("\n");
    case "after":
      return placeText(String(value), names);
    default:
      if (Array.isArray(value)) return value.map(String).join("\n");
      return typeof value === "object" ? JSON.stringify(value) : String(value);
  }
}

function placeText(after: string, names: Names): string {
  if (after === "") return "đầu danh sách";
  const found = names.tasks.find((one) => one.id === after) ?? names.groups.find((one) => one.id === after);
  return found === undefined
    ? "chỗ khác trong danh sách"
    : `sau “${`${found.number} ${found.name}`.trim().slice(0, 80)}”`;
}

function numberOf(event: ProgrammeEvent, names: Names): string {
  const thing = (event.added ?? event.removed) as { number?: string } | undefined;
  if (thing?.number) return thing.number;
  if (event.subject === "task") return names.tasks.find((one) => one.id === event.id)?.number ?? "";
  if (event.subject === "group") return names.groups.find((one) => one.id === event.id)?.number ?? "";
  return "";
}

function capital(text: string): string {
  return `${text[0]?.toLocaleUpperCase("vi") ?? ""}${text.slice(1)}`;
}
