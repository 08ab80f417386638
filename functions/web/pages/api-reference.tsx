import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { FC } from "hono/jsx";
import { foldVietnamese } from "../../../shared/records/index.ts";
import { AREAS, areaOf } from "../../api/openapi-areas.ts";
import type { ApiDescription, Shape } from "../../api/openapi-model.ts";
import { askedNumber } from "../desk.tsx";
import { type Route, RouteSection, SharedErrors } from "../parts/api-route.tsx";
import { FieldTable, REFERENCE } from "../parts/api-shape.tsx";
import { documentHtml, OpenPage } from "../parts/layout.tsx";
import { Empty, PageLinks } from "../parts/pieces.tsx";

/** The reference of the API at /api/tai-lieu, made of its own description: an index, a page for each area, a page for each shape of data. */
export function apiReferencePages(app: OpenAPIHono, describe: () => ApiDescription): void {
  app.get(REFERENCE, (c) => {
    const asked = (c.req.query("tim") ?? "").trim().slice(0, 100);
    return answer(c, <Index all={describe()} asked={asked} />);
  });
  app.get(`${REFERENCE}/du-lieu`, (c) => answer(c, <ShapeIndex all={describe()} />));
  app.get(`${REFERENCE}/du-lieu/:name`, (c) => {
    const name = c.req.param("name");
    const { schemas } = describe().components;
    return Object.hasOwn(schemas, name)
      ? answer(c, <ShapePage name={name} shape={schemas[name]!} all={describe()} />)
      : c.notFound();
  });
  app.get(`${REFERENCE}/:area`, (c) => {
    const area = c.req.param("area");
    const routes = routesOf(describe()).filter((route) => areaOf(route.path) === area);
    const page = askedNumber(c, "trang", 1);
    return (page - 1) * PER_PAGE >= routes.length
      ? c.notFound()
      : answer(c, <AreaPage area={area} routes={routes} page={page} all={describe()} />);
  });
}

function answer(c: Context, page: Parameters<typeof documentHtml>[0]) {
  return c.html(documentHtml(page), 200, { "cache-control": "no-cache" });
}

/** What the pages look up again and again, found once for a description. */
interface Reading {
  routes: Route[];
  /** By the name of a shape: routes that take or give it, and shapes that have it in them. */
  usedBy: Map<string, Route[]>;
  within: Map<string, string[]>;
}

const readings = new WeakMap<ApiDescription, Reading>();

function readingOf(all: ApiDescription): Reading {
  const known = readings.get(all);
  if (known !== undefined) return known;
  const made: Reading = { routes: routesIn(all), usedBy: new Map(), within: new Map() };
  const note = <T,>(into: Map<string, T[]>, thing: T, part: unknown) => {
    const names = [...JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((one) => one[1]!);
    for (const name of new Set(names)) into.set(name, [...(into.get(name) ?? []), thing]);
  };
  for (const route of made.routes)
    note(made.usedBy, route, [route.operation.requestBody ?? 0, route.operation.responses]);
  for (const [name, shape] of Object.entries(all.components.schemas)) note(made.within, name, shape);
  readings.set(all, made);
  return made;
}

const routesOf = (all: ApiDescription): Route[] => readingOf(all).routes;

function routesIn(all: ApiDescription): Route[] {
  const inArea = new Map<string, number>();
  return Object.entries(all.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const area = areaOf(path);
      const place = inArea.get(area) ?? 0;
      inArea.set(area, place + 1);
      const page = Math.floor(place / PER_PAGE) + 1;
      return { method, path, operation, href: `${pageAddress(area, page)}#${operation.operationId}` };
    }),
  );
}

const nameOfArea = (area: string): string => AREAS[area]?.name ?? area;

/** Routes on one page: a long area stands on several, each small enough to come at once. */
const PER_PAGE = 36;

const pageAddress = (area: string, page: number): string => `${REFERENCE}/${area}${page > 1 ? `?trang=${page}` : ""}`;
const LINKS: [string, string][] = [
  [REFERENCE, "Mục lục API"],
  [`${REFERENCE}/du-lieu`, "Dạng dữ liệu"],
  ["/api/openapi.json", "OpenAPI 3.1"],
  ["/tong-quan", "Vào hệ thống"],
];

const Index: FC<{ all: ApiDescription; asked: string }> = ({ all, asked }) => {
  const words = foldVietnamese(asked)
    .split(/\s+/)
    .filter((word) => word !== "");
  const routes = routesOf(all).filter(({ method, path, operation }) => {
    const text = foldVietnamese(
      `${method} ${path} ${operation.summary} ${operation.tags.join(" ")} ${operation.operationId}`,
    );
    return words.every((word) => text.includes(word));
  });
  const areas = [
    ...Object.keys(AREAS),
    ...new Set(routes.map(({ path }) => areaOf(path)).filter((area) => !(area in AREAS))),
  ];
  return (
    <OpenPage
      title="Tài liệu API"
      lead="Mọi việc làm được trên trang đều làm được qua API, với cùng quyền và cùng lỗi."
      links={LINKS}
    >
      <form class="card" method="get" action={REFERENCE}>
        <div class="field">
          <label for="tim">Tìm theo việc cần làm hoặc địa chỉ</label>
          <input
            id="tim"
            name="tim"
            type="search"
            value={asked}
            maxlength={100}
            autocomplete="off"
            aria-describedby="tim-goi-y"
            hx-get={REFERENCE}
            hx-trigger="input changed delay:250ms"
            hx-select="#ket-qua"
            hx-target="#ket-qua"
            hx-swap="outerHTML"
            hx-replace-url="true"
          />
          <p class="hint" id="tim-goi-y">
            Gõ có dấu hay không dấu đều được, ví dụ “cap so”, “van ban den”, “/documents”.
          </p>
        </div>
        <div class="actions">
          <button class="main" type="submit">
            Tìm
          </button>
        </div>
      </form>
      <div id="ket-qua" aria-live="polite">
        {words.length > 0 ? (
          <p>
            Tìm thấy {routes.length} đường.{" "}
            {routes.length < routesOf(all).length ? <a href={REFERENCE}>Xem tất cả</a> : null}
          </p>
        ) : (
          <Introduction />
        )}
        {routes.length === 0 ? (
          <Empty title="Không có đường nào như vậy">
            <p>Thử ít từ hơn, hoặc tìm theo tên văn bản, sổ, chữ ký.</p>
          </Empty>
        ) : null}
        {areas.map((area) => {
          const own = routes.filter(({ path }) => areaOf(path) === area);
          return own.length === 0 ? null : (
            <section class="card">
              <h2>
                <a href={`${REFERENCE}/${area}`}>{nameOfArea(area)}</a>
              </h2>
              <p class="small soft">{AREAS[area]?.description ?? ""}</p>
              <ul class="route-list">
                {own.map((route) => (
                  <li>
                    <span class={`method ${route.method}`}>{route.method.toUpperCase()}</span>
                    <span>
                      <a href={route.href}>{route.operation.summary}</a>
                      <code>{route.path}</code>
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </OpenPage>
  );
};

const Introduction: FC = () => (
  <section class="card">
    <h2>Bắt đầu</h2>
    <p>
      Máy dùng <b>khóa API</b> (vanthu_…), tạo ở trang Tài khoản, mục Khóa API; khóa chỉ làm được những việc nằm trong
      phạm vi của nó. Người dùng lấy <b>mã phiên</b> ở <code>POST /api/access/sign-in</code>. Cả hai gửi kèm ở{" "}
      <code>Authorization: Bearer</code>.
    </p>
    <pre>{`VANTHU=https://van-thu.example.vn
TOKEN=vanthu_…
curl "$VANTHU/api/documents" -H "Authorization: Bearer $TOKEN"`}</pre>
    <p>
      Mọi lỗi là <code>application/problem+json</code>: <code>code</code> để máy đọc, <code>title</code> và{" "}
      <code>hint</code> tiếng Việt. Mỗi thay đổi nêu <code>rev</code> của lần đọc cuối; người khác đã sửa thì nhận 409{" "}
      <code>CONFLICT</code>, đọc lại rồi làm tiếp.
    </p>
  </section>
);

const AreaPage: FC<{ area: string; routes: Route[]; page: number; all: ApiDescription }> = ({
  area,
  routes,
  page,
  all,
}) => {
  const shown = routes.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const pages = Math.ceil(routes.length / PER_PAGE);
  return (
    <OpenPage
      title={`API: ${nameOfArea(area)}${pages > 1 ? `, trang ${page}` : ""}`}
      lead={AREAS[area]?.description ?? ""}
      links={LINKS}
    >
      <nav aria-label="Các đường của phần này" class="card no-print">
        <ul class="route-list">
          {routes.map(({ method, path, operation, href }) => (
            <li>
              <span class={`method ${method}`}>{method.toUpperCase()}</span>
              <span>
                <a href={href}>{operation.summary}</a>
                <code>{path}</code>
              </span>
            </li>
          ))}
        </ul>
      </nav>
      <SharedErrors shown={shown} />
      {shown.map((route) => (
        <RouteSection route={route} all={all} />
      ))}
      {pages > 1 ? <PageLinks page={page} pages={pages} address={(one) => pageAddress(area, one)} /> : null}
    </OpenPage>
  );
};

const ShapeIndex: FC<{ all: ApiDescription }> = ({ all }) => (
  <OpenPage title="API: dạng dữ liệu" lead="Những gì gửi lên và trả về, theo tên." links={LINKS}>
    <ul class="route-list card">
      {Object.entries(all.components.schemas).map(([name, shape]) => (
        <li>
          <span />
          <span>
            <a href={`${REFERENCE}/du-lieu/${name}`}>{name}</a>{" "}
            <span class="small soft">{shape.description ?? ""}</span>
          </span>
        </li>
      ))}
    </ul>
  </OpenPage>
);

const ShapePage: FC<{ name: string; shape: Shape; all: ApiDescription }> = ({ name, shape, all }) => {
  const uses = readingOf(all).usedBy.get(name) ?? [];
  const within = (readingOf(all).within.get(name) ?? []).filter((other) => other !== name);
  return (
    <OpenPage title={`Dạng dữ liệu ${name}`} lead={(shape.description ?? "").replaceAll("`", "")} links={LINKS}>
      <section class="card">
        <h2>Các trường</h2>
        <FieldTable shape={shape} label={`Các trường của ${name}`} />
      </section>
      {within.length > 0 ? (
        <section class="card">
          <h2>Nằm trong</h2>
          <p>
            {within.map((other, index) => (
              <>
                {index === 0 ? "" : ", "}
                <a href={`${REFERENCE}/du-lieu/${other}`}>{other}</a>
              </>
            ))}
          </p>
        </section>
      ) : null}
      {uses.length > 0 && uses.length < 100 ? (
        <section class="card">
          <h2>Dùng ở</h2>
          <ul class="route-list">
            {uses.map((route) => (
              <li>
                <span class={`method ${route.method}`}>{route.method.toUpperCase()}</span>
                <a href={route.href}>{route.operation.summary}</a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </OpenPage>
  );
};
