import type { Hono } from "hono";
import { type DocumentSource, dossierCode } from "../../../shared/dossiers/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { type DossierChange, vietnamDate } from "../../../shared/office/index.ts";
import { fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import type { TypedStep } from "../parts/dossier-typed.ts";
import { DossierPage } from "../parts/dossier-view.tsx";
import { absent, DOSSIERS, sheetFormat } from "./dossier-requests.ts";

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

/** One dossier: what lies in it, its files and packages, and every step done with it. */
export function oneDossierPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { dossiers } = office;

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
        active: DOSSIERS,
        back: [`/ho-so?nam=${dossier.code.year}`, `Hồ sơ năm ${dossier.code.year}`],
        problem,
      },
      <DossierPage
        dossier={dossier}
        people={people.filter((person) => person.disabled !== true)}
        units={units}
        today={vietnamDate(office.clock())}
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
    fileAnswer(await dossiers.contentsSheet(c.get("actor"), c.req.param("id"), sheetFormat(c))),
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
