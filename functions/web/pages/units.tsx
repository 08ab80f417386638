import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { allow, type Organisation, type Unit } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { AdministrationLinks } from "../parts/administration-links.tsx";
import { Empty, Field, Select } from "../parts/pieces.tsx";

/** Units of one's own organisation, and where the organisation stands among the others. */
export function unitPages(app: Hono<WebEnv>, { office, ...rest }: Desk): void {
  const desk = { office, ...rest };
  const { access } = office;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const [units, organisations] = await Promise.all([access.units(actor.organisationId), access.organisations()]);
    return show(
      desk,
      c,
      {
        title: "Đơn vị",
        lead: "Đơn vị trực thuộc cơ quan; chức vụ và quyền xem văn bản gắn với đơn vị.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        <AdministrationLinks here="/quan-tri/don-vi" />
        <section class="card">
          <h2>Đơn vị của cơ quan</h2>
          {units.length === 0 ? (
            <Empty title="Chưa có đơn vị nào">
              <p>Thêm phòng, ban, văn phòng ở dưới; sau đó gắn chức vụ của từng người vào đơn vị.</p>
            </Empty>
          ) : (
            <UnitTree units={units} />
          )}
          <details open={units.length === 0 || typed.name !== undefined}>
            <summary>Thêm đơn vị</summary>
            <form method="post" action="/quan-tri/don-vi">
              <UnitFields units={units} unit={{ name: typed.name ?? "", symbol: typed.symbol ?? "" }} scope="moi-" />
              <div class="actions">
                <button class="main" type="submit">
                  Thêm đơn vị
                </button>
              </div>
            </form>
          </details>
        </section>
        <PlaceInTree organisations={organisations} own={actor.organisationId} />
      </>,
    );
  };

  app.get("/quan-tri/don-vi", (c) => page(c));

  app.post("/quan-tri/don-vi", async (c) => {
    const form = await formOf(c);
    const actor = c.get("actor");
    return step(
      c,
      async () => {
        allow(actor, "administer");
        const parentId = form.text("parentId");
        await access.createUnit(
          {
            organisationId: actor.organisationId,
            name: form.text("name"),
            symbol: form.text("symbol"),
            ...(parentId ? { parentId } : {}),
          },
          actor,
        );
        return "/quan-tri/don-vi?xong=da-luu";
      },
      (problem) => page(c, problem, form.texts()),
    );
  });

  app.post("/quan-tri/don-vi/cay", async (c) => {
    const form = await formOf(c);
    const actor = c.get("actor");
    return step(
      c,
      async () => {
        allow(actor, "administer");
        await access.changeOrganisation(actor.organisationId, { parent: form.text("parent") }, actor);
        return "/quan-tri/don-vi?xong=da-luu";
      },
      (problem) => page(c, problem),
    );
  });

  app.post("/quan-tri/don-vi/:unitId", async (c) => {
    const form = await formOf(c);
    const actor = c.get("actor");
    return step(
      c,
      async () => {
        allow(actor, "administer");
        const id = c.req.param("unitId");
        if (form.text("remove") === "1") await access.removeUnit(actor.organisationId, id, actor);
        else
          await access.changeUnit(
            actor.organisationId,
            id,
            { name: form.text("name"), symbol: form.text("symbol"), parentId: form.text("parentId") },
            actor,
          );
        return "/quan-tri/don-vi?xong=da-luu";
      },
      (problem) => page(c, problem),
    );
  });
}

const UnitFields: FC<{ units: Unit[]; unit: Partial<Unit>; scope: string }> = ({ units, unit, scope }) => (
  <div class="pair">
    <Field scope={scope} name="name" label="Tên đơn vị" value={unit.name} maxlength={200} />
    <Field scope={scope} name="symbol" label="Ký hiệu" value={unit.symbol} hint="Ví dụ VP, KGVX" maxlength={15} />
    <Select
      scope={scope}
      name="parentId"
      label="Trực thuộc"
      value={unit.parentId ?? ""}
      options={[
        ["", "Cơ quan"],
        ...units.filter(({ id }) => id !== unit.id).map(({ id, name }): [string, string] => [id, name]),
      ]}
    />
  </div>
);

const UnitTree: FC<{ units: Unit[]; under?: string }> = ({ units, under }) => (
  <ul class="list">
    {units
      .filter(({ parentId }) => parentId === under)
      .map((unit) => (
        <li>
          <div>
            <details>
              <summary>
                <b>{unit.name}</b>{" "}
                <span class="soft">
                  ({unit.symbol})
                  {unit.parentId === undefined
                    ? ""
                    : ` – thuộc ${units.find(({ id }) => id === unit.parentId)?.name ?? ""}`}
                </span>
              </summary>
              <form method="post" action={`/quan-tri/don-vi/${unit.id}`}>
                <UnitFields units={units} unit={unit} scope={`${unit.id}-`} />
                <div class="actions">
                  <button class="main" type="submit">
                    Lưu
                  </button>
                  <button type="submit" name="remove" value="1">
                    Xóa đơn vị
                  </button>
                </div>
              </form>
            </details>
            {units.some(({ parentId }) => parentId === unit.id) ? <UnitTree units={units} under={unit.id} /> : null}
          </div>
        </li>
      ))}
  </ul>
);

const PlaceInTree: FC<{ organisations: Organisation[]; own: string }> = ({ organisations, own }) => {
  const self = organisations.find(({ id }) => id === own);
  const above: string[] = [];
  for (let next = self?.parent; next !== undefined && above.length < 12; ) {
    const one = organisations.find(({ id }) => id === next);
    if (one === undefined) break;
    above.unshift(one.name);
    next = one.parent;
  }
  const under = organisations.filter(({ parent }) => parent === own);
  return (
    <section class="card">
      <h2>Vị trí trong cây tổ chức</h2>
      <p>{[...above, self?.name ?? ""].join(" › ")}</p>
      {under.length > 0 ? (
        <p class="soft">Cơ quan trực thuộc trên hệ thống: {under.map(({ name }) => name).join("; ")}.</p>
      ) : null}
      <form method="post" action="/quan-tri/don-vi/cay">
        <Select
          name="parent"
          label="Cơ quan cấp trên trên hệ thống"
          value={self?.parent ?? ""}
          options={[
            ["", "Không có"],
            ...organisations.filter(({ id }) => id !== own).map(({ id, name }): [string, string] => [id, name]),
          ]}
          hint="Chỉ để sắp xếp danh bạ: cơ quan cấp trên không xem được dữ liệu của cơ quan cấp dưới, và ngược lại."
        />
        <div class="actions">
          <button type="submit">Lưu</button>
        </div>
      </form>
    </section>
  );
};
