import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { type DocumentSource, dossierCode, metadataXml, readListText } from "../../../shared/dossiers/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import {
  type DossierChange,
  type MetadataSource,
  type SheetFormat,
  vietnamDate,
} from "../../../shared/office/index.ts";
import { fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime, shortDate, yearOf } from "../parts/dates.ts";
import { ArchiveReport, ListForms, ListTable, MetadataView } from "../parts/dossier-lists.tsx";
import { DossierPage, DossierTable, type TypedStep } from "../parts/dossier-view.tsx";
import { Empty, Field, Scroll, Step } from "../parts/pieces.tsx";

const ACTIVE = "/ho-so";
/** States, as the search tells them, of what cannot be put into a dossier. */
const UNFINISHED = new Set([
  "Dự thảo",
  "Chờ ký",
  "Đã duyệt",
  "Bị trả lại",
  "Đã ký",
  "Đã cấp số",
  "Đã hủy",
  "Chờ tiếp nhận",
  "Từ chối",
  "Đã hủy theo yêu cầu thu hồi",
]);
const FORMATS: readonly string[] = ["docx", "pdf", "xlsx"];

/** Dossiers: the year's, the list, one dossier, hand-over, archive packages, metadata. */
export function dossierPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { dossiers } = office;
  const back: [string, string] = [ACTIVE, "Hồ sơ"];
  const today = () => vietnamDate(office.clock());
  const yearAsked = (text: string | undefined) => {
    const asked = Number(text);
    return Number.isInteger(asked) && asked >= 1945 && asked <= 2200 ? asked : yearOf(office.clock());
  };
  const absent = (c: WebContext): never => {
    throw new VanthuError("NO_SUCH_PAGE", { message: "Không có trang hoặc địa chỉ này.", where: c.req.path });
  };
  const formatOf = (c: WebContext): SheetFormat => {
    const format = c.req.param("format") ?? "";
    return FORMATS.includes(format) ? (format as SheetFormat) : absent(c);
  };

  // ---- the dossiers of a year ----
  app.get("/ho-so", async (c) => {
    const actor = c.get("actor");
    const year = yearAsked(c.req.query("nam"));
    const mine = c.req.query("cua-toi") === "1";
    const [all, figures] = await Promise.all([
      dossiers.all(actor, year, mine ? { makerId: actor.personId } : {}),
      dossiers.figures(actor, year),
    ]);
    const tools = (
      <>
        {may(actor, "dossier.keep") ? (
          <a class="button main" href={`/ho-so/mo?nam=${year}`}>
            Mở hồ sơ
          </a>
        ) : null}
        <a class="button" href={`/ho-so/danh-muc/${year}`}>
          Danh mục hồ sơ
        </a>
        <a class="button" href="/ho-so/nop-luu">
          Nộp lưu
        </a>
        <a class="button" href="/ho-so/kiem-tra-goi">
          Kiểm tra gói lưu trữ
        </a>
      </>
    );
    return show(
      desk,
      c,
      {
        title: `Hồ sơ năm ${year}`,
        lead: `${figures.dossiers} hồ sơ, ${figures.documents} văn bản, ${figures.pages} trang.`,
        active: ACTIVE,
        tools,
      },
      <>
        <section class="card">
          <form class="filter" method="get" action="/ho-so">
            <div class="field thin">
              <label for="nam">Năm</label>
              <input id="nam" name="nam" type="number" min="1945" max="2200" value={String(year)} />
            </div>
            <label class="check">
              <input type="checkbox" name="cua-toi" value="1" checked={mine} /> Chỉ hồ sơ tôi lập
            </label>
            <button type="submit">Xem</button>
          </form>
          {all.length === 0 ? (
            <Empty title={`Năm ${year} chưa có hồ sơ nào`}>
              Mở hồ sơ theo danh mục đã duyệt, hoặc mở trực tiếp khi có việc ngoài danh mục.
            </Empty>
          ) : (
            <DossierTable dossiers={all} label={`Hồ sơ năm ${year}`} />
          )}
        </section>
        {figures.byMaker.length > 1 ? (
          <section class="card">
            <h2>Theo người lập</h2>
            <Scroll label="Số hồ sơ theo người lập">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Người lập</th>
                    <th scope="col" class="number">
                      Hồ sơ
                    </th>
                    <th scope="col" class="number">
                      Văn bản
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {figures.byMaker.map((one) => (
                    <tr>
                      <td>{one.name}</td>
                      <td class="number">{one.dossiers}</td>
                      <td class="number">{one.documents}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </section>
        ) : null}
      </>,
    );
  });

  // ---- the list ----
  const listPage = async (
    c: WebContext,
    year: number,
    typed?: string,
    problem?: Problem,
    values: Record<string, string> = {},
  ) => {
    const actor = c.get("actor");
    const list = await dossiers.list(actor, year);
    return show(
      desk,
      c,
      { title: `Danh mục hồ sơ năm ${year}`, active: ACTIVE, back, problem },
      <>
        <form class="filter" method="get" action="/ho-so/danh-muc">
          <div class="field thin">
            <label for="nam">Năm</label>
            <input id="nam" name="nam" type="number" min="1945" max="2200" value={String(year)} />
          </div>
          <button type="submit">Xem</button>
        </form>
        <ListTable list={list} mayOpen={may(actor, "dossier.keep")} />
        <ListForms
          list={list}
          text={typed}
          values={values}
          mayKeep={may(actor, "dossier.keep")}
          mayApprove={may(actor, "document.sign")}
          today={today()}
        />
      </>,
    );
  };
  app.get("/ho-so/danh-muc", (c) => c.redirect(`/ho-so/danh-muc/${yearAsked(c.req.query("nam"))}`, 303));
  app.get("/ho-so/danh-muc/:year", (c) => listPage(c, yearAsked(c.req.param("year"))));
  app.post("/ho-so/danh-muc/:year", async (c) => {
    const form = await formOf(c);
    const year = yearAsked(c.req.param("year"));
    return step(
      c,
      async () => {
        const numbering = form.text("numbering") === "heading" ? "heading" : "whole";
        await dossiers.saveList(c.get("actor"), year, form.rev(), {
          numbering,
          headings: readListText(form.text("text")),
        });
        return `/ho-so/danh-muc/${year}?xong=da-luu`;
      },
      (problem) => listPage(c, year, form.text("text"), problem, form.texts()),
    );
  });
  app.post("/ho-so/danh-muc/:year/duyet", async (c) => {
    const form = await formOf(c);
    const year = yearAsked(c.req.param("year"));
    return step(
      c,
      async () => {
        const decision = { symbol: form.text("symbol"), date: form.text("date"), issuer: form.text("issuer") };
        await dossiers.approveList(c.get("actor"), year, form.rev(), decision);
        return `/ho-so/danh-muc/${year}?xong=da-luu`;
      },
      (problem) => listPage(c, year, undefined, problem, form.texts()),
    );
  });
  app.get("/ho-so/danh-muc/:year/tep/:format", async (c) =>
    fileAnswer(await dossiers.listSheet(c.get("actor"), yearAsked(c.req.param("year")), formatOf(c))),
  );

  // ---- opening ----
  const openPage = (c: WebContext, typed: Record<string, string>, problem?: Problem) =>
    show(
      desk,
      c,
      {
        title: "Mở hồ sơ ngoài danh mục",
        lead: "Hồ sơ có trong danh mục thì mở từ danh mục của năm.",
        active: ACTIVE,
        back,
        problem,
      },
      <section class="card">
        <Step action="/ho-so/mo" name="Mở hồ sơ">
          <Field name="year" label="Năm" type="number" value={typed.year ?? String(yearAsked(c.req.query("nam")))} />
          <Field name="notation" label="Số và ký hiệu" value={typed.notation} maxlength={20} hint="Ví dụ 15.VP." />
          <Field name="title" label="Tiêu đề hồ sơ" value={typed.title} maxlength={500} rows={2} />
          <Field
            name="retention"
            label="Thời hạn bảo quản"
            value={typed.retention}
            maxlength={30}
            hint="“Vĩnh viễn” hoặc số năm, ví dụ “20 năm”."
          />
          <Field name="unit" label="Đơn vị" value={typed.unit} maxlength={200} optional />
          <Field name="keywords" label="Từ khóa" value={typed.keywords} maxlength={500} optional />
        </Step>
      </section>,
    );
  app.get("/ho-so/mo", (c) => openPage(c, {}));
  app.post("/ho-so/mo", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const optional = Object.fromEntries(
          ["title", "retention", "unit", "keywords"]
            .map((name) => [name, form.text(name)])
            .filter(([, value]) => value !== ""),
        );
        const { id } = await dossiers.open(c.get("actor"), {
          year: Number(form.text("year")),
          notation: form.text("notation"),
          ...optional,
        });
        return `/ho-so/${id}`;
      },
      (problem) => openPage(c, form.texts(), problem),
    );
  });

  // ---- a document's way into a dossier, from its own page ----
  app.get("/ho-so/dua-vao/:from/:id", async (c) => {
    const actor = c.get("actor");
    const from = c.req.param("from");
    if (from !== "document" && from !== "incoming") return absent(c);
    const source = { from, id: c.req.param("id") } as const;
    const year = yearAsked(c.req.query("nam"));
    const [{ title, lines }, held, all] = await Promise.all([
      dossiers.metadata(actor, source),
      dossiers.holding(actor, source),
      dossiers.all(actor, year, { state: "open" }),
    ]);
    const holding = new Set(held.map(({ dossier }) => dossier.id));
    const open = all.filter(
      ({ id, maker }) => !holding.has(id) && (maker.personId === actor.personId || may(actor, "document.sign")),
    );
    // The dossier's own page finds the document and puts it in.
    const value = (number: string) => lines.find((line) => line.number === number)?.values[0] ?? "";
    const words = new URLSearchParams({
      tim: `"${[value("4"), value("5")].filter(Boolean).join("/") || value("8")}"`.slice(0, 200),
    });
    return show(
      desk,
      c,
      {
        title: "Đưa vào hồ sơ",
        lead: title,
        active: ACTIVE,
        back: [`${from === "document" ? "/van-ban" : "/van-ban-den"}/${source.id}`, title],
      },
      <section class="card">
        {held.length === 0 ? null : (
          <>
            <h2>Đã có trong hồ sơ</h2>
            <ul>
              {held.map(({ dossier, ordinal }) => (
                <li>
                  <a href={`/ho-so/${dossier.id}`}>{dossierCode(dossier.code)}</a> {dossier.title}, số thứ tự {ordinal}
                </li>
              ))}
            </ul>
          </>
        )}
        <h2>Hồ sơ đang mở năm {year}</h2>
        <form class="filter" method="get" action={`/ho-so/dua-vao/${from}/${source.id}`}>
          <Field name="nam" label="Năm" type="number" value={String(year)} />
          <button type="submit">Xem</button>
        </form>
        {open.length === 0 ? (
          <Empty title="Không có hồ sơ đang mở nào của bạn">Mở hồ sơ của việc này trước, rồi đưa văn bản vào.</Empty>
        ) : (
          <ul class="list">
            {open.map((dossier) => (
              <li>
                <div>
                  {dossier.code.notation} {dossier.title}
                </div>
                <a class="button" href={`/ho-so/${dossier.id}?${words}`}>
                  Chọn hồ sơ {dossier.code.notation}
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>,
    );
  });

  // ---- hand-over ----
  const handOverPage = async (c: WebContext, problem?: Problem, typed?: { ids: string[]; basis: string }) => {
    const actor = c.get("actor");
    const [view, ended] = await Promise.all([dossiers.handOvers(actor), dossiers.retentionEnded(actor)]);
    const archive = may(actor, "archive.keep");
    const tools = archive ? (
      <Step action="/ho-so/nop-luu/thong-bao" name="Thông báo hồ sơ đến hạn" main={false} />
    ) : null;
    return show(
      desk,
      c,
      {
        title: "Nộp lưu hồ sơ",
        lead: "Hồ sơ bảo quản từ 5 năm trở lên nộp vào Lưu trữ cơ quan trong 1 năm kể từ ngày công việc kết thúc (Điều 30, 31).",
        active: ACTIVE,
        back,
        tools,
        problem,
      },
      <>
        {(
          [
            ["Chờ lưu trữ nhận", view.offered],
            ["Quá hạn nộp lưu", view.overdue],
            ["Đến hạn trong 30 ngày", view.due],
            ["Được giữ lại", view.keptBack],
          ] as const
        ).map(([title, list]) => (
          <section class="card">
            <h2>
              {title} ({list.length})
            </h2>
            {list.length === 0 ? (
              <p class="soft">Không có hồ sơ nào.</p>
            ) : archive && list === view.offered ? (
              <form method="post" action="/ho-so/nop-luu/nhan">
                <DossierTable dossiers={list} label={title} pick="ids" picked={typed?.ids} />
                <Field
                  name="basis"
                  label="Căn cứ (danh mục hồ sơ, kế hoạch thu thập)"
                  value={typed?.basis}
                  maxlength={500}
                  optional
                />
                <button type="submit" class="main">
                  Kiểm tra và nhận hồ sơ đã chọn
                </button>
              </form>
            ) : (
              <DossierTable dossiers={list} label={title} />
            )}
          </section>
        ))}
        <section class="card">
          <h2>Biên bản giao nhận ({view.records.length})</h2>
          {view.records.length === 0 ? (
            <p class="soft">Chưa có lần giao nhận nào.</p>
          ) : (
            <ul class="list">
              {view.records.map((one) => (
                <li>
                  <div>
                    <b>
                      Lần {one.number} năm {one.year}
                    </b>
                    : {one.dossiers.length} hồ sơ, {one.from.name} giao, {one.to.name} nhận
                    <div class="small soft">{dateAndTime(one.at)}</div>
                  </div>
                  <div class="actions">
                    <a href={`/ho-so/nop-luu/${one.id}/bien-ban/pdf`}>Biên bản (PDF)</a>
                    <a href={`/ho-so/nop-luu/${one.id}/bien-ban/docx`}>Biên bản (Word)</a>
                    <a href={`/ho-so/nop-luu/${one.id}/muc-luc/pdf`}>Mục lục nộp lưu (PDF)</a>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section class="card">
          <h2>Hết thời hạn bảo quản ({ended.length})</h2>
          <p class="soft">Chỉ là đề xuất đưa ra xét; hệ thống không tự hủy hồ sơ nào.</p>
          {ended.length === 0 ? null : (
            <ul>
              {ended.map(({ dossier, endedOn }) => (
                <li>
                  <a href={`/ho-so/${dossier.id}`}>{dossierCode(dossier.code)}</a> {dossier.title}, hết hạn{" "}
                  {shortDate(endedOn)}
                </li>
              ))}
            </ul>
          )}
        </section>
      </>,
    );
  };
  app.get("/ho-so/nop-luu", (c) => handOverPage(c));
  app.post("/ho-so/nop-luu/thong-bao", (c) =>
    step(
      c,
      async () => {
        await dossiers.announce(c.get("actor"));
        return "/ho-so/nop-luu?xong=da-luu";
      },
      (problem) => handOverPage(c, problem),
    ),
  );
  app.post("/ho-so/nop-luu/nhan", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        await dossiers.receive(c.get("actor"), form.all("ids"), form.text("basis"));
        return "/ho-so/nop-luu?xong=da-luu";
      },
      (problem) => handOverPage(c, problem, { ids: form.all("ids"), basis: form.text("basis") }),
    );
  });
  app.get("/ho-so/nop-luu/:record/:which/:format", async (c) => {
    const which =
      c.req.param("which") === "bien-ban" ? "record" : c.req.param("which") === "muc-luc" ? "list" : absent(c);
    return fileAnswer(await dossiers.handOverSheet(c.get("actor"), c.req.param("record"), which, formatOf(c)));
  });

  // ---- checking packages ----
  const checkPage = (c: WebContext, content: Parameters<typeof show>[3], problem?: Problem) =>
    show(
      desk,
      c,
      {
        title: "Kiểm tra gói lưu trữ",
        lead: "Gói SIP, AIP theo Thông tư 05/2025/TT-BNV: METS, EAD, PREMIS và mã băm của từng tệp.",
        active: ACTIVE,
        back,
        problem,
      },
      <>
        <section class="card">
          <form method="post" action="/ho-so/kiem-tra-goi" enctype="multipart/form-data">
            <Field name="file" label="Gói (.zip)" type="file" />
            <button type="submit" class="main">
              Kiểm tra
            </button>
          </form>
        </section>
        {content}
      </>,
    );
  app.get("/ho-so/kiem-tra-goi", (c) => checkPage(c, null));
  app.post("/ho-so/kiem-tra-goi", async (c) => {
    const form = await formOf(c);
    try {
      const { name, bytes } = await uploadedFile(form.file("file"), "file");
      return checkPage(c, <ArchiveReport check={await dossiers.checkArchive(c.get("actor"), bytes)} name={name} />);
    } catch (error) {
      if (!(error instanceof VanthuError)) throw error;
      return checkPage(c, null, error.toProblem());
    }
  });

  // ---- metadata ----
  const metadataSource = (c: WebContext): MetadataSource => {
    const from = c.req.param("from") ?? "";
    if (from !== "document" && from !== "incoming" && from !== "dossier") return absent(c);
    return { from, id: c.req.param("id") ?? "" };
  };
  const metadataPage = async (c: WebContext, problem?: Problem, typed?: Record<string, string>) => {
    const of = metadataSource(c);
    const metadata = await dossiers.metadata(c.get("actor"), of);
    const home = { document: "/van-ban", incoming: "/van-ban-den", dossier: "/ho-so" }[of.from];
    return show(
      desk,
      c,
      {
        title: `Dữ liệu đặc tả: ${metadata.title}`,
        lead: `Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần II, mục ${metadata.table}.`,
        active: ACTIVE,
        back: [`${home}/${of.id}`, metadata.title],
        problem,
      },
      <MetadataView of={of} metadata={metadata} typed={typed} mayKeep={may(c.get("actor"), "dossier.keep")} />,
    );
  };
  app.get("/dac-ta/:from/:id", (c) => metadataPage(c));
  app.get("/dac-ta/:from/:id/xml", async (c) => {
    const of = metadataSource(c);
    const bytes = new TextEncoder().encode(metadataXml(await dossiers.metadata(c.get("actor"), of)));
    return fileAnswer({ name: `du-lieu-dac-ta-${of.id}.xml`, contentType: "application/xml", bytes });
  });
  app.post("/dac-ta/:from/:id", async (c) => {
    const form = await formOf(c);
    const of = metadataSource(c);
    return step(
      c,
      async () => {
        const values = Object.fromEntries(
          Object.entries(form.texts())
            .filter(([name]) => name.startsWith("field-"))
            .map(([name, value]) => [name.slice("field-".length), value]),
        );
        const additional = form.lines("additional").map((line) => {
          const [name = "", ...rest] = line.split(":");
          return { name, text: rest.join(":") };
        });
        await dossiers.setMetadata(c.get("actor"), of, form.rev(), { values, additional });
        return `/dac-ta/${of.from}/${of.id}?xong=da-luu`;
      },
      (problem) => metadataPage(c, problem, form.texts()),
    );
  });

  // ---- one dossier ----
  const one = async (c: WebContext, problem?: Problem, typed?: TypedStep) => {
    const actor = c.get("actor");
    const dossier = await dossiers.get(actor, c.req.param("id") ?? "");
    const words = (c.req.query("tim") ?? "").slice(0, 200);
    const held = new Set(dossier.contents.map(({ source }) => `${source.from}/${source.id}`));
    const found =
      words.trim() === "" || !dossier.actions.includes("put")
        ? []
        : (
            await office.search.find(actor, {
              words,
              kinds: ["document", "incoming"],
              show: ["symbol", "issuedOn", "subject", "state"],
              pageSize: 30,
            })
          ).found;
    const [people, units] =
      dossier.actions.includes("access") || dossier.actions.includes("transfer")
        ? await Promise.all([office.access.people(actor.organisationId), office.access.units(actor.organisationId)])
        : [[], []];
    return show(
      desk,
      c,
      {
        title: dossier.title,
        lead: `Hồ sơ ${dossierCode(dossier.code)}`,
        active: ACTIVE,
        back: [`/ho-so?nam=${dossier.code.year}`, `Hồ sơ năm ${dossier.code.year}`],
        problem,
      },
      <DossierPage
        dossier={dossier}
        people={people.filter((person) => person.disabled !== true)}
        units={units}
        today={today()}
        words={words}
        typed={typed}
        found={found.filter(
          ({ kind, id, values }) => !held.has(`${kind}/${id}`) && !UNFINISHED.has(values.state ?? ""),
        )}
      />,
    );
  };
  app.get("/ho-so/:id", (c) => one(c));
  app.get("/ho-so/:id/muc-luc/:format", async (c) =>
    fileAnswer(await dossiers.contentsSheet(c.get("actor"), c.req.param("id"), formatOf(c))),
  );
  app.get("/ho-so/:id/goi/:kind", async (c) => {
    const kind = c.req.param("kind");
    if (kind !== "SIP_hoso" && kind !== "AIP_hoso") return absent(c);
    return fileAnswer(await dossiers.exportArchive(c.get("actor"), c.req.param("id"), kind));
  });
  app.get("/ho-so/:id/tep/:from/:source/:index", async (c) => {
    const from = c.req.param("from");
    if (from !== "document" && from !== "incoming" && from !== "upload") return absent(c);
    return fileAnswer(
      await dossiers.file(
        c.get("actor"),
        c.req.param("id"),
        { from, id: c.req.param("source") },
        Number(c.req.param("index")),
      ),
    );
  });

  const sourceOf = (form: Form): DocumentSource => {
    const [from = "", id = ""] = form.text("source").split("/");
    if (from !== "document" && from !== "incoming" && from !== "upload")
      throw new VanthuError("INVALID", { message: "Chưa chọn văn bản.", where: "source" });
    return { from, id };
  };
  const steps: Record<string, (c: WebContext, id: string, form: Form) => Promise<unknown>> = {
    "dua-vao": (c, id, form) => dossiers.put(c.get("actor"), id, form.rev(), sourceOf(form), form.text("note")),
    "dua-ra": (c, id, form) => dossiers.takeOut(c.get("actor"), id, form.rev(), sourceOf(form)),
    "tai-len": async (c, id, form) =>
      dossiers.upload(c.get("actor"), id, form.rev(), {
        file: await uploadedFile(form.file("file"), "file"),
        title: form.text("title"),
        typeName: form.text("typeName"),
        issuedOn: form.text("issuedOn"),
        note: form.text("note"),
      }),
    sua: (c, id, form) => {
      const change: DossierChange = {
        ...Object.fromEntries(
          ["title", "notation", "retention", "rights", "keywords", "note"].map((name) => [name, form.text(name)]),
        ),
        kind: form.text("kind") === "construction" ? "construction" : "other",
      };
      return dossiers.edit(c.get("actor"), id, form.rev(), change);
    },
    "ket-thuc": (c, id, form) => dossiers.close(c.get("actor"), id, form.rev(), form.text("endedOn")),
    "mo-lai": (c, id, form) => dossiers.reopen(c.get("actor"), id, form.rev(), form.text("reason")),
    quyen: (c, id, form) =>
      dossiers.setAccess(c.get("actor"), id, form.rev(), {
        level: form.text("level") === "restricted" ? "restricted" : "office",
        people: form.all("people"),
        units: form.all("units"),
      }),
    "ban-giao": (c, id, form) => dossiers.transfer(c.get("actor"), id, form.rev(), form.text("makerId")),
    khoa: (c, id, form) => dossiers.freeze(c.get("actor"), [id], form.text("reason")),
    "mo-khoa": (c, id, form) => dossiers.unfreeze(c.get("actor"), [id], form.text("reason")),
    "nop-luu": (c, id) => dossiers.offer(c.get("actor"), [id]),
    nhan: (c, id) => dossiers.receive(c.get("actor"), [id]),
    "tra-lai": (c, id, form) => dossiers.returnOffer(c.get("actor"), id, form.text("reason")),
    "giu-lai": (c, id, form) =>
      dossiers.keepBack(c.get("actor"), id, form.rev(), form.text("until"), form.text("consent")),
  };
  for (const [path, does] of Object.entries(steps)) {
    app.post(`/ho-so/:id/${path}`, async (c) => {
      const form = await formOf(c);
      const id = c.req.param("id");
      return step(
        c,
        async () => {
          await does(c, id, form);
          return `/ho-so/${id}?xong=da-luu`;
        },
        (problem) => one(c, problem, { step: path, values: form.texts(), all: form.all }),
      );
    });
  }
}
