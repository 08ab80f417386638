import type { FC } from "hono/jsx";
import type { DocumentKind, RuleSetId } from "../../../shared/documents/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import type {
  OwnTemplate,
  TemplateChoice,
  TemplateDesk,
  TemplateList,
  TemplateVersion,
} from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { PaperView } from "./paper-view.tsx";
import { Chip, Empty, Field, Notice, Scroll, Select, Step } from "./pieces.tsx";
import { TypesetWarnings } from "./typeset-warnings.tsx";
import { WordFindings } from "./word-findings.tsx";

/** Where the pages of templates stand. */
export const TEMPLATES = "/quan-tri/mau-van-ban";

/** Rule sets as the office calls them. */
export const RULE_SET_WORDS: Record<RuleSetId, string> = {
  nd30: "Nhà nước (Nghị định 30/2020/NĐ-CP)",
  hd36: "Đảng, đến 26/5/2026 (36-HD/VPTW)",
  hd05: "Đảng, từ 27/5/2026 (05-HD/VPTW)",
};

/** Forms that an office has templates of its own for. */
export const FORM_WORDS: Record<OwnTemplate["form"], string> = {
  plan: "Văn bản có tên loại (kế hoạch, báo cáo, thông báo, quyết định…)",
  letter: "Công văn",
  appendix: "Phụ lục thành tệp riêng",
};

type Template = Awaited<ReturnType<TemplateDesk["get"]>>;

/** Whether a template is in use, and in which version. */
export const TemplateState: FC<{ template: Pick<OwnTemplate, "active" | "off"> }> = ({ template }) =>
  template.off ? (
    <Chip tone="plain">Đã tắt</Chip>
  ) : template.active === undefined ? (
    <Chip tone="warn">Chưa đưa vào sử dụng</Chip>
  ) : (
    <Chip tone="good">{`Đang dùng phiên bản ${template.active}`}</Chip>
  );

/** The office's own templates of a rule set. */
export const OwnTemplates: FC<{ list: TemplateList; ruleSet: RuleSetId }> = ({ list, ruleSet }) => {
  const own = list.own.filter((one) => one.ruleSet === ruleSet);
  if (own.length === 0)
    return (
      <Empty title="Cơ quan chưa có mẫu riêng">
        Dự thảo đang được đặt vào mẫu có sẵn. Tải mẫu có sẵn về, sửa bằng Word rồi tải lên để thử.
      </Empty>
    );
  return (
    <Scroll label="Mẫu của cơ quan">
      <table>
        <thead>
          <tr>
            <th scope="col">Mẫu</th>
            <th scope="col">Dùng cho</th>
            <th scope="col">Tình trạng</th>
            <th scope="col">Phiên bản mới nhất</th>
          </tr>
        </thead>
        <tbody>
          {own.map((template) => (
            <tr>
              <th scope="row">
                <a href={`${TEMPLATES}/${template.id}`}>{template.name}</a>
              </th>
              <td>{FORM_WORDS[template.form]}</td>
              <td>
                <TemplateState template={template} />
              </td>
              <td>
                {template.newest}, {template.versions[0]?.person}, {dateAndTime(template.versions[0]?.at)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
};

/** Uploads a template, which is tried first. */
export const NewTemplate: FC<{ ruleSet: RuleSetId; typed: Record<string, string>; open: boolean }> = (props) => (
  <section class="card" id="tai-mau">
    <details open={props.open}>
      <summary>Tải mẫu mới lên</summary>
      <form class="reading" method="post" action={`${TEMPLATES}?bo=${props.ruleSet}`} enctype="multipart/form-data">
        <input type="hidden" name="ruleSet" value={props.ruleSet} />
        <Field name="name" label="Tên mẫu" value={props.typed.name} maxlength={200} hint="Ví dụ: Kế hoạch của Sở" />
        <Select
          name="form"
          label="Dùng cho"
          value={props.typed.form ?? "plan"}
          options={Object.entries(FORM_WORDS) as [string, string][]}
        />
        <FileField hint="Tệp Word .docx, không quá 10 MB, không có macro." />
        <Field name="note" label="Ghi chú" value={props.typed.note} optional maxlength={1000} />
        <button type="submit" class="main" data-busy="Đang thử mẫu…">
          Tải lên và thử mẫu
        </button>
        <p class="hint">Mẫu được điền thử và kiểm tra thể thức; bạn xem kết quả rồi mới đưa vào sử dụng.</p>
      </form>
    </details>
  </section>
);

const FileField: FC<{ hint: string }> = ({ hint }) => (
  <div class="field">
    <label for="truong-file">Tệp mẫu</label>
    <input
      id="truong-file"
      name="file"
      type="file"
      accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      required
      aria-describedby="truong-file-goi-y"
    />
    <p class="hint" id="truong-file-goi-y">
      {hint}
    </p>
  </div>
);

/** Which template each kind of document is set in. */
export const Defaults: FC<{ list: TemplateList; ruleSet: RuleSetId }> = ({ list, ruleSet }) => (
  <Scroll label="Mẫu dùng cho từng loại văn bản">
    <table class="narrow">
      <thead>
        <tr>
          <th scope="col">Loại văn bản</th>
          <th scope="col">Mẫu mặc định</th>
        </tr>
      </thead>
      <tbody>
        {(Object.keys(KINDS) as DocumentKind[]).map((kind) => (
          <tr>
            <th scope="row">{KINDS[kind].name}</th>
            <td>
              <DefaultForm list={list} ruleSet={ruleSet} kind={kind} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const DefaultForm: FC<{ list: TemplateList; ruleSet: RuleSetId; kind: DocumentKind }> = ({ list, ruleSet, kind }) => {
  const shipped = list.shipped.find((one) => one.ruleSet === ruleSet && one.kinds.includes(kind))!;
  const usable = list.own.filter(
    (one) => one.ruleSet === ruleSet && one.form === shipped.form && one.active !== undefined && one.off !== true,
  );
  const set = list.defaults.find((one) => one.ruleSet === ruleSet && one.kind === kind)?.template;
  const choices: Pick<TemplateChoice, "id" | "name">[] = [{ id: shipped.id, name: "Mẫu có sẵn của Vanthu" }, ...usable];
  if (usable.length === 0) return <>Mẫu có sẵn của Vanthu</>;
  const id = `mac-dinh-${kind}`;
  return (
    <form class="filter" method="post" action={`${TEMPLATES}/mac-dinh?bo=${ruleSet}`}>
      <input type="hidden" name="ruleSet" value={ruleSet} />
      <input type="hidden" name="kind" value={kind} />
      <div class="field">
        <label class="visually-hidden" for={id}>
          Mẫu mặc định của {KINDS[kind].name.toLowerCase()}
        </label>
        <select id={id} name="template">
          {choices.map((choice) => (
            <option value={choice.id} selected={choice.id === (set ?? shipped.id)}>
              {choice.name}
            </option>
          ))}
        </select>
      </div>
      <button type="submit">
        Đặt<span class="visually-hidden"> mẫu mặc định của {KINDS[kind].name.toLowerCase()}</span>
      </button>
    </form>
  );
};

/** Templates that come with Vanthu, to download and to look at. */
export const Shipped: FC<{ list: TemplateList; ruleSet: RuleSetId }> = ({ list, ruleSet }) => (
  <Scroll label="Mẫu có sẵn của Vanthu">
    <table>
      <thead>
        <tr>
          <th scope="col">Mẫu</th>
          <th scope="col">Loại văn bản</th>
          <th scope="col">Tệp</th>
        </tr>
      </thead>
      <tbody>
        {list.shipped
          .filter((one) => one.ruleSet === ruleSet)
          .map((one) => (
            <tr>
              <th scope="row">{one.name}</th>
              <td>
                {one.kinds.length === 0
                  ? "Giấy tờ nội bộ, bản sao"
                  : one.kinds.map((kind) => KINDS[kind].name).join(", ")}
              </td>
              <td>
                <a href={`${TEMPLATES}/co-san/${one.id}.docx`}>
                  Tải .docx<span class="visually-hidden">: {one.name}</span>
                </a>
                {one.kinds.length === 0 ? null : (
                  <>
                    {" · "}
                    <a href={`${TEMPLATES}/co-san/${one.id}.pdf`}>
                      Xem điền thử<span class="visually-hidden">: {one.name}</span>
                    </a>
                  </>
                )}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  </Scroll>
);

/** One template: a version as it was tried, what was found, all versions, what can be done. */
export const OneTemplate: FC<{ template: Template; shown: TemplateVersion; typed: Record<string, string> }> = (
  props,
) => {
  const { template, shown, typed } = props;
  const address = `${TEMPLATES}/${template.id}`;
  const inUse = template.active === shown.version && template.off !== true;
  return (
    <div class="beside">
      <section aria-label={`Bản điền thử của phiên bản ${shown.version}`}>
        <h2>Phiên bản {shown.version}, điền thử</h2>
        <PaperView
          source={`${address}/${shown.version}.pdf`}
          drawn={`${address}/${shown.version}.pdf`}
          title={`Mẫu ${template.name}, phiên bản ${shown.version}, điền thử`}
        />
      </section>
      <div class="rail">
        <section class="card">
          <h2>Kết quả thử</h2>
          <p>Đủ thẻ, đủ dấu trang; điền thử được {shown.pages} trang.</p>
          <WordFindings findings={shown.findings} label={`Kiểm tra thể thức phiên bản ${shown.version}`} />
          {shown.notes.map((note) => (
            <Notice tone="warn" title={note.message}>
              <p>{note.hint}</p>
            </Notice>
          ))}
          <TypesetWarnings warnings={shown.warnings} />
          {inUse ? (
            <Notice tone="good" title="Phiên bản này đang được dùng." />
          ) : (
            <Step action={`${address}/su-dung`} name={`Đưa phiên bản ${shown.version} vào sử dụng`} rev={template.rev}>
              <input type="hidden" name="version" value={String(shown.version)} />
              <p class="hint">Dự thảo dùng mẫu này theo phiên bản mới ngay; văn bản đã trình không đổi.</p>
            </Step>
          )}
        </section>
        <section class="card">
          <h2>Các phiên bản</h2>
          <ul class="list">
            {template.versions.map((version) => (
              <li>
                <span>
                  <a href={`${address}?ban=${version.version}`} aria-current={version === shown ? "true" : undefined}>
                    Phiên bản {version.version}
                  </a>{" "}
                  {version.version === template.active ? <Chip tone="good">Đang dùng</Chip> : null}
                  <br />
                  <span class="small soft">
                    {version.file}, {version.person}, {dateAndTime(version.at)}
                    {version.note === undefined ? "" : `. ${version.note}`}
                  </span>
                </span>
                <a href={`${address}/${version.version}.docx`}>
                  Tải .docx<span class="visually-hidden"> của phiên bản {version.version}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
        <section class="card">
          <h2>Phiên bản mới</h2>
          <form method="post" action={`${address}/phien-ban`} enctype="multipart/form-data">
            <input type="hidden" name="rev" value={String(template.rev)} />
            <FileField hint="Tệp Word .docx. Phiên bản cũ vẫn được giữ." />
            <Field name="note" label="Đổi gì" value={typed.note} optional maxlength={1000} />
            <button type="submit" data-busy="Đang thử mẫu…">
              Tải lên và thử mẫu
            </button>
          </form>
        </section>
        <section class="card">
          <details>
            <summary>Đổi tên, tắt mẫu</summary>
            <form method="post" action={`${address}/doi-ten`}>
              <input type="hidden" name="rev" value={String(template.rev)} />
              <Field name="name" label="Tên mẫu" value={template.name} maxlength={200} />
              <button type="submit">Lưu tên</button>
            </form>
            {template.off ? (
              <Step action={`${address}/bat`} name="Bật lại mẫu" rev={template.rev} main={false} />
            ) : (
              <Step action={`${address}/tat`} name="Tắt mẫu" rev={template.rev} main={false}>
                <p class="hint">
                  Mẫu không còn được chọn; loại văn bản đang lấy mẫu này làm mặc định trở lại mẫu có sẵn. Bật lại lúc
                  nào cũng được.
                </p>
              </Step>
            )}
          </details>
        </section>
      </div>
    </div>
  );
};
