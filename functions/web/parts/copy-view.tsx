import type { FC } from "hono/jsx";
import { type CopyOffer, LEGAL_VALUE, STANDING_WORDS } from "../../../shared/copies/index.ts";
import type { CopyView, NamedSignatory } from "../../../shared/office/index.ts";
import type { KeyOffer } from "../signing-desk.ts";
import { COPIES, copiedWords, copySourceAddress, FORM_NAMES, MEDIUM_NAMES } from "./copy-words.ts";
import { KeyChoice } from "./key-choice.tsx";
import { Field, Notice, Select } from "./pieces.tsx";

/** What a page of a source shows besides it: what was chosen, what was typed. */
export interface CopyChoice {
  view: CopyView;
  /** The way that was chosen, when one was and it may be gone. */
  chosen?: CopyOffer;
  /** What the copy's first page will say at the top right. */
  line: string;
  /** Keys of the organisation, for an electronic copy. */
  offer?: KeyOffer;
  typed: Record<string, string>;
  /** Passages that were ticked; undefined while nothing was. */
  ticked?: Set<number>;
}

/** A source: what it is, what may be made of it and why not the rest; then the form of the way that was chosen. */
export const CopyChooser: FC<{ choice: CopyChoice }> = ({ choice }) => {
  const { view, chosen } = choice;
  const address = copySourceAddress(view.source);
  return (
    <div class="beside">
      <div>
        {view.refusal ? (
          <Notice tone="bad" title="Không sao được văn bản này">
            <p>{view.refusal.message}</p>
            {view.refusal.hint ? <p>{view.refusal.hint}</p> : null}
          </Notice>
        ) : chosen ? (
          <CopyForm choice={choice} chosen={chosen} />
        ) : null}
        <Offers view={view} chosen={chosen} />
        <iframe class="paper" src={`${address}/pdf#navpanes=0&view=FitH`} title="Văn bản được sao"></iframe>
        <p class="small no-print">
          Không thấy văn bản? <a href={`${address}/pdf`}>Mở tệp riêng</a>.
        </p>
      </div>
      <div class="rail">
        <section class="card">
          <h2>Văn bản được sao</h2>
          <dl class="facts">
            <dt>Số, ký hiệu</dt>
            <dd>{view.text.symbol}</dd>
            <dt>Cơ quan ban hành</dt>
            <dd>{view.text.issuer}</dd>
            <dt>Trích yếu</dt>
            <dd>{view.text.subject}</dd>
            <dt>Loại bản</dt>
            <dd>
              {upperFirst(STANDING_WORDS[view.standing])}, văn bản {MEDIUM_NAMES[view.medium]}, {view.pages} trang
            </dd>
            {view.check ? (
              <>
                <dt>Chữ ký số</dt>
                <dd>{view.check.summary}</dd>
              </>
            ) : null}
          </dl>
          {view.warnings.length > 0 ? (
            <Notice tone="warn" title="Cần xem">
              <ul>
                {view.warnings.map((warning) => (
                  <li>{warning}</li>
                ))}
              </ul>
            </Notice>
          ) : null}
          <p class="small soft">
            {LEGAL_VALUE.text} ({LEGAL_VALUE.clause})
          </p>
        </section>
      </div>
    </div>
  );
};

function upperFirst(text: string): string {
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}

const Offers: FC<{ view: CopyView; chosen: CopyOffer | undefined }> = ({ view, chosen }) => {
  const open = view.offers.filter((one) => one.allowed);
  const closed = view.offers.filter((one) => !one.allowed);
  const address = copySourceAddress(view.source);
  return (
    <section class="card" aria-labelledby="hinh-thuc">
      <h2 id="hinh-thuc">{chosen ? "Hình thức sao khác" : "Chọn hình thức sao"}</h2>
      {open.length === 0 ? <p>Từ văn bản này không làm được bản sao nào.</p> : null}
      <ul class="list">
        {open.map((offer) => (
          <li>
            <span>
              <b>
                {FORM_NAMES[offer.form]} sang văn bản {MEDIUM_NAMES[offer.to]}
              </b>
              <div class="small soft">
                {offer.why} {offer.clause}.
              </div>
            </span>
            {view.refusal ? null : offer.form === chosen?.form && offer.to === chosen.to ? (
              <span class="small soft">đang chọn</span>
            ) : (
              <a
                class={chosen ? "button" : "button main"}
                href={`${address}?lam=${offer.form}.${offer.to}`}
                aria-label={`Chọn ${FORM_NAMES[offer.form].toLocaleLowerCase("vi")} sang văn bản ${MEDIUM_NAMES[offer.to]}`}
              >
                Chọn
              </a>
            )}
          </li>
        ))}
      </ul>
      {closed.length > 0 ? (
        <details class="small">
          <summary>Hình thức không được làm từ văn bản này, và vì sao</summary>
          <ul>
            {closed.map((offer) => (
              <li>
                <b>
                  {FORM_NAMES[offer.form]} sang văn bản {MEDIUM_NAMES[offer.to]}:
                </b>{" "}
                {offer.why} ({offer.clause})
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
};

/** "CHÁNH VĂN PHÒNG – Trần Quang Huy (TL. GIÁM ĐỐC)". */
function signatoryWords({ name, position, authority }: NamedSignatory): string {
  return `${name} – ${position}${authority.length > 0 ? ` (${authority.join(", ")})` : ""}`;
}

const CopyForm: FC<{ choice: CopyChoice; chosen: CopyOffer }> = ({ choice, chosen }) => {
  const { view, typed, line } = choice;
  const electronic = chosen.to === "electronic";
  const address = copySourceAddress(view.source);
  return (
    <section class="card" aria-labelledby="lap-ban-sao">
      <h2 id="lap-ban-sao">
        {FORM_NAMES[chosen.form]} sang văn bản {MEDIUM_NAMES[chosen.to]}
      </h2>
      <p>
        {electronic ? (
          <>
            Góc trên, bên phải trang đầu sẽ ghi: <b>{line}</b>. Bản sao điện tử không đánh số, không hiện hình dấu.
          </>
        ) : (
          <>
            Dưới phần cuối văn bản in thêm hình thức sao, tên cơ quan, số và ký hiệu bản sao, ngày sao, người ký và nơi
            nhận; sau khi in thì ký tay, đóng dấu.
          </>
        )}
      </p>
      <form method="post" action={address}>
        <input type="hidden" name="lam" value={`${chosen.form}.${chosen.to}`} />
        {chosen.form === "trich-sao" ? <ExtractFields choice={choice} /> : null}
        <Select
          name="signatory"
          label={electronic ? "Người quyết định việc sao" : "Người ký bản sao"}
          value={typed.signatory}
          options={view.signatories.map((one) => [one.id, signatoryWords(one)])}
          hint="Người đứng đầu quy định ai ký bản sao (Nghị định 30/2020/NĐ-CP Điều 27)."
        />
        <p class="small">
          <a href={`${COPIES}/cai-dat`}>Người ký bản sao và chữ viết tắt tên cơ quan</a>
        </p>
        <Field
          name="recipients"
          label="Nơi nhận bản sao"
          rows={3}
          value={typed.recipients ?? "Lưu: VT"}
          hint="Mỗi nơi một dòng, không gạch đầu dòng; dòng cuối là nơi lưu."
        />
        {electronic ? (
          choice.offer ? (
            <KeyChoice offer={choice.offer} chosen={typed.key} />
          ) : null
        ) : (
          <Field name="amount" label="Số lượng bản" type="number" value={typed.amount ?? "1"} />
        )}
        <div class="actions">
          <button class="main" type="submit" data-busy={electronic ? "Đang ký số…" : "Đang cấp số…"}>
            {electronic ? "Ký số, tạo bản sao" : "Cấp số, tạo bản in"}
          </button>
          <button type="submit" formaction={`${address}/xem-truoc`} formtarget="_blank" formnovalidate>
            Xem trước
          </button>
        </div>
      </form>
    </section>
  );
};

const ExtractFields: FC<{ choice: CopyChoice }> = ({ choice }) => {
  const { view, ticked, typed } = choice;
  if (view.passages !== undefined) {
    return (
      <fieldset>
        <legend>Phần cần trích</legend>
        <p class="hint">Chọn các đoạn lấy nguyên văn; chỗ bỏ qua ghi “[...]”.</p>
        {view.passages.map((passage) => (
          <label class="check">
            <input
              type="checkbox"
              name="passages"
              value={String(passage.index)}
              checked={ticked?.has(passage.index) ?? false}
            />
            <span>
              {passage.kind === "heading" ? <b>{passage.text}</b> : passage.text}
              {passage.kind === "table" ? <span class="soft small"> (bảng)</span> : null}
              {passage.kind === "appendix" ? <span class="soft small"> (cả phụ lục)</span> : null}
              {passage.kind === "picture" ? <span class="soft small"> (hình)</span> : null}
            </span>
          </label>
        ))}
      </fieldset>
    );
  }
  const { text } = view;
  return (
    <fieldset class="boxed">
      <legend>Thể thức và nội dung trích, chép nguyên văn từ {copiedWords(text)}</legend>
      <p class="hint">Bản quét không có chữ để đọc, nên cần nhập lại. Đối chiếu kỹ với văn bản giấy.</p>
      <div class="pair">
        <Field name="superior" label="Cơ quan cấp trên" optional value={typed.superior} maxlength={200} />
        <Field name="organisation" label="Cơ quan ban hành" value={typed.organisation ?? text.issuer} maxlength={200} />
      </div>
      <div class="pair">
        <Field name="place" label="Địa danh" value={typed.place} maxlength={100} />
        <Field name="subject" label="Trích yếu" value={typed.subject ?? text.subject} maxlength={500} />
      </div>
      <Field
        name="body"
        label="Nội dung trích"
        rows={8}
        value={typed.body}
        hint="Cách một dòng trống để sang đoạn mới; chỗ bỏ qua ghi [...] thành một đoạn riêng."
      />
      <Field
        name="ownRecipients"
        label="Nơi nhận ghi trên văn bản gốc"
        rows={3}
        value={typed.ownRecipients ?? "Lưu: VT"}
      />
      <div class="pair">
        <Field name="authority" label="Thẩm quyền ký" rows={2} optional value={typed.authority} />
        <Field name="position" label="Chức vụ người ký văn bản gốc" value={typed.position} maxlength={200} />
      </div>
      <Field name="signedBy" label="Họ và tên người ký văn bản gốc" value={typed.signedBy} maxlength={200} />
    </fieldset>
  );
};
