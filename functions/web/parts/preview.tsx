import type { Context } from "hono";
import type { FC } from "hono/jsx";
import type { Preview } from "../../../shared/office/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { logFault, problemAnswer, problemOf } from "../../api/problems.ts";
import { COMPOSE, pdfjsFolder } from "../assets.ts";
import type { Form } from "../desk.tsx";

/** Id of the form that a preview follows. */
export const WRITTEN = "soan";

/** Name of the form's control, or id of the part of the page, where a field of a description is filled in. */
const CONTROLS: Record<string, string> = {
  signature: "signatory",
  "signature.name": "signatory",
  "signature.position": "position",
  "signature.authority": "authority",
  programme: "nguon",
};

/**
 * The preview beside the form with the id {@link WRITTEN}: pages drawn by the browser as the text is typed, and what is missing or wrong. Without
 * script it says how the PDF is opened.
 */
export const PreviewPanel: FC<{
  /** Address that answers {@link answerPreview}. */
  address: string;
  /** Files to choose from, [value, name]; the first is shown. */
  parts?: [string, string][];
}> = ({ address, parts = [] }) => (
  <section
    class="card preview no-print"
    id="xem-truoc"
    tabindex={-1}
    aria-labelledby="xem-truoc-ten"
    data-preview={address}
    data-form={WRITTEN}
    data-pdfjs={pdfjsFolder()}
  >
    <header>
      <h2 id="xem-truoc-ten">Bản xem trước</h2>
      <div class="turn" data-scripted hidden>
        <button type="button" data-page-step="-1" aria-label="Trang trước">
          ‹
        </button>
        <span class="small nowrap" data-page-now></span>
        <button type="button" data-page-step="1" aria-label="Trang sau">
          ›
        </button>
      </div>
    </header>
    {parts.length === 0 ? null : (
      <fieldset class="parts" data-scripted hidden>
        <legend>Xem</legend>
        {parts.map(([value, name], index) => (
          <label class="check">
            <input type="radio" name="phan-xem" value={value} data-part checked={index === 0} /> {name}
          </label>
        ))}
      </fieldset>
    )}
    <p class="small soft" role="status" data-preview-state>
      Bấm “Mở PDF” ở cuối biểu mẫu để xem văn bản như đang viết.
    </p>
    <details class="findings" data-findings data-scripted open hidden>
      <summary>Đang xem lại…</summary>
      <ol></ol>
    </details>
    <section
      class="sheets"
      tabindex={0}
      aria-label="Các trang của bản xem trước"
      data-pages
      data-scripted
      hidden
    ></section>
    <script type="module" src={COMPOSE.address}></script>
  </section>
);

/** What goes round a form and its preview, and the way down to the preview on a narrow screen. */
export const Composing: FC<{ preview: string; parts?: [string, string][]; children?: unknown }> = (props) => (
  <>
    <p class="to-preview no-print">
      <a href="#xem-truoc">Đến bản xem trước ↓</a>
    </p>
    <div class="composing">
      {props.children as never}
      <PreviewPanel address={props.preview} {...(props.parts === undefined ? {} : { parts: props.parts })} />
    </div>
  </>
);

/** The button that opens the PDF of what is typed in a tab of its own; works without script. */
export const OpenPdf: FC<{ base: string }> = ({ base }) => (
  <button
    type="submit"
    formaction={`${base}/xem-truoc.pdf`}
    formtarget="_blank"
    formnovalidate
    data-of="/xem-truoc.pdf"
  >
    Mở PDF
  </button>
);

/**
 * Answers the script of {@link PreviewPanel}: with the PDF and what was found in the text; asked with `quy-dinh=1`, with what the rules of form
 * say. Errors are problem details.
 */
export async function answerPreview(
  c: Context,
  form: Form,
  make: (options: { check: boolean; signal: AbortSignal }) => Promise<Preview>,
  controls: Record<string, string> = {},
): Promise<Response> {
  const began = performance.now();
  const { signal } = c.req.raw;
  const check = form.text("quy-dinh") === "1";
  try {
    const preview = await make({ check, signal });
    const target = (field: string | undefined) => {
      const name = field === undefined ? undefined : (controls[field] ?? CONTROLS[field] ?? field.replace(/\[.*$/, ""));
      return name === undefined ? {} : { target: name };
    };
    const findings = preview.findings
      .filter(({ kind }) => (kind === "form") === check)
      .map(({ field, ...finding }) => ({ ...finding, ...target(field) }));
    // Packing the PDF once more would cost more time than it saves: it is packed inside.
    c.header("cache-control", "private, no-store, no-transform");
    c.header("server-timing", `preview;dur=${(performance.now() - began).toFixed(1)}`);
    if (check) return c.json({ findings });
    const { pdf, pages } = preview;
    return c.json({
      pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("base64"),
      pages,
      findings,
      places: preview.places.map(({ field, ...place }) => ({ ...place, ...target(field) })),
    });
  } catch (error) {
    // Nobody waits for it any more.
    if (signal.aborted) return new Response(null, { status: 204 });
    logFault(error, c);
    return problemAnswer(problemOf(error));
  }
}

/** Answers with the PDF itself, shown in the browser. */
export function pdfAnswer({ pdf }: Pick<Preview, "pdf">): Response {
  return fileAnswer({ name: "xem-truoc.pdf", contentType: "application/pdf", bytes: pdf }, true);
}
