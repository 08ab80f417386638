import type { Child, FC } from "hono/jsx";
import type { Problem } from "../../../shared/errors/index.ts";
import { placeInWords } from "./field-words.ts";

/** Tones of chips and notices; each also has a sign of its own (style sheet), so that no state rests on colour. */
export type Tone = "good" | "bad" | "warn" | "info" | "plain";

/** A state in a word. */
export const Chip: FC<{ tone: Tone; children?: Child }> = ({ tone, children }) => (
  <span class={`chip ${tone}`}>{children}</span>
);

/** A message on the page; errors are announced at once. */
export const Notice: FC<{ tone: Tone; title: string; children?: Child }> = ({ tone, title, children }) => (
  <div class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
    <strong>{title}</strong>
    {children}
  </div>
);

/** An error: what happened, where, every fault, and what to do. */
export const ProblemNotice: FC<{ problem: Problem | undefined }> = ({ problem }) =>
  problem === undefined ? null : (
    <Notice tone="bad" title={headline(problem)}>
      {placeInWords(problem.where) && !problem.faults?.length ? <p>Chỗ lỗi: {placeInWords(problem.where)}</p> : null}
      {problem.faults?.length ? (
        <ul>
          {problem.faults.slice(0, 50).map((fault) => (
            <li>
              {placeInWords(fault.where) ? `${placeInWords(fault.where)}: ` : ""}
              {fault.message}
            </li>
          ))}
        </ul>
      ) : null}
      {problem.hint ? <p>{problem.hint}</p> : null}
    </Notice>
  );

/** The message; where every fault is listed below, without the first fault that some messages repeat after a colon. */
function headline(problem: Problem): string {
  return problem.faults?.length ? `${problem.title.split(": ")[0]!.replace(/\.$/, "")}.` : problem.title;
}

/** What an empty list says: what it is for and what to do first. */
export const Empty: FC<{ title: string; children?: Child; action?: [string, string] }> = ({
  title,
  children,
  action,
}) => (
  <div class="empty">
    <strong>{title}</strong>
    {children}
    {action ? (
      <div class="actions">
        <a class="button main" href={action[0]}>
          {action[1]}
        </a>
      </div>
    ) : null}
  </div>
);

interface FieldProps {
  name: string;
  /** Sets fields of one name in several forms of a page apart. */
  scope?: string;
  label: string;
  hint?: Child;
  value?: string;
  optional?: boolean;
  type?: string;
  rows?: number;
  autocomplete?: string;
  maxlength?: number;
  placeholder?: string;
  autofocus?: boolean;
  pattern?: string;
}

/** One labelled field: a line, or with `rows` a text area. */
export const Field: FC<FieldProps> = (props) => {
  const id = `truong-${props.scope ?? ""}${props.name}`;
  const shared = {
    id,
    name: props.name,
    required: !props.optional,
    autofocus: props.autofocus,
    maxlength: props.maxlength,
    "aria-describedby": props.hint ? `${id}-goi-y` : undefined,
  };
  return (
    <div class="field">
      <label for={id}>
        {props.label} {props.optional ? <span class="optional">(không bắt buộc)</span> : null}
      </label>
      {props.rows ? (
        <textarea {...shared} rows={props.rows}>
          {`\n${props.value ?? ""}`}
        </textarea>
      ) : (
        <input
          {...shared}
          type={props.type ?? "text"}
          value={props.value}
          autocomplete={props.autocomplete ?? "off"}
          pattern={props.pattern}
        />
      )}
      {props.hint ? (
        <p class="hint" id={`${id}-goi-y`}>
          {props.hint}
        </p>
      ) : null}
    </div>
  );
};

interface SelectProps extends Pick<FieldProps, "name" | "scope" | "label" | "value"> {
  /** [value, text] */
  options: [string, string][];
  hint?: string;
  /** In a row of filters: no wider than its text needs. */
  thin?: boolean;
}

/** One labelled choice among a few. */
export const Select: FC<SelectProps> = (props) => {
  const id = `truong-${props.scope ?? ""}${props.name}`;
  return (
    <div class={props.thin ? "field thin" : "field"}>
      <label for={id}>{props.label}</label>
      <select id={id} name={props.name} aria-describedby={props.hint ? `${id}-goi-y` : undefined}>
        {props.options.map(([value, text]) => (
          <option value={value} selected={value === props.value}>
            {text}
          </option>
        ))}
      </select>
      {props.hint ? (
        <p class="hint" id={`${id}-goi-y`}>
          {props.hint}
        </p>
      ) : null}
    </div>
  );
};

/** A table that scrolls sideways by itself, reachable by keyboard. */
export const Scroll: FC<{ label: string; children?: Child }> = ({ label, children }) => (
  <section class="scroll" aria-label={label} tabindex={0}>
    {children}
  </section>
);

/** Links to the pages of a long list: first, last and those around the present one. */
export const PageLinks: FC<{ page: number; pages: number; address: (page: number) => string }> = (props) => {
  const { page, pages } = props;
  const near = [1, page - 2, page - 1, page, page + 1, page + 2, pages];
  const shown = [...new Set(near)].filter((one) => one >= 1 && one <= pages).sort((a, b) => a - b);
  return (
    <nav class="pages" aria-label="Trang">
      <ul>
        {shown.map((one, index) => (
          <li>
            {index > 0 && one - shown[index - 1]! > 1 ? "… " : ""}
            {one === page ? (
              <b aria-current="page">{one}</b>
            ) : (
              <a href={props.address(one)} aria-label={`Trang ${one}`}>
                {one}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** A button that sends one step, as a form of its own. */
export const Step: FC<{
  action: string;
  name: string;
  rev?: number;
  main?: boolean;
  ask?: string;
  busy?: string;
  children?: Child;
}> = (props) => (
  <form method="post" action={props.action} data-ask={props.ask}>
    {props.rev === undefined ? null : <input type="hidden" name="rev" value={String(props.rev)} />}
    {props.children}
    <button type="submit" class={props.main === false ? undefined : "main"} data-busy={props.busy ?? "Đang xử lý…"}>
      {props.name}
    </button>
  </form>
);
