import type { FC } from "hono/jsx";
import { PRIORITY_WORDS } from "./incoming-words.ts";
import { Field, Select } from "./pieces.tsx";

/** What was typed in, by field. */
export type RegisterValues = Record<string, string>;

/** The form for a document that no exchange carried, and the shorter ways beside it. */
export const IncomingRegisterForm: FC<{ values: RegisterValues }> = ({ values }) => (
  <div class="beside">
    <form class="card" method="post" action="/van-ban-den/dang-ky" enctype="multipart/form-data">
      <h2>Thông tin văn bản</h2>
      <Select
        name="channel"
        label="Đến bằng"
        value={values.channel ?? "paper"}
        options={[
          ["paper", "Văn bản giấy"],
          ["email", "Thư điện tử"],
          ["file", "Tệp chuyển đến bằng cách khác"],
        ]}
      />
      <Field
        name="organisation"
        label="Tác giả (cơ quan, tổ chức ban hành)"
        value={values.organisation}
        maxlength={200}
      />
      <div class="pair">
        <Field
          name="organisationCode"
          label="Mã định danh của tác giả"
          value={values.organisationCode}
          maxlength={35}
          optional
        />
        <Field name="address" label="Địa chỉ" value={values.address} maxlength={300} optional />
      </div>
      <div class="pair">
        <Field name="number" label="Số văn bản" value={values.number} maxlength={11} optional />
        <Field
          name="notation"
          label="Ký hiệu"
          value={values.notation}
          maxlength={30}
          hint="Phần sau dấu gạch chéo: KH-UBND"
          optional
        />
        <Field name="issuedOn" label="Ngày văn bản" type="date" value={values.issuedOn} />
      </div>
      <div class="pair">
        <Field
          name="kindName"
          label="Tên loại"
          value={values.kindName}
          maxlength={100}
          hint="Để trống nếu không có"
          optional
        />
        <Select
          name="priority"
          label="Mức độ khẩn"
          value={values.priority ?? "0"}
          options={PRIORITY_WORDS.map((name, index) => [String(index), name])}
        />
      </div>
      <Field name="subject" label="Trích yếu nội dung" value={values.subject} rows={2} maxlength={500} />
      <div class="pair">
        <Field name="position" label="Chức vụ người ký" value={values.position} maxlength={100} optional />
        <Field name="signatory" label="Họ và tên người ký" value={values.signatory} maxlength={50} optional />
      </div>
      <div class="pair">
        <Field name="dueOn" label="Hạn trả lời" type="date" value={values.dueOn} optional />
        <Field name="pages" label="Số trang" type="number" value={values.pages} optional />
      </div>
      <div class="field">
        <label for="tep-quet">Bản quét hoặc tệp của văn bản</label>
        <input
          id="tep-quet"
          type="file"
          name="files"
          multiple
          accept=".pdf,.png,.jpg,.jpeg,.tif,.tiff"
          aria-describedby="tep-quet-goi-y"
        />
        <p class="hint" id="tep-quet-goi-y">
          PDF, JPEG, PNG hoặc TIFF; tệp đầu là văn bản chính. Tệp được giữ nguyên như khi nhận; PDF có chữ ký số được
          kiểm tra ngay. Văn bản giấy không bóc bì thì không cần tệp.
        </p>
      </div>
      <button type="submit" class="main" data-busy="Đang đăng ký…">
        Đăng ký
      </button>
    </form>
    <div class="rail">
      <form class="card" method="get" action="/van-ban-den/dang-ky">
        <h2>Có mã kiểm tra hoặc mã QR</h2>
        <Field
          name="ma"
          label="Mã kiểm tra, hoặc nội dung đọc từ mã QR"
          hint="Thông tin của văn bản đã phát hành trên hệ thống này được điền sẵn."
          maxlength={300}
        />
        <button type="submit">Điền thông tin</button>
      </form>
      <form class="card" method="post" action="/van-ban-den/goi-tin" enctype="multipart/form-data">
        <h2>Có tệp gói tin (.edxml)</h2>
        <div class="field">
          <label for="goi-tin">Tệp gói tin</label>
          <input id="goi-tin" type="file" name="file" accept=".edxml,.xml" required />
        </div>
        <button type="submit" data-busy="Đang nhận…">
          Nhận gói tin
        </button>
      </form>
    </div>
  </div>
);
