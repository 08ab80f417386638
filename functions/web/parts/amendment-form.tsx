import type { FC } from "hono/jsx";
import { type AmendmentInstrument, INSTRUMENTS, KIND_LABELS } from "../../../shared/amendments/index.ts";
import { KINDS, ruleSetFor } from "../../../shared/format/index.ts";
import {
  type AmendableDocument,
  type AmendmentComparison,
  type ChosenRow,
  citationOf,
} from "../../../shared/office/index.ts";
import type { RevisionEntry } from "../../../shared/tasks/index.ts";
import { ChangedRows, KindFilter, ROWS_SHOWN } from "./amendment-rows.tsx";
import { shortDate } from "./dates.ts";
import { type DocumentSetting, FootFields, HeadFields, type Typed, WritingHint } from "./document-fields.tsx";
import { Empty, Field, Notice, Select } from "./pieces.tsx";
import { WRITTEN } from "./preview.tsx";
import { DirectoryPicker, WritingField } from "./writing-fields.tsx";

/** Address of the editor; its other addresses stand under it. */
export const EDITOR = "/soan-van-ban/dieu-chinh";

/** Kinds of document that can carry an amended appendix, and that can be amended. */
export const CARRIERS = ["CV", "KH", "QĐ", "CTr", "TB", "HD"] as const;

/** Which issued document and which two revisions. A form of its own: choosing anew starts from the rows again. */
export const ComparisonChoice: FC<{
  programmeId: string;
  documents: AmendableDocument[];
  history: RevisionEntry[];
  documentId: string;
  from: number;
  to: number;
  /** The draft that is being changed. */
  draftId: string;
}> = ({ programmeId, documents, history, documentId, from, to, draftId }) => {
  const revisions = history.map(({ revision, at, why }): [string, string] => {
    const carried = documents.find((one) => one.revision === revision && !one.amendment);
    const words = carried ? `đã ban hành trong ${carried.citation}` : why;
    return [String(revision), `Bản ${revision} – ${shortDate(at)}${words ? ` – ${words.slice(0, 60)}` : ""}`];
  });
  return (
    <section class="card">
      <h2>So sánh</h2>
      <form method="get" action={EDITOR}>
        <input type="hidden" name="chuong-trinh" value={programmeId} />
        {draftId === "" ? null : <input type="hidden" name="du-thao" value={draftId} />}
        <Select
          name="van-ban"
          label="Văn bản được điều chỉnh"
          value={documentId}
          options={[
            ["", "Không chọn văn bản trong hệ thống"],
            ...documents.map((one): [string, string] => [one.recordId, `${one.citation}: ${one.subject.slice(0, 90)}`]),
          ]}
          hint="Số và phụ lục của từng nhiệm vụ trong ghi chú lấy từ văn bản này; gói gửi qua trục nêu tên văn bản này."
        />
        <div class="pair">
          <Select name="tu" label="Bản đã ban hành" options={revisions.toReversed()} value={String(from)} />
          <Select name="den" label="Bản điều chỉnh" options={revisions} value={String(to)} />
        </div>
        <div class="actions">
          <button type="submit">So sánh</button>
        </div>
      </form>
    </section>
  );
};

/** What the editor shows besides the comparison: texts proposed and typed. */
interface AmendmentFormProps {
  comparison: AmendmentComparison;
  documentId: string;
  setting: DocumentSetting;
  /** Values typed before; the letter's first texts where nothing was typed. */
  typed: Typed;
  first: { subject: string; body: string; appendixTitle: string };
  /** Who writes. */
  person: string;
  /** Names that recipients are chosen from. */
  directory: string[];
  /** What was typed came back unsaved. */
  unsaved: boolean;
}

/** Rows, notes, instrument and letter: one form, so that nothing typed is lost whichever button is pressed. */
export const AmendmentForm: FC<AmendmentFormProps> = (props) => {
  const { comparison, documentId, setting, typed, first, person, directory } = props;
  const { from, to, rows, proposal } = comparison;
  const taken = rows.filter((row) => row.taken).length;
  const chosen = typed.instrument ?? "";
  const instrument = Object.hasOwn(INSTRUMENTS, chosen) ? (chosen as AmendmentInstrument) : proposal.instrument;
  if (rows.length === 0) {
    return (
      <section class="card">
        <Empty title="Hai bản không khác nhau">Chọn hai bản khác nhau của chương trình nhiệm vụ rồi so sánh lại.</Empty>
        <Beyond said={comparison.beyond} />
      </section>
    );
  }
  return (
    <form
      id={WRITTEN}
      class="amending"
      method="post"
      action={EDITOR}
      data-person={person}
      data-writing={`${person}:dieu-chinh:${typed.draftId ?? `${to.id}:${from.revision}:${to.revision}`}`}
      data-unsaved={props.unsaved ? "" : undefined}
    >
      <Hidden name="programmeId" value={to.id} />
      <Hidden name="from" value={String(from.revision)} />
      <Hidden name="to" value={String(to.revision)} />
      <Hidden name="documentId" value={documentId} />
      {typed.draftId ? <Hidden name="draftId" value={typed.draftId} /> : null}
      {typed.draftId ? <Hidden name="rev" value={typed.rev ?? ""} /> : null}
      {/* What the notes and texts on this page were made from: whatever still reads so was not written by hand. */}
      <Hidden name="basisThen" value={typed.basis ?? ""} />
      <Hidden name="appendixThen" value={typed.appendix ?? ""} />
      <Hidden name="subjectThen" value={first.subject} />
      <Hidden name="bodyThen" value={first.body} />
      <div class="columns">
        <section class="card">
          <h2>Căn cứ và phụ lục</h2>
          <Field
            name="basis"
            label="Căn cứ điều chỉnh"
            rows={2}
            optional
            value={typed.basis}
            hint="Dùng cho những thay đổi chưa ghi căn cứ riêng. Ghi chú dùng số, ký hiệu; ngày và cơ quan ban hành được lược."
          />
          {documentId === "" ? (
            <Field
              name="appendix"
              label="Phụ lục có các nhiệm vụ"
              optional
              value={typed.appendix}
              hint="Như trong văn bản đã ban hành, ví dụ: Phụ lục II."
              maxlength={60}
            />
          ) : (
            <Hidden name="appendix" value={typed.appendix ?? ""} />
          )}
          <Field name="appendixTitle" label="Tên phụ lục" rows={2} value={typed.appendixTitle ?? first.appendixTitle} />
          <div class="actions">
            <button type="submit" name="viec" value="tinh-lai">
              Cập nhật ghi chú
            </button>
            <a href="/soan-van-ban/mau-ghi-chu">Mẫu câu ghi chú</a>
          </div>
        </section>
        <section class="card">
          <h2>Hình thức</h2>
          <Notice tone="info" title={`Đề xuất: ${proposal.name.toLocaleLowerCase("vi")}`}>
            <p>{proposal.reason}</p>
          </Notice>
          <div class="pair">
            <Select
              name="instrument"
              label="Hình thức điều chỉnh"
              value={typed.instrument ?? ""}
              options={[
                ["", `Như đề xuất: ${proposal.name.toLocaleLowerCase("vi")}`],
                ...Object.entries(INSTRUMENTS).map(([key, { name }]): [string, string] => [key, name]),
              ]}
            />
            <Select
              name="letterKind"
              label="Văn bản gửi kèm phụ lục"
              value={typed.letterKind ?? "CV"}
              options={CARRIERS.map((kind) => [kind, KINDS[kind].name])}
              hint={
                proposal.form === undefined || proposal.form === "CV"
                  ? undefined
                  : `Hình thức tương đương: ${KINDS[proposal.form].name.toLocaleLowerCase("vi")}.`
              }
            />
          </div>
          <p class="small soft">
            {comparison.amended
              ? `Khi gửi qua trục liên thông, gói tin nêu ${citationOf(comparison.amended, ruleSetFor(setting.organisation.system, setting.today))} với nghiệp vụ ${exchangeWords(instrument)}.`
              : "Chưa nêu văn bản được điều chỉnh: khi gửi qua trục liên thông, gói tin là văn bản mới."}
          </p>
          {documentId === "" ? <OutsideDocument typed={typed} /> : null}
          <Beyond said={comparison.beyond} />
        </section>
      </div>
      <section class="card" id="nhiem-vu-thay-doi" tabindex={-1}>
        <header>
          <h2>Nhiệm vụ thay đổi</h2>
          <span class="soft" role="status">
            Đưa vào {taken} trên {rows.length} dòng
          </span>
        </header>
        <KindFilter comparison={comparison} />
        <details class="small">
          <summary>Đưa vào, bỏ ra nhiều dòng một lần</summary>
          <div class="actions">
            <button type="submit" name="viec" value="vao:">
              Đưa vào tất cả
            </button>
            <button type="submit" name="viec" value="ra:">
              Bỏ ra tất cả
            </button>
            {comparison.counts.map(([kind, count]) => (
              <button type="submit" name="viec" value={`ra:${kind}`}>
                Bỏ ra “{KIND_LABELS[kind]}” ({count})
              </button>
            ))}
          </div>
        </details>
        <ChangedRows rows={rows} />
        {rows.length > ROWS_SHOWN ? <Unseen rows={rows.slice(ROWS_SHOWN)} /> : null}
      </section>
      <div class="columns">
        <section class="card">
          <h2>Văn bản gửi kèm</h2>
          <HeadFields setting={setting} kind="CV" typed={{ ...typed, subject: typed.subject ?? first.subject }} />
          <Field
            name="addressees"
            label="Kính gửi"
            rows={2}
            optional
            value={typed.addressees}
            hint="Mỗi nơi một dòng. Công văn cần có nơi kính gửi."
          />
          <DirectoryPicker into="addressees" label="Thêm nơi gửi tới từ danh bạ" names={directory} />
          <WritingField name="body" label="Nội dung" rows={12} value={typed.body ?? first.body} />
          <WritingHint />
        </section>
        <section class="card">
          <h2>Nơi nhận và người ký</h2>
          <FootFields setting={setting} typed={typed} addressed directory={directory} />
          <Buttons redraft={Boolean(typed.draftId)} />
        </section>
      </div>
    </form>
  );
};

/** The rows that are too many to be shown: those that were left out many at a time go along with the form. */
const Unseen: FC<{ rows: ChosenRow[] }> = ({ rows }) => {
  const left = rows.filter((row) => !row.taken);
  const taken = rows.length - left.length;
  return (
    <>
      {left.map(({ row }) => (
        <Hidden name="seen" value={row.taskId} />
      ))}
      <p class="soft">
        Còn {rows.length} dòng không hiện ở đây: {taken} dòng được đưa vào phụ lục với ghi chú tự động
        {left.length > 0 ? `, ${left.length} dòng đã bỏ ra` : ""}.
      </p>
    </>
  );
};

/** QCVN 102:2016, BussinessDocType. */
function exchangeWords(instrument: AmendmentInstrument): string {
  return INSTRUMENTS[instrument].exchange === "replace" ? "thay thế (mã 3)" : "cập nhật (mã 2)";
}

const Buttons: FC<{ redraft: boolean }> = ({ redraft }) => (
  <div class="actions">
    <button class="main" type="submit" name="viec" value="soan" data-busy="Đang soạn…" data-save="">
      {redraft ? "Lập lại dự thảo" : "Soạn dự thảo"}
    </button>
    <button type="submit" formaction={`${EDITOR}/phu-luc.pdf`} formtarget="_blank" formnovalidate>
      Xem phụ lục (PDF)
    </button>
    <button type="submit" formaction={`${EDITOR}/phu-luc.docx`} formtarget="_blank" formnovalidate>
      Tải phụ lục (Word)
    </button>
  </div>
);

const OutsideDocument: FC<{ typed: Typed }> = ({ typed }) => (
  <details open={Boolean(typed.amendedNumber)}>
    <summary>Văn bản được điều chỉnh không có trong hệ thống</summary>
    <div class="pair">
      <Select
        name="amendedKind"
        label="Loại văn bản"
        value={typed.amendedKind ?? "KH"}
        options={CARRIERS.map((kind) => [kind, KINDS[kind].name])}
      />
      <Field name="amendedNumber" label="Số" optional value={typed.amendedNumber} maxlength={7} />
      <Field
        name="amendedNotation"
        label="Ký hiệu của văn bản ấy"
        optional
        value={typed.amendedNotation}
        maxlength={60}
        hint="Phần sau số, ví dụ: KH-UBND."
      />
      <Field name="amendedDate" label="Ngày ban hành" type="date" optional value={typed.amendedDate} />
    </div>
  </details>
);

const Beyond: FC<{ said: string[] }> = ({ said }) =>
  said.length === 0 ? null : (
    <Notice tone="warn" title="Ngoài nhiệm vụ, hai bản còn khác nhau">
      <ul>
        {said.slice(0, 20).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <p>Phụ lục không nêu những điểm này; nêu trong văn bản gửi kèm nếu cần.</p>
    </Notice>
  );

const Hidden: FC<{ name: string; value: string }> = ({ name, value }) => (
  <input type="hidden" name={name} value={value} />
);
