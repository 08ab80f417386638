import type { FC } from "hono/jsx";
import type { Organisation } from "../../../shared/access/index.ts";
import type { SigningKey } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { KeyPasswordField, OrganisationFields, PersonFields } from "./people-fields.tsx";
import { Field, Select } from "./pieces.tsx";

/** What the administrator may change of the own organisation. */
export const OwnOrganisation: FC<{ organisation: Organisation; organisations: readonly Organisation[] }> = ({
  organisation,
  organisations,
}) => (
  <section class="card">
    <h2>Thông tin cơ quan</h2>
    <details>
      <summary>Sửa tên, địa danh{organisation.system === "party" ? ", nhiệm kỳ" : ""}</summary>
      <form method="post" action="/quan-tri/thong-tin">
        <Field
          name="ownName"
          label="Tên cơ quan"
          value={organisation.name}
          hint="Ghi như trên văn bản; văn bản đã soạn không đổi theo."
          maxlength={200}
        />
        <Field name="ownSuperior" label="Cơ quan cấp trên" optional value={organisation.superior} maxlength={200} />
        {organisations.length > 1 ? (
          <Select
            name="ownParent"
            label="Đứng dưới cơ quan nào trên máy chủ này"
            value={organisation.parent ?? ""}
            options={[
              ["", "Không cơ quan nào"],
              ...organisations
                .filter(({ id }) => id !== organisation.id)
                .map(({ id, name }): [string, string] => [id, name]),
            ]}
            hint="Chỉ để xếp cây cơ quan; dữ liệu của mỗi cơ quan vẫn riêng."
          />
        ) : null}
        <Field name="ownPlace" label="Địa danh" value={organisation.place} maxlength={100} />
        {organisation.system === "party" ? (
          <Field
            name="ownTerm"
            label="Nhiệm kỳ"
            optional
            value={organisation.term}
            hint="Sang nhiệm kỳ mới thì sửa ở đây: số văn bản của mỗi tên loại bắt đầu lại từ 01. Ví dụ 2025-2030."
            pattern="\d{4}-\d{4}"
          />
        ) : null}
        <div class="actions">
          <button type="submit">Lưu</button>
        </div>
      </form>
    </details>
  </section>
);

/** The key of the organisation's seal, or how to make one. */
export const SealKey: FC<{ seal: SigningKey | undefined }> = ({ seal }) => (
  <section class="card">
    <h2>Khóa dấu cơ quan</h2>
    <p>
      {seal ? (
        <>
          {seal.test ? <span class="trial">THỬ NGHIỆM</span> : null} {seal.label}, hạn{" "}
          {shortDate(seal.certificate.notBefore)} – {shortDate(seal.certificate.notAfter)}.
        </>
      ) : (
        "Chưa có khóa dấu. Văn thư cần khóa này để đóng dấu, phát hành."
      )}
    </p>
    <details>
      <summary>{seal ? "Tạo khóa dấu thử nghiệm mới" : "Tạo khóa dấu thử nghiệm"}</summary>
      <form
        method="post"
        action="/quan-tri/khoa-dau"
        data-ask={seal ? "Tạo khóa dấu mới thay khóa đang dùng?" : undefined}
      >
        <KeyPasswordField />
        <div class="actions">
          <button type="submit">Tạo khóa dấu</button>
        </div>
      </form>
    </details>
  </section>
);

/** All organisations of this machine, and a form for one more with its first person. */
export const Organisations: FC<{ organisations: Organisation[]; typed: Record<string, string> }> = ({
  organisations,
  typed,
}) => (
  <section class="card" id="co-quan">
    <h2>Cơ quan trên máy chủ này</h2>
    <OrganisationTree organisations={organisations} parent={undefined} seen={[]} />
    <p class="hint">
      Mỗi cơ quan có dữ liệu, người dùng và khóa riêng; không cơ quan nào xem được của nhau. Danh sách này là nơi nhận
      khi gửi văn bản.
    </p>
    <details open={typed.organisationName !== undefined}>
      <summary>Thêm cơ quan</summary>
      <form method="post" action="/quan-tri/co-quan">
        <OrganisationFields typed={typed.organisationName === undefined ? {} : typed} />
        <h3>Người đầu tiên của cơ quan đó</h3>
        <PersonFields
          scope="co-quan-"
          typed={typed.organisationName === undefined ? {} : typed}
          roles={["administrator", "clerk"]}
        />
        <div class="actions">
          <button class="main" type="submit">
            Thêm cơ quan
          </button>
        </div>
      </form>
    </details>
  </section>
);

/** Organisations below one, each with those below it; whoever stands below nobody known stands at the top. */
const OrganisationTree: FC<{ organisations: readonly Organisation[]; parent: string | undefined; seen: string[] }> = ({
  organisations,
  parent,
  seen,
}) => {
  const known = new Set(organisations.map(({ id }) => id));
  const here = organisations.filter(
    (one) =>
      (one.parent !== undefined && known.has(one.parent) ? one.parent : undefined) === parent && !seen.includes(one.id),
  );
  return here.length === 0 ? null : (
    <ul class="tree">
      {here.map((one) => (
        <li>
          <div>
            <span>
              {one.name} {one.superior ? <span class="soft">({one.superior})</span> : null}
            </span>{" "}
            <code>{one.code}</code>
          </div>
          <OrganisationTree organisations={organisations} parent={one.id} seen={[...seen, one.id]} />
        </li>
      ))}
    </ul>
  );
};
