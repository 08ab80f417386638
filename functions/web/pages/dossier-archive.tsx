import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { metadataXml } from "../../../shared/dossiers/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { MetadataSource } from "../../../shared/office/index.ts";
import { fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ArchiveReport, MetadataView } from "../parts/dossier-lists.tsx";
import { Field } from "../parts/pieces.tsx";
import { absent, BACK_TO_DOSSIERS, DOSSIERS } from "./dossier-requests.ts";

/** Checking archive packages, and the metadata of documents and dossiers. */
export function archivePackagePages(app: Hono<WebEnv>, desk: Desk): void {
  const { dossiers } = desk.office;

  const checkPage = (c: WebContext, content: Parameters<typeof show>[3], problem?: Problem) =>
    show(
      desk,
      c,
      {
        title: "Kiểm tra gói lưu trữ",
        lead: "Gói SIP, AIP theo Thông tư 05/2025/TT-BNV: METS, EAD, PREMIS và mã băm của từng tệp.",
        active: DOSSIERS,
        back: BACK_TO_DOSSIERS,
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
        active: DOSSIERS,
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
}
