import type { FC, PropsWithChildren } from "hono/jsx";
import type { Person, Unit } from "../../../shared/access/index.ts";
import type { DossierView } from "../../../shared/office/index.ts";
import { type TypedStep, typedFor } from "./dossier-typed.ts";
import { Field, Select, Step } from "./pieces.tsx";

/** A step behind its title, open when it was just refused. */
const Folded: FC<
  PropsWithChildren<{ title: string; open?: boolean; action: string; name: string; rev: number; main?: boolean }>
> = ({ title, open, action, name, rev, main = false, children }) => (
  <details open={open}>
    <summary>{title}</summary>
    <Step action={action} name={name} rev={rev} main={main}>
      {children}
    </Step>
  </details>
);

/** Who may see a restricted dossier: people or units to tick. */
const Allowed: FC<{
  name: "people" | "units";
  legend: string;
  choices: readonly { id: string; name: string }[];
  chosen: readonly string[];
  typed: ReturnType<typeof typedFor>;
}> = ({ name, legend, choices, chosen, typed }) => (
  <fieldset>
    <legend>{legend}</legend>
    {choices.map((one) => (
      <label class="check">
        <input type="checkbox" name={name} value={one.id} checked={typed.has(name, one.id, chosen.includes(one.id))} />{" "}
        {one.name}
      </label>
    ))}
  </fieldset>
);

/** What the reader may do with a dossier now. */
export const DossierSteps: FC<{
  dossier: DossierView;
  people: readonly Person[];
  units: readonly Unit[];
  today: string;
  typed?: TypedStep;
}> = (props) => {
  const { dossier, people, units, today } = props;
  const typed = (step: string) => typedFor(props.typed, step);
  const can = (action: DossierView["actions"][number]) => dossier.actions.includes(action);
  const address = (step: string) => `/ho-so/${dossier.id}/${step}`;
  if (dossier.actions.filter((action) => action !== "export" && action !== "put").length === 0) return null;
  return (
    <section class="card">
      <h2>Việc với hồ sơ</h2>
      {can("close") ? (
        <Step
          action={address("ket-thuc")}
          name="Kết thúc hồ sơ"
          rev={dossier.rev}
          ask="Kết thúc hồ sơ? Sau đó không thêm, bớt văn bản."
        >
          <Field
            name="endedOn"
            label="Ngày công việc kết thúc"
            type="date"
            value={typed("ket-thuc").text("endedOn", today)}
            hint={
              dossier.kind === "construction"
                ? "Ngày công trình được quyết toán (Điều 30 khoản 2 điểm a). Rà soát, loại bản trùng, bản nháp trước (Điều 29 khoản 4)."
                : "Rà soát, loại bản trùng, bản nháp trước khi kết thúc (Điều 29 khoản 4)."
            }
          />
        </Step>
      ) : null}
      {can("offer") ? <Step action={address("nop-luu")} name="Nộp lưu vào Lưu trữ cơ quan" rev={dossier.rev} /> : null}
      {can("receive") ? <Step action={address("nhan")} name="Kiểm tra và nhận hồ sơ" rev={dossier.rev} /> : null}
      {can("return") ? (
        <Step action={address("tra-lai")} name="Trả lại người nộp" rev={dossier.rev} main={false}>
          <Field
            name="reason"
            scope="tra-"
            label="Lý do trả lại"
            value={typed("tra-lai").text("reason")}
            maxlength={500}
          />
        </Step>
      ) : null}
      {can("edit") ? (
        <Folded
          title="Sửa thông tin"
          open={typed("sua").open}
          action={address("sua")}
          name="Lưu"
          rev={dossier.rev}
          main
        >
          <Field
            name="title"
            scope="sua-"
            label="Tiêu đề"
            value={typed("sua").text("title", dossier.title)}
            maxlength={500}
            rows={2}
          />
          <Field
            name="notation"
            scope="sua-"
            label="Số và ký hiệu"
            value={typed("sua").text("notation", dossier.code.notation)}
            maxlength={20}
          />
          <Field
            name="retention"
            scope="sua-"
            label="Thời hạn bảo quản"
            value={typed("sua").text("retention", dossier.retention)}
            maxlength={30}
            hint="“Vĩnh viễn” hoặc số năm, ví dụ “20 năm”."
          />
          <Field
            name="rights"
            scope="sua-"
            label="Chế độ sử dụng"
            value={typed("sua").text("rights", dossier.rights)}
            maxlength={30}
          />
          <Select
            name="kind"
            scope="sua-"
            label="Loại hồ sơ"
            value={typed("sua").text("kind", dossier.kind)}
            options={[
              ["other", "Hồ sơ công việc (nộp lưu sau 1 năm)"],
              ["construction", "Xây dựng cơ bản (nộp lưu sau 3 tháng)"],
            ]}
          />
          <Field
            name="keywords"
            scope="sua-"
            label="Từ khóa"
            value={typed("sua").text("keywords", dossier.keywords)}
            maxlength={500}
            optional
          />
          <Field
            name="note"
            scope="sua-"
            label="Ghi chú"
            value={typed("sua").text("note", dossier.note)}
            maxlength={500}
            optional
            rows={2}
          />
        </Folded>
      ) : null}
      {can("reopen") ? (
        <Folded
          title="Mở lại hồ sơ"
          open={typed("mo-lai").open}
          action={address("mo-lai")}
          name="Mở lại"
          rev={dossier.rev}
        >
          <Field name="reason" scope="mo-" label="Lý do" value={typed("mo-lai").text("reason")} maxlength={500} />
        </Folded>
      ) : null}
      {can("keep-back") && dossier.handOverBy ? (
        <Folded
          title="Giữ lại khi đến hạn nộp lưu"
          open={typed("giu-lai").open}
          action={address("giu-lai")}
          name="Giữ lại"
          rev={dossier.rev}
        >
          <Field
            name="until"
            label="Giữ lại đến"
            type="date"
            value={typed("giu-lai").text("until")}
            hint="Không quá 02 năm kể từ ngày đến hạn (Điều 31 khoản 3 điểm d)."
          />
          <Field
            name="consent"
            label="Văn bản đồng ý của người đứng đầu"
            value={typed("giu-lai").text("consent")}
            maxlength={500}
          />
        </Folded>
      ) : null}
      {can("access") ? (
        <Folded
          title="Quyền xem hồ sơ"
          open={typed("quyen").open}
          action={address("quyen")}
          name="Lưu quyền xem"
          rev={dossier.rev}
        >
          <Select
            name="level"
            label="Ai được xem"
            value={typed("quyen").text("level", dossier.access.level)}
            options={[
              ["office", "Cả cơ quan"],
              ["restricted", "Chỉ người, đơn vị được chọn"],
            ]}
          />
          <Allowed
            name="people"
            legend="Người được xem"
            choices={people}
            chosen={dossier.access.people}
            typed={typed("quyen")}
          />
          {units.length > 0 ? (
            <Allowed
              name="units"
              legend="Đơn vị được xem"
              choices={units}
              chosen={dossier.access.units}
              typed={typed("quyen")}
            />
          ) : null}
        </Folded>
      ) : null}
      {can("transfer") ? (
        <Folded title="Bàn giao cho người khác" action={address("ban-giao")} name="Bàn giao" rev={dossier.rev}>
          <Select
            name="makerId"
            label="Người nhận hồ sơ"
            options={people.map(({ id, name }): [string, string] => [id, name])}
          />
        </Folded>
      ) : null}
      {can("freeze") || can("unfreeze") ? (
        <Folded
          title={can("unfreeze") ? "Mở khóa hồ sơ" : "Khóa hồ sơ"}
          open={can("unfreeze") || typed("khoa").open}
          action={address(can("unfreeze") ? "mo-khoa" : "khoa")}
          name={can("unfreeze") ? "Mở khóa" : "Khóa"}
          rev={dossier.rev}
        >
          <Field
            name="reason"
            scope="khoa-"
            label="Theo yêu cầu, lý do"
            value={typed(can("unfreeze") ? "mo-khoa" : "khoa").text("reason")}
            maxlength={500}
          />
        </Folded>
      ) : null}
    </section>
  );
};
