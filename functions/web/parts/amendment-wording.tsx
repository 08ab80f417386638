import type { FC } from "hono/jsx";
import {
  AMENDMENT_KINDS,
  type AmendmentKind,
  type AmendmentWording,
  checkWording,
  DEFAULT_WORDING,
  exampleNote,
  KIND_LABELS,
  PLACEHOLDERS,
  readableTemplate,
} from "../../../shared/amendments/index.ts";
import { isVanthuError } from "../../../shared/errors/index.ts";
import type { Typed } from "./document-fields.tsx";

/** Address of the page of templates. */
export const WORDING = "/soan-van-ban/mau-ghi-chu";

/** The office's templates, each with what it would write. */
export const WordingForm: FC<{ own: Partial<AmendmentWording>; rev: number; typed?: Typed }> = ({
  own,
  rev,
  typed,
}) => (
  <div class="beside">
    <form method="post" action={WORDING} class="card templates">
      <input type="hidden" name="rev" value={typed?.rev ?? String(rev)} />
      <p class="soft">
        Ghi chú “Nội dung điều chỉnh” của từng loại thay đổi. Để trống một mẫu thì dùng mẫu chung hiện mờ trong ô.
      </p>
      {AMENDMENT_KINDS.map((kind) => {
        const value = typed?.[kind] ?? (own[kind] === undefined ? "" : readableTemplate(own[kind]));
        return (
          <div class="field">
            <label for={`mau-${kind}`}>{KIND_LABELS[kind]}</label>
            <input
              id={`mau-${kind}`}
              name={kind}
              value={value}
              maxlength={300}
              autocomplete="off"
              placeholder={readableTemplate(DEFAULT_WORDING[kind])}
              aria-describedby={`vi-du-${kind}`}
              hx-post={`${WORDING}/vi-du/${kind}`}
              hx-trigger="input changed delay:250ms"
              hx-target={`#vi-du-${kind}`}
              hx-swap="outerHTML"
            />
            <Example kind={kind} text={value} />
          </div>
        );
      })}
      <div class="actions">
        <button class="main" type="submit" name="viec" value="luu" data-busy="Đang lưu…">
          Lưu mẫu câu
        </button>
        <button type="submit" name="viec" value="xem">
          Xem ví dụ
        </button>
      </div>
    </form>
    <aside class="card rail" aria-labelledby="cho-dien">
      <h2 id="cho-dien">Chỗ điền</h2>
      <dl class="facts">
        {PLACEHOLDERS.map(({ word, says }) => (
          <>
            <dt>
              <code>{`{${word}}`}</code>
            </dt>
            <dd>{says}</dd>
          </>
        ))}
      </dl>
      <p class="small soft">
        “theo {"{căn cứ}"}” đứng cuối mẫu thì được bỏ đi khi chưa có căn cứ, và chỉ nêu một lần khi một nhiệm vụ có
        nhiều thay đổi theo cùng căn cứ.
      </p>
    </aside>
  </div>
);

/** What a template writes, or what is wrong with it. */
export const Example: FC<{ kind: AmendmentKind; text: string }> = ({ kind, text }) => {
  const tried = tryTemplate(kind, text);
  return (
    <p class={`hint example${tried.bad ? " bad" : ""}`} id={`vi-du-${kind}`} role="status">
      {tried.bad ? tried.says : `Ví dụ: ${tried.says}`}
    </p>
  );
};

function tryTemplate(kind: AmendmentKind, text: string): { bad: boolean; says: string } {
  try {
    return { bad: false, says: exampleNote(checkWording({ [kind]: text })[kind] ?? DEFAULT_WORDING[kind]) };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return { bad: true, says: error.faults?.[0]?.message ?? error.message };
  }
}
