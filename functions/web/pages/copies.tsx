import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { copySignatureText } from "../../../shared/copies/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { fileAnswer, uploadedFile } from "../../api/files.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { requestFrom, standingFrom } from "../parts/copy-request.ts";
import { CopyRegister, CopyResult, CopyTable } from "../parts/copy-result.tsx";
import { CopySettingsForm, CopyUploadForm } from "../parts/copy-upload.tsx";
import { CopyChooser } from "../parts/copy-view.tsx";
import {
  COPIES,
  COPY_STATES,
  copiedWords,
  copySourceAddress,
  copySourceFrom,
  FORM_NAMES,
  MEDIUM_NAMES,
} from "../parts/copy-words.ts";
import { yearOf } from "../parts/dates.ts";
import { Chip, Empty } from "../parts/pieces.tsx";
import { chosenKey, keyOffer } from "../signing-desk.ts";

/** Certified copies: the list, taking a scan in, choosing what to make of a source, one copy, the register, who signs. */
export function copyPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { copies } = office;
  const frame = { active: COPIES, back: [COPIES, "Sao văn bản"] as [string, string] };

  app.get(COPIES, async (c) => {
    const actor = c.get("actor");
    const all = await copies.list(actor);
    return show(
      desk,
      c,
      {
        title: "Sao văn bản",
        lead: "Sao y, sao lục, trích sao theo Nghị định 30/2020/NĐ-CP. Sao từ bản quét ở đây; sao văn bản của cơ quan hoặc văn bản đến thì mở văn bản đó.",
        active: COPIES,
        tools: (
          <>
            {may(actor, "document.copy") ? (
              <a class="button main" href={`${COPIES}/tai-len`}>
                Sao từ bản quét
              </a>
            ) : null}
            <a class="button" href={`${COPIES}/so`}>
              Sổ bản sao
            </a>
            <a class="button" href={`${COPIES}/cai-dat`}>
              Người ký bản sao
            </a>
          </>
        ),
      },
      <section class="card">
        {all.length === 0 ? (
          <Empty title="Chưa có bản sao nào">
            Mở một văn bản đã phát hành hoặc văn bản đến rồi chọn “Sao văn bản này”, hoặc tải lên bản quét.
          </Empty>
        ) : (
          <CopyTable copies={all} />
        )}
      </section>,
    );
  });

  // ---- the register, who signs ----

  app.get(`${COPIES}/so`, async (c) => {
    const asked = Number(c.req.query("nam"));
    const year = Number.isInteger(asked) && asked >= 1945 && asked <= 2200 ? asked : yearOf(office.clock());
    const search = c.req.query("tim") ?? "";
    const entries = await copies.register(c.get("actor"), year, search);
    const tools = (
      <button type="button" data-print>
        In sổ
      </button>
    );
    return show(
      desk,
      c,
      { ...frame, title: `Bản sao đã lập năm ${year}`, tools },
      <CopyRegister entries={entries} year={year} search={search} />,
    );
  });

  const settingsPage = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    return show(
      desk,
      c,
      { ...frame, title: "Người ký bản sao", problem },
      <CopySettingsForm
        settings={await copies.settings(actor)}
        mayChange={may(actor, "administer") || may(actor, "document.sign")}
      />,
    );
  };
  app.get(`${COPIES}/cai-dat`, (c) => settingsPage(c));
  app.post(`${COPIES}/cai-dat`, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const [ids, names, positions, authorities] = ["id", "name", "position", "authority"].map((key) =>
          form.all(key),
        );
        const signatories = names!
          .map((name, index) => ({
            id: ids![index] ?? "",
            name,
            position: positions![index] ?? "",
            authority: (authorities![index] ?? "").split(";"),
          }))
          .filter(({ name }) => name.trim() !== "");
        const abbreviation = form.text("abbreviation");
        await copies.changeSettings(c.get("actor"), form.rev(), {
          signatories,
          ...(abbreviation === "" ? {} : { abbreviation }),
        });
        return `${COPIES}/cai-dat?xong=da-luu`;
      },
      (problem) => settingsPage(c, problem),
    );
  });

  // ---- a scan ----

  const uploadPage = (c: WebContext, typed: Record<string, string>, problem?: Problem) =>
    show(
      desk,
      c,
      {
        ...frame,
        title: "Sao từ bản quét",
        lead: "Số hóa văn bản giấy để làm bản sao điện tử, hoặc bản sao giấy.",
        problem,
      },
      <CopyUploadForm typed={typed} />,
    );
  app.get(`${COPIES}/tai-len`, (c) => uploadPage(c, {}));
  app.post(`${COPIES}/tai-len`, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const held = [form.file("file")].flat();
        const files = [];
        for (const one of held) files.push(await uploadedFile(one, "file"));
        const upload = await copies.upload(c.get("actor"), {
          files,
          standing: standingFrom(form.text("standing")),
          compared: form.text("compared") === "1",
          secret: form.text("notSecret") !== "1",
          text: {
            kindName: form.text("kindName"),
            number: form.text("number"),
            notation: form.text("notation"),
            issuedOn: form.text("issuedOn"),
            issuer: form.text("issuer"),
            subject: form.text("subject"),
          },
        });
        return copySourceAddress({ from: "upload", id: upload.id });
      },
      (problem) => uploadPage(c, form.texts(), problem),
    );
  });

  // ---- a source: what to make of it ----

  const sourceOf = (c: WebContext) => {
    const source = copySourceFrom(c.req.param("from") ?? "", c.req.param("id") ?? "");
    if (source !== undefined) return source;
    throw new VanthuError("NO_SUCH_PAGE", { message: "Không có trang hoặc địa chỉ này.", where: c.req.path });
  };

  const chooser = async (c: WebContext, way: string, form?: Form, problem?: Problem) => {
    const view = await copies.look(c.get("actor"), sourceOf(c));
    const organisation = await office.access.organisation(c.get("actor").organisationId);
    const [asked, to] = way.split(".");
    const open = view.offers.filter((one) => one.allowed);
    const chosen = open.find((one) => one.form === asked && one.to === to) ?? (open.length === 1 ? open[0] : undefined);
    const mayCopy = may(c.get("actor"), "document.copy");
    const offer =
      mayCopy && chosen?.to === "electronic"
        ? await keyOffer(office.keys, c.get("actor"), "seal", office.clock())
        : undefined;
    return show(
      desk,
      c,
      {
        ...frame,
        title: `Sao ${copiedWords(view.text)}`,
        lead: `${view.text.issuer}: ${view.text.subject}`,
        problem,
      },
      <CopyChooser
        choice={{
          view,
          ...(chosen === undefined || !mayCopy ? {} : { chosen }),
          line: copySignatureText(chosen?.form ?? "sao-y", organisation.name, office.clock()),
          ...(offer === undefined ? {} : { offer }),
          typed: form?.texts() ?? {},
          ...(form === undefined ? {} : { ticked: new Set(form.all("passages").map(Number)) }),
        }}
      />,
    );
  };

  app.get(`${COPIES}/nguon/:from/:id`, (c) => chooser(c, c.req.query("lam") ?? ""));
  app.get(`${COPIES}/nguon/:from/:id/pdf`, async (c) =>
    fileAnswer({ ...(await copies.sourcePdf(c.get("actor"), sourceOf(c))), contentType: "application/pdf" }, true),
  );
  app.post(`${COPIES}/nguon/:from/:id/xem-truoc`, async (c) => {
    const form = await formOf(c);
    try {
      const actor = c.get("actor");
      const { pdf } = await copies.preview(actor, requestFrom(form, await copies.look(actor, sourceOf(c))));
      return fileAnswer({ name: "xem-truoc-ban-sao.pdf", contentType: "application/pdf", bytes: pdf }, true);
    } catch (error) {
      logFault(error, c);
      return chooser(c, form.text("lam"), form, problemOf(error));
    }
  });
  app.post(`${COPIES}/nguon/:from/:id`, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const request = requestFrom(form, await copies.look(actor, sourceOf(c)));
        const { keyId, unlock } = request.to === "paper" ? { keyId: undefined, unlock: {} } : chosenKey(form);
        const made = await copies.make(actor, request, { ...unlock, ...(keyId === undefined ? {} : { keyId }) });
        return `${COPIES}/${made.id}?xong=${made.to === "paper" ? "da-lap-ban-sao" : "da-ky-ban-sao"}`;
      },
      (problem) => chooser(c, form.text("lam"), form, problem),
    );
  });

  // ---- one copy ----

  const one = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const copy = await copies.get(actor, c.req.param("id") ?? "");
    return show(
      desk,
      c,
      {
        ...frame,
        title: `${FORM_NAMES[copy.form]} ${copiedWords(copy.source.text)}`,
        lead: (
          <>
            Bản sao {MEDIUM_NAMES[copy.to]}
            {copy.number ? ` số ${copy.number.symbol}` : ""}{" "}
            <Chip tone={COPY_STATES[copy.state].tone}>{COPY_STATES[copy.state].name}</Chip>
          </>
        ),
        problem,
      },
      <CopyResult
        copy={copy}
        organisations={(await office.access.organisations()).filter(({ id }) => id !== actor.organisationId)}
        deliveries={await copies.deliveries(actor, copy.id)}
        mayCopy={may(actor, "document.copy")}
      />,
    );
  };
  app.get(`${COPIES}/:id`, (c) => one(c));
  app.get(`${COPIES}/:id/pdf`, async (c) =>
    fileAnswer(
      { ...(await copies.pdf(c.get("actor"), c.req.param("id"))), contentType: "application/pdf" },
      c.req.query("tai") === undefined,
    ),
  );
  const steps: Record<string, { done: string; does(c: WebContext, id: string, form: Form): Promise<unknown> }> = {
    "xac-nhan": { done: "da-luu", does: (c, id, form) => copies.confirm(c.get("actor"), id, form.rev()) },
    huy: { done: "da-luu", does: (c, id, form) => copies.cancel(c.get("actor"), id, form.rev(), form.text("reason")) },
    gui: { done: "da-gui", does: (c, id, form) => copies.send(c.get("actor"), id, form.rev(), form.all("to")) },
  };
  for (const [path, { done, does }] of Object.entries(steps)) {
    app.post(`${COPIES}/:id/${path}`, async (c) => {
      const form = await formOf(c);
      const id = c.req.param("id");
      return step(
        c,
        async () => {
          await does(c, id, form);
          return `${COPIES}/${id}?xong=${done}`;
        },
        (problem) => one(c, problem),
      );
    });
  }
}
