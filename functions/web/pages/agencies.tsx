import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { DirectoryAgency } from "../../../shared/office/index.ts";
import { foldVietnamese } from "../../../shared/records/index.ts";
import type { AgencyFinding } from "../../../shared/tasks/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { shortDate } from "../parts/dates.ts";
import { Empty, Field, Scroll, Step } from "../parts/pieces.tsx";

const ORIGINS: Record<DirectoryAgency["origin"], string> = {
  standard: "có sẵn",
  organisation: "dùng chung hệ thống",
  own: "cơ quan ghi",
};

/** Empty rows for former names below those that are there. */
const SPARE_ROWS = 2;

/** The directory of agencies: names, abbreviations, former names; and names in tasks that it does not have. */
export function agencyPages(app: Hono<WebEnv>, desk: Desk): void {
  const { agencies } = desk.office;

  const list = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const query = c.req.query("tim") ?? "";
    const words = foldVietnamese(query).split(" ").filter(Boolean);
    const all = await agencies.list(actor);
    const shown = all.filter((agency) => {
      const text = foldVietnamese(
        [agency.name, ...agency.abbreviations, ...agency.formerNames.map(({ name }) => name)].join(" "),
      );
      return words.every((word) => text.includes(word));
    });
    const edits = may(actor, "programme.edit");
    const inUse = await agencies.inUse(actor);
    return show(
      desk,
      c,
      {
        title: "Danh mục cơ quan",
        lead: "Tên cơ quan dùng khi giao nhiệm vụ; khi nhập bảng, tên viết tắt và tên cũ được đối chiếu với danh mục này.",
        back: ["/nhiem-vu", "Nhiệm vụ"],
        active: "/nhiem-vu",
        problem,
        tools: edits ? (
          <a class="button main" href="/nhiem-vu/don-vi/them">
            Thêm cơ quan
          </a>
        ) : undefined,
      },
      <>
        {inUse.length > 0 ? <InUse findings={inUse} edits={edits} /> : null}
        <AgencyList shown={shown} total={all.length} query={query} edits={edits} />
      </>,
    );
  };

  const form = async (c: WebContext, agency: Partial<DirectoryAgency>, problem?: Problem) =>
    show(
      desk,
      c,
      {
        title: agency.id === undefined ? "Thêm cơ quan" : "Sửa cơ quan",
        back: ["/nhiem-vu/don-vi", "Danh mục cơ quan"],
        active: "/nhiem-vu",
        problem,
      },
      <AgencyForm
        agency={agency}
        others={(await agencies.list(c.get("actor"))).filter(({ id }) => id !== agency.id)}
      />,
    );

  const known = async (c: WebContext, id: string) =>
    (await agencies.list(c.get("actor"))).find((agency) => agency.id === id);

  app.get("/nhiem-vu/don-vi", (c) => list(c));
  app.get("/nhiem-vu/don-vi/them", (c) => form(c, { name: c.req.query("ten") ?? "" }));
  app.get("/nhiem-vu/don-vi/:agency", async (c) => {
    const agency = await known(c, c.req.param("agency"));
    return agency === undefined ? c.redirect("/nhiem-vu/don-vi", 303) : form(c, agency);
  });

  app.post("/nhiem-vu/don-vi", async (c) => {
    const typed = agencyOf(await formOf(c));
    return step(
      c,
      async () => {
        await agencies.save(c.get("actor"), typed);
        return "/nhiem-vu/don-vi?xong=da-luu";
      },
      (problem) => form(c, { ...typed, origin: "own" }, problem),
    );
  });

  app.post("/nhiem-vu/don-vi/ghi-nhan", async (c) => {
    const posted = await formOf(c);
    return step(
      c,
      async () => {
        await agencies.adopt(c.get("actor"), posted.all("ten"));
        return "/nhiem-vu/don-vi?xong=da-luu";
      },
      (problem) => list(c, problem),
    );
  });

  app.post("/nhiem-vu/don-vi/:agency/bo", async (c) =>
    step(
      c,
      async () => {
        await agencies.remove(c.get("actor"), c.req.param("agency"));
        return "/nhiem-vu/don-vi?xong=da-luu";
      },
      (problem) => list(c, problem),
    ),
  );
}

function agencyOf(form: Form) {
  const [names, untils, sources, parts] = ["cuTen", "cuDen", "cuVanBan", "cuPhan"].map((name) =>
    form.all(name).map((text) => text.normalize("NFC").trim()),
  );
  const formerNames = names!.map((name, index) => ({
    name,
    ...(untils![index] ? { until: untils![index] } : {}),
    ...(sources![index] ? { source: sources![index] } : {}),
    ...(parts![index] ? { part: parts![index] } : {}),
  }));
  const id = form.text("id");
  const parent = form.text("parent");
  return {
    ...(id === "" ? {} : { id }),
    name: form.text("name"),
    abbreviations: form.lines("abbreviations"),
    formerNames: formerNames.filter(({ name }) => name !== ""),
    ...(parent === "" ? {} : { parent }),
  };
}

const InUse: FC<{ findings: AgencyFinding[]; edits: boolean }> = ({ findings, edits }) => {
  const unknown = findings.filter(({ suggestions }) => suggestions.length === 0);
  const others = findings.filter(({ suggestions }) => suggestions.length > 0);
  return (
    <section class="card">
      <h2>Tên đang dùng trong nhiệm vụ mà danh mục chưa có</h2>
      {others.length > 0 ? (
        <ul class="list">
          {others.map(({ text, cells, suggestions }) => (
            <li>
              <span>
                <b>{text}</b> <span class="soft small">({cells} ô)</span>
              </span>
              <span>
                {suggestions[0]!.kind === "former"
                  ? "tên cũ của"
                  : suggestions[0]!.kind === "abbreviation"
                    ? "viết tắt của"
                    : "gần giống"}{" "}
                {suggestions[0]!.match.name}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {unknown.length > 0 ? (
        <form method="post" action="/nhiem-vu/don-vi/ghi-nhan">
          <fieldset>
            <legend>Chưa biết là cơ quan nào</legend>
            {unknown.slice(0, 200).map(({ text, cells }) => (
              <label class="check">
                <input type="checkbox" name="ten" value={text} checked disabled={!edits} />
                <span>
                  {text} <span class="soft small">({cells} ô)</span>
                </span>
              </label>
            ))}
          </fieldset>
          {edits ? (
            <div class="actions">
              <button type="submit">Ghi các tên đã chọn vào danh mục</button>
            </div>
          ) : null}
        </form>
      ) : null}
    </section>
  );
};

const AgencyList: FC<{ shown: DirectoryAgency[]; total: number; query: string; edits: boolean }> = (props) => (
  <section class="card">
    <form class="filter" method="get" action="/nhiem-vu/don-vi">
      <div class="field">
        <label for="tim">Tìm cơ quan</label>
        <input id="tim" name="tim" type="search" value={props.query} placeholder="Gõ không dấu cũng được" />
      </div>
      <button type="submit">Lọc</button>
    </form>
    <p class="soft small" role="status">
      {props.shown.length === props.total
        ? `${props.total} cơ quan`
        : `${props.shown.length} trên ${props.total} cơ quan`}
    </p>
    {props.shown.length === 0 ? (
      <Empty title="Không có cơ quan nào phù hợp">Bớt từ tìm kiếm.</Empty>
    ) : (
      <Scroll label="Danh mục cơ quan">
        <table>
          <thead>
            <tr>
              <th scope="col">Tên</th>
              <th scope="col">Viết tắt</th>
              <th scope="col">Tên cũ, cơ quan đã sáp nhập vào</th>
              <th scope="col">Nguồn</th>
              {props.edits ? <th scope="col">Sửa</th> : null}
            </tr>
          </thead>
          <tbody>
            {props.shown.map((agency) => (
              <tr>
                <td>{agency.name}</td>
                <td>{agency.abbreviations.join("; ")}</td>
                <td>
                  {agency.formerNames.map((former) => (
                    <div>
                      {former.name}
                      {former.part ? ` (phần ${former.part})` : ""}
                      <span class="soft small">
                        {former.until ? ` đến trước ${shortDate(former.until)}` : ""}
                        {former.source ? `, ${former.source}` : ""}
                      </span>
                    </div>
                  ))}
                </td>
                <td class="soft small">{ORIGINS[agency.origin]}</td>
                {props.edits ? (
                  <td>
                    <a href={`/nhiem-vu/don-vi/${encodeURIComponent(agency.id)}`} aria-label={`Sửa ${agency.name}`}>
                      Sửa
                    </a>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
  </section>
);

const AgencyForm: FC<{ agency: Partial<DirectoryAgency>; others: DirectoryAgency[] }> = ({ agency, others }) => {
  const former = agency.formerNames ?? [];
  const rows = [...former, ...Array.from({ length: SPARE_ROWS }, () => ({ name: "" }))] as typeof former;
  return (
    <>
      <form class="card" method="post" action="/nhiem-vu/don-vi">
        {agency.id === undefined ? null : <input type="hidden" name="id" value={agency.id} />}
        <Field name="name" label="Tên cơ quan" value={agency.name} maxlength={300} />
        <Field
          name="abbreviations"
          label="Tên viết tắt"
          optional
          rows={3}
          value={(agency.abbreviations ?? []).join("\n")}
          hint="Mỗi dòng một tên. “Sở KH&CN”, “SKHCN” tự nhận ra, không cần ghi."
        />
        <div class="field">
          <label for="co-quan-tren">
            Cơ quan cấp trên <span class="optional">(không bắt buộc)</span>
          </label>
          <select id="co-quan-tren" name="parent">
            <option value="">Không ghi</option>
            {others.map((other) => (
              <option value={other.id} selected={other.id === agency.parent}>
                {other.name}
              </option>
            ))}
          </select>
        </div>
        {rows.map((row, index) => (
          <fieldset class="boxed">
            <legend>Tên cũ {index + 1}</legend>
            <div class="pair">
              <Field name="cuTen" scope={`${index}-`} label="Tên" optional value={row.name} maxlength={300} />
              <Field name="cuDen" scope={`${index}-`} label="Hết dùng từ ngày" optional type="date" value={row.until} />
              <Field
                name="cuVanBan"
                scope={`${index}-`}
                label="Theo văn bản"
                optional
                value={row.source}
                maxlength={300}
              />
              <Field
                name="cuPhan"
                scope={`${index}-`}
                label="Chỉ một phần việc"
                optional
                value={row.part}
                maxlength={300}
              />
            </div>
          </fieldset>
        ))}
        <div class="actions">
          <button class="main" type="submit">
            Lưu
          </button>
          <a class="button" href="/nhiem-vu/don-vi">
            Không lưu
          </a>
        </div>
      </form>
      {agency.id !== undefined && agency.origin !== "organisation" ? (
        <Step
          action={`/nhiem-vu/don-vi/${encodeURIComponent(agency.id)}/bo`}
          name="Bỏ khỏi danh mục"
          main={false}
          ask="Bỏ cơ quan này khỏi danh mục? Nhiệm vụ đã giao không thay đổi."
        />
      ) : null}
    </>
  );
};
