import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { allow, type MandateForm, may, type Person } from "../../../shared/access/index.ts";
import type { DocumentKind } from "../../../shared/documents/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import { FORM_WORDS, formulaOf, type ShownMandate } from "../../../shared/office/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { AdministrationLinks } from "../parts/administration-links.tsx";
import { shortDate } from "../parts/dates.ts";
import { Chip, Empty, Field, Scroll, Select } from "../parts/pieces.tsx";

/** Who may sign for whom: seen by everybody of the office, kept by the administrator. */
export function mandatePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { access, grants, mandates } = office;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    allow(actor, "directory.read");
    const keeps = may(actor, "mandate.give");
    const [list, people, organisation] = await Promise.all([
      mandates.list(actor),
      access.people(actor.organisationId),
      access.organisation(actor.organisationId),
    ]);
    return show(
      desk,
      c,
      {
        title: "Thẩm quyền ký",
        lead: "Ai được ký, thay ai, loại văn bản nào, từ ngày nào đến ngày nào (Nghị định 30/2020/NĐ-CP Điều 13).",
        ...(keeps ? { back: ["/quan-tri", "Quản trị"] as [string, string] } : {}),
        active: keeps ? "/quan-tri" : "/quan-tri/tham-quyen",
        problem,
      },
      <>
        {keeps ? <AdministrationLinks here="/quan-tri/tham-quyen" /> : null}
        <section class="card">
          <h2>Đang có hiệu lực</h2>
          <MandateTable list={list.filter(({ inForce }) => inForce)} keeps={keeps} />
        </section>
        {keeps ? <GiveMandate people={people} system={organisation.system} typed={typed} /> : null}
        <section class="card">
          <details>
            <summary>Chưa đến ngày, đã hết hạn, đã chấm dứt</summary>
            <MandateTable list={list.filter(({ inForce }) => !inForce)} keeps={keeps} />
          </details>
        </section>
      </>,
    );
  };

  app.get("/quan-tri/tham-quyen", (c) => page(c));

  app.post("/quan-tri/tham-quyen", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const kinds = form.all("kinds") as DocumentKind[];
        const [above, to] = [form.text("above"), form.text("to")];
        const { proposal } = await grants.giveMandate(c.get("actor"), {
          personId: form.text("personId"),
          form: form.text("form") as MandateForm,
          ...(above ? { above } : {}),
          onBehalfOf: form.text("onBehalfOf"),
          title: form.text("title"),
          ...(kinds.length > 0 ? { kinds } : {}),
          from: form.text("from"),
          ...(to ? { to } : {}),
          basis: form.text("basis"),
        });
        return proposal === undefined
          ? "/quan-tri/tham-quyen?xong=da-luu"
          : "/quan-tri/de-nghi-quyen?xong=da-gui-de-nghi";
      },
      (problem) => page(c, problem, form.texts()),
    );
  });

  app.post("/quan-tri/tham-quyen/:id/cham-dut", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        await mandates.end(c.get("actor"), c.req.param("id"), form.text("reason"));
        return "/quan-tri/tham-quyen?xong=da-luu";
      },
      (problem) => page(c, problem),
    );
  });
}

const MandateTable: FC<{ list: ShownMandate[]; keeps: boolean }> = ({ list, keeps }) =>
  list.length === 0 ? (
    <Empty title="Không có thẩm quyền ký nào">
      <p>Người mang vai trò lãnh đạo chỉ ký được khi có thẩm quyền ký đang hiệu lực.</p>
    </Empty>
  ) : (
    <Scroll label="Thẩm quyền ký">
      <table>
        <thead>
          <tr>
            <th scope="col">Người ký</th>
            <th scope="col">Ghi ở phần ký</th>
            <th scope="col">Loại văn bản</th>
            <th scope="col">Thời gian</th>
            <th scope="col">Căn cứ</th>
            {keeps ? <th scope="col">Chấm dứt</th> : null}
          </tr>
        </thead>
        <tbody>
          {list.map((one) => (
            <tr>
              <td>{one.person}</td>
              <td>
                {one.general ? (
                  <Chip tone="warn">Thẩm quyền chung theo chức vụ</Chip>
                ) : (
                  formulaOf(one.signature)
                    .split(" / ")
                    .map((line) => <div>{line}</div>)
                )}
              </td>
              <td>{one.kinds?.map((kind) => KINDS[kind as DocumentKind].name || "Công văn").join(", ") ?? "Tất cả"}</td>
              <td>
                {shortDate(one.from)} – {one.to ? shortDate(one.to) : "không thời hạn"}
                {one.endedAt ? <div class="soft">chấm dứt {shortDate(one.endedAt)}</div> : null}
              </td>
              <td>{one.basis}</td>
              {keeps ? (
                <td>
                  {one.endedAt ? null : (
                    <details>
                      <summary>Chấm dứt</summary>
                      <form method="post" action={`/quan-tri/tham-quyen/${one.id}/cham-dut`}>
                        <Field scope={one.id} name="reason" label="Lý do" maxlength={300} />
                        <div class="actions">
                          <button type="submit">Chấm dứt từ hôm nay</button>
                        </div>
                      </form>
                    </details>
                  )}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );

const GiveMandate: FC<{ people: Person[]; system: "state" | "party"; typed: Record<string, string> }> = ({
  people,
  system,
  typed,
}) => {
  const own = system === "party" ? /^(|T\/M|K\/T|T\/L|Q\.)$/ : /^(|TM\.|KT\.|TL\.|TUQ\.|Q\.)$/;
  return (
    <section class="card">
      <h2>Ghi thẩm quyền ký</h2>
      <p class="hint">
        Ghi thẩm quyền cụ thể thì thẩm quyền chung theo chức vụ của người đó chấm dứt; từ đó người này chỉ ký được những
        gì ghi ở đây. Người ký phải mang vai trò lãnh đạo.
      </p>
      <form method="post" action="/quan-tri/tham-quyen">
        <div class="pair">
          <Select
            name="personId"
            label="Người ký"
            value={typed.personId}
            options={people
              .filter(({ disabled }) => disabled !== true)
              .map(({ id, name, position }) => [id, `${name} – ${position}`])}
          />
          <Select
            name="form"
            label="Hình thức ký"
            value={typed.form}
            options={(Object.entries(FORM_WORDS) as [string, string][]).filter(([form]) => own.test(form))}
          />
        </div>
        <div class="pair">
          <Field
            name="above"
            label="Dòng trên"
            optional
            value={typed.above}
            hint="Cấp phó ký trong cơ quan làm việc theo chế độ tập thể: TM. ỦY BAN NHÂN DÂN"
            maxlength={200}
          />
          <Field
            name="onBehalfOf"
            label="Thay ai"
            optional
            value={typed.onBehalfOf}
            hint="TM. ghi tên tập thể; KT., TL., TUQ. ghi chức vụ người đứng đầu: CHỦ TỊCH"
            maxlength={200}
          />
        </div>
        <div class="pair">
          <Field name="title" label="Chức vụ của người ký" value={typed.title} hint="PHÓ CHỦ TỊCH" maxlength={200} />
          <Field
            name="basis"
            label="Văn bản giao thẩm quyền"
            value={typed.basis}
            hint="Quy chế làm việc, quyết định phân công, giấy ủy quyền"
            maxlength={200}
          />
        </div>
        <div class="pair">
          <Field name="from" label="Từ ngày" type="date" value={typed.from} />
          <Field name="to" label="Đến hết ngày" type="date" optional value={typed.to} />
        </div>
        <fieldset>
          <legend>Loại văn bản (không chọn: tất cả)</legend>
          {Object.entries(KINDS).map(([code, { name }]) => (
            <label class="check">
              <input type="checkbox" name="kinds" value={code} />
              <span>{name || "Công văn"}</span>
            </label>
          ))}
        </fieldset>
        <div class="actions">
          <button class="main" type="submit">
            Ghi thẩm quyền
          </button>
        </div>
      </form>
    </section>
  );
};
