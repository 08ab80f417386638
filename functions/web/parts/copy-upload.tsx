import type { FC } from "hono/jsx";
import type { CopySettings } from "../../../shared/office/index.ts";
import { COPIES, PAPER_STANDINGS } from "./copy-words.ts";
import { Field, Notice, Select } from "./pieces.tsx";

/** The form for a scan or a signed PDF. */
export const CopyUploadForm: FC<{ typed: Record<string, string> }> = ({ typed }) => (
  <form class="card" method="post" action={`${COPIES}/tai-len`} enctype="multipart/form-data">
    <h2>Tệp của văn bản</h2>
    <div class="drop">
      <label for="tep">Bản quét: một tệp PDF, hoặc các ảnh trang PNG, JPEG theo thứ tự</label>
      <input
        id="tep"
        type="file"
        name="file"
        multiple
        accept=".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
        required
      />
      <p class="hint">
        Ảnh màu, từ 200 dpi, tỷ lệ 100% (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II). Tệp PDF đã ký số cũng nhận; khi
        đó loại bản do chữ ký số trong tệp quyết định.
      </p>
    </div>
    <Select name="standing" label="Văn bản giấy là" value={typed.standing} options={PAPER_STANDINGS} />
    <div class="pair">
      <Field
        name="kindName"
        label="Tên loại"
        optional
        value={typed.kindName}
        maxlength={100}
        hint="Ví dụ: Quyết định. Công văn thì để trống."
      />
      <Field name="issuedOn" label="Ngày ban hành" type="date" value={typed.issuedOn} />
    </div>
    <div class="pair">
      <Field name="number" label="Số" value={typed.number} maxlength={20} />
      <Field name="notation" label="Ký hiệu" value={typed.notation} maxlength={60} hint="Ví dụ: QĐ-UBND." />
    </div>
    <Field name="issuer" label="Cơ quan ban hành" value={typed.issuer} maxlength={300} />
    <Field name="subject" label="Trích yếu" rows={2} value={typed.subject} maxlength={500} />
    <label class="check">
      <input type="checkbox" name="compared" value="1" checked={typed.compared === "1"} />
      <span>Đã đối chiếu bản quét với văn bản giấy: đủ trang, đúng thứ tự, rõ chữ, đủ chữ ký và dấu.</span>
    </label>
    <label class="check">
      <input type="checkbox" name="notSecret" value="1" checked={typed.notSecret === "1"} required />
      <span>Văn bản không chứa bí mật nhà nước.</span>
    </label>
    <div class="actions">
      <button class="main" type="submit" data-busy="Đang đọc tệp…">
        Tải lên, chọn hình thức sao
      </button>
    </div>
  </form>
);

const EMPTY_ROWS = 2;

/** Who signs copies, and the abbreviation in their numbers. */
export const CopySettingsForm: FC<{ settings: CopySettings; mayChange: boolean }> = ({ settings, mayChange }) => {
  if (!mayChange)
    return (
      <section class="card">
        <Notice tone="info" title="Lãnh đạo hoặc quản trị viên thay đổi được phần này" />
        <ul>
          {settings.signatories.map((one) => (
            <li>
              {one.name}, {one.position}
            </li>
          ))}
        </ul>
        <p>Chữ viết tắt tên cơ quan: {settings.abbreviation ?? "chưa có"}</p>
      </section>
    );
  const rows = [
    ...settings.signatories,
    ...Array.from({ length: EMPTY_ROWS }, () => ({ id: "", name: "", position: "", authority: [] as string[] })),
  ];
  return (
    <form class="card" method="post" action={`${COPIES}/cai-dat`}>
      <input type="hidden" name="rev" value={String(settings.rev)} />
      <h2>Người ký bản sao</h2>
      <p class="hint">
        Người đứng đầu quy định thẩm quyền ký các bản sao (Nghị định 30/2020/NĐ-CP Điều 27 khoản 1). Khi chưa ghi ai,
        lãnh đạo cơ quan ký.
      </p>
      {rows.map((one, index) => (
        <fieldset class="boxed">
          <legend>{one.name === "" ? "Thêm người" : one.name}</legend>
          <input type="hidden" name="id" value={one.id} />
          <div class="pair">
            <Field name="name" scope={`${index}-`} label="Họ và tên" optional value={one.name} maxlength={200} />
            <Field name="position" scope={`${index}-`} label="Chức vụ" optional value={one.position} maxlength={200} />
          </div>
          <Field
            name="authority"
            scope={`${index}-`}
            label="Quyền hạn ký"
            optional
            value={one.authority.join("; ")}
            maxlength={300}
            hint="Ví dụ: TL. CHỦ TỊCH. Nhiều dòng thì cách bằng dấu chấm phẩy. Xóa họ tên để bỏ người này."
          />
        </fieldset>
      ))}
      <Field
        name="abbreviation"
        label="Chữ viết tắt tên cơ quan trong ký hiệu bản sao"
        optional
        value={settings.abbreviation}
        maxlength={30}
        hint="Ví dụ UBND: bản sao y số 05 có ký hiệu 05/SY-UBND."
      />
      <div class="actions">
        <button class="main" type="submit">
          Lưu
        </button>
      </div>
    </form>
  );
};
