import type { FC } from "hono/jsx";
import type { ArchiveCheck, Metadata } from "../../../shared/dossiers/index.ts";
import { listTotals, romanNumber, writeListText } from "../../../shared/dossiers/index.ts";
import type { ListView, MetadataSource } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { Chip, Empty, Field, Notice, Scroll, Select, Step } from "./pieces.tsx";

const SAMPLE = `# Văn phòng | VP
## Tổng hợp
Chương trình, báo cáo công tác năm | Vĩnh viễn | Họ và tên người lập
# Phòng Kinh tế | KT
Quy hoạch vùng trồng | 20 năm | Họ và tên người lập`;

/** The list of a year with which of its dossiers were opened. */
export const ListTable: FC<{ list: ListView; mayOpen: boolean }> = ({ list, mayOpen }) => {
  const totals = listTotals(list);
  return (
    <section class="card">
      {list.headings.length === 0 ? (
        <Empty title={`Chưa lập danh mục hồ sơ năm ${list.year}`}>
          Danh mục do người đứng đầu phê duyệt, ban hành đầu năm (Điều 28).
        </Empty>
      ) : (
        <>
          <Scroll label={`Danh mục hồ sơ năm ${list.year}`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Số và ký hiệu</th>
                  <th scope="col">Tên đề mục và tiêu đề hồ sơ</th>
                  <th scope="col">Thời hạn bảo quản</th>
                  <th scope="col">Người lập</th>
                  <th scope="col">Ghi chú</th>
                  <th scope="col">Hồ sơ</th>
                </tr>
              </thead>
              <tbody>
                {list.headings.map((heading, h) => (
                  <>
                    <tr>
                      <th scope="rowgroup" colspan={6}>
                        {romanNumber(h + 1)}. {heading.title}
                      </th>
                    </tr>
                    {heading.parts.map((part, p) => (
                      <>
                        {part.title === "" ? null : (
                          <tr>
                            <td colspan={6}>
                              <i>
                                {p + 1}. {part.title}
                              </i>
                            </td>
                          </tr>
                        )}
                        {part.items.map((item) => (
                          <tr>
                            <td class="nowrap">{item.notation}</td>
                            <td>{item.title}</td>
                            <td class="nowrap">{item.retention}</td>
                            <td>{item.maker.name}</td>
                            <td>{item.note}</td>
                            <td>
                              {list.opened[item.notation] ? (
                                <a href={`/ho-so/${list.opened[item.notation]}`}>Xem hồ sơ {item.notation}</a>
                              ) : list.state === "approved" && mayOpen ? (
                                <form method="post" action="/ho-so/mo">
                                  <input type="hidden" name="year" value={String(list.year)} />
                                  <input type="hidden" name="notation" value={item.notation} />
                                  <button type="submit" aria-label={`Mở hồ sơ ${item.notation}`}>
                                    Mở hồ sơ
                                  </button>
                                </form>
                              ) : (
                                "chưa mở"
                              )}
                            </td>
                          </tr>
                        ))}
                      </>
                    ))}
                  </>
                ))}
              </tbody>
            </table>
          </Scroll>
          <p>
            Danh mục có {totals.all} hồ sơ: {totals.permanent} bảo quản vĩnh viễn, {totals.timed} bảo quản có thời hạn.
          </p>
          <div class="actions">
            {(["pdf", "docx", "xlsx"] as const).map((format) => (
              <a class="button" href={`/ho-so/danh-muc/${list.year}/tep/${format}`}>
                Tải {format === "pdf" ? "PDF" : format === "docx" ? "Word" : "Excel"}
              </a>
            ))}
          </div>
        </>
      )}
    </section>
  );
};

/** Writing the draft of a list, and approving it. */
export const ListForms: FC<{
  list: ListView;
  text?: string;
  values?: Record<string, string>;
  mayKeep: boolean;
  mayApprove: boolean;
  today: string;
}> = (props) => {
  const { list, mayKeep, mayApprove, values = {} } = props;
  if (list.state === "approved")
    return (
      <Notice tone="good" title="Danh mục đã được phê duyệt">
        <p>
          {list.approved?.name}, Quyết định {list.decision?.symbol} ngày {shortDate(list.decision?.date)}. Hồ sơ phát
          sinh ngoài danh mục thì mở trực tiếp.
        </p>
      </Notice>
    );
  return (
    <>
      {mayApprove && list.headings.length > 0 ? (
        <section class="card">
          <h2>Phê duyệt danh mục</h2>
          <Step
            action={`/ho-so/danh-muc/${list.year}/duyet`}
            name="Phê duyệt"
            rev={list.rev}
            ask="Phê duyệt danh mục? Sau đó không sửa được."
          >
            <Field name="symbol" label="Số quyết định ban hành" value={values.symbol} maxlength={200} />
            <Field name="date" label="Ngày quyết định" type="date" value={values.date ?? props.today} />
            <Field name="issuer" label="Cơ quan, người ban hành" value={values.issuer} maxlength={200} />
          </Step>
        </section>
      ) : null}
      {mayKeep ? (
        <section class="card">
          <h2>{list.rev === 0 ? "Lập danh mục" : "Sửa dự thảo danh mục"}</h2>
          <Step action={`/ho-so/danh-muc/${list.year}`} name="Lưu dự thảo" rev={list.rev}>
            <Select
              name="numbering"
              label="Cách đánh số hồ sơ"
              value={values.numbering ?? list.numbering}
              options={[
                ["whole", "Liên tục trong toàn danh mục"],
                ["heading", "Riêng trong từng đề mục lớn"],
              ]}
            />
            <Field
              name="text"
              label="Nội dung danh mục"
              rows={14}
              value={props.text ?? (list.headings.length > 0 ? writeListText(list.headings) : SAMPLE)}
              hint="Mỗi dòng một mục. “# Đề mục lớn | CHỮ VIẾT TẮT”, “## Đề mục nhỏ”, rồi “Tiêu đề hồ sơ | Thời hạn bảo quản | Người lập | Ghi chú”."
            />
          </Step>
        </section>
      ) : null}
    </>
  );
};

/** What the checker of archive packages found. */
export const ArchiveReport: FC<{ check: ArchiveCheck; name: string }> = ({ check, name }) => (
  <section class="card">
    <h2>Kết quả kiểm tra {name}</h2>
    <Notice tone={check.sound ? "good" : "bad"} title={check.sound ? "Gói nguyên vẹn, đúng cấu trúc" : "Gói KHÔNG đạt"}>
      {check.dossier ? (
        <p>
          Hồ sơ {check.dossier.code}: {check.dossier.title}; {check.dossier.retention}; {check.dossier.documents} văn
          bản, {check.dossier.pages} trang.
        </p>
      ) : null}
      {check.faults.length > 0 ? (
        <ul>
          {check.faults.map((fault) => (
            <li>
              {fault.message} {fault.where ? <code>{fault.where}</code> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </Notice>
    <p class="small">
      SHA-256 của tệp: <code>{check.sha256}</code>
    </p>
    <Scroll label="Các tệp trong gói">
      <table>
        <thead>
          <tr>
            <th scope="col">Tệp</th>
            <th scope="col" class="number">
              Byte
            </th>
            <th scope="col">Trong danh mục</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {check.files.slice(0, 500).map((file) => (
            <tr>
              <td>{file.name}</td>
              <td class="number">{file.bytes}</td>
              <td>
                <Chip tone={file.covered ? "good" : "bad"}>{file.covered ? "Có" : "Không"}</Chip>
              </td>
              <td>
                <code class="small">{file.sha256.slice(0, 16)}…</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </section>
);

/** From a document's page to its metadata and to the dossiers it can be put into. */
export const FilingLinks: FC<{ from: "document" | "incoming"; id: string; filing: boolean }> = ({
  from,
  id,
  filing,
}) => (
  <>
    {filing ? (
      <a class="button" href={`/ho-so/dua-vao/${from}/${id}`}>
        Đưa vào hồ sơ
      </a>
    ) : null}
    <a class="button" href={`/dac-ta/${from}/${id}`}>
      Dữ liệu đặc tả
    </a>
  </>
);

/** Metadata of a document or dossier, with what can be added by hand. */
export const MetadataView: FC<{
  of: MetadataSource;
  metadata: Metadata & { rev: number };
  typed?: Record<string, string>;
  mayKeep: boolean;
}> = ({ of, metadata, typed = {}, mayKeep }) => (
  <>
    <section class="card">
      <Scroll label="Dữ liệu đặc tả">
        <table>
          <thead>
            <tr>
              <th scope="col">STT</th>
              <th scope="col">Trường thông tin</th>
              <th scope="col">Tên tiếng Anh</th>
              <th scope="col">Giá trị</th>
              <th scope="col">Kiểu, độ dài</th>
              <th scope="col">Cập nhật</th>
            </tr>
          </thead>
          <tbody>
            {metadata.lines.map((line) => (
              <tr>
                <td>{line.number}</td>
                <td>{line.name}</td>
                <td>{line.english}</td>
                <td>
                  {line.values.map((value) => (
                    <div>{value}</div>
                  ))}
                  {line.fault ? <Chip tone="bad">{line.fault}</Chip> : null}
                </td>
                <td class="nowrap">{line.type ? `${line.type}${line.length ? ` (${line.length})` : ""}` : ""}</td>
                <td>
                  {line.type ? (line.automatic ? "Tự động" : line.byHand ? "Hệ thống hoặc nhập tay" : "Hệ thống") : ""}
                </td>
              </tr>
            ))}
            {metadata.additional.map(({ name, text }) => (
              <tr>
                <td />
                <td>{name}</td>
                <td>Bổ sung</td>
                <td colspan={3}>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div class="actions">
        <a class="button" href={`/dac-ta/${of.from}/${of.id}/xml`}>
          Tải XML
        </a>
        <button type="button" data-print>
          In
        </button>
        <a class="button" href={`/tim-kiem/lich-su/${of.from}/${of.id}`}>
          Lịch sử truy cập
        </a>
        {of.from === "dossier" ? null : (
          <a class="button" href={`/tim-kiem/in/${of.from}/${of.id}`}>
            Bản in có đánh dấu
          </a>
        )}
      </div>
    </section>
    {mayKeep ? (
      <section class="card">
        <h2>Nhập bổ sung</h2>
        <Step action={`/dac-ta/${of.from}/${of.id}`} name="Lưu" rev={metadata.rev}>
          {metadata.lines
            .filter(({ byHand }) => byHand)
            .map((line) => (
              <Field
                name={`field-${line.number}`}
                label={`${line.number}. ${line.name}`}
                value={typed[`field-${line.number}`] ?? line.values[0] ?? ""}
                maxlength={line.length}
                optional
                hint={line.type === "Date" ? "Ngày dạng 05/12/2026." : undefined}
              />
            ))}
          <Field
            name="additional"
            label="Dữ liệu bổ sung"
            rows={4}
            optional
            value={typed.additional ?? metadata.additional.map(({ name, text }) => `${name}: ${text}`).join("\n")}
            hint="Mỗi dòng “Tên: nội dung”, ví dụ “Vị trí bản giấy: Kho 2, hộp 14”."
          />
        </Step>
      </section>
    ) : null}
  </>
);
