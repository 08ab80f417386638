import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Hono } from "hono";
import { homeFolder } from "../../shared/home/index.ts";
import { AMENDMENTS_CSS } from "./look/amendments.ts";
import { API_REFERENCE_CSS } from "./look/api-reference.ts";
import { BASE_CSS } from "./look/base.ts";
import { CHECK_FORM_SCRIPT } from "./look/check-form.ts";
import { CHECKING_CSS } from "./look/checking.ts";
import { COMPOSE_SCRIPT } from "./look/compose.ts";
import { COMPOSING_CSS } from "./look/composing.ts";
import { IDENTITY_CSS } from "./look/identity.ts";
import { INCOMING_CSS } from "./look/incoming.ts";
import { MANY_SCRIPT } from "./look/many.ts";
import { PAGE_PICTURES_SCRIPT } from "./look/page-pictures.ts";
import { PAGES_CSS } from "./look/pages.ts";
import { PAPER_VIEW_SCRIPT } from "./look/paper-view.ts";
import { PASSKEY_SCRIPT } from "./look/passkeys.ts";
import { PIECES_CSS } from "./look/pieces.ts";
import { PLACE_PICTURE_SCRIPT } from "./look/place-picture.ts";
import { PROGRAMMES_CSS } from "./look/programmes.ts";
import { REPORTS_CSS } from "./look/reports.ts";
import { OWN_SCRIPT } from "./look/script.ts";
import { SIGNING_CSS } from "./look/signing.ts";
import { TASK_TABLE_SCRIPT } from "./look/task-table.ts";
import { TOKEN_AGENT_SCRIPT } from "./look/token-agent.ts";
import { WORD_ROUND_CSS } from "./look/word-round.ts";

/**
 * What pages load besides HTML. Styles and our own script are TypeScript modules, so every bundle carries them; htmx comes from the
 * installed package under {@link homeFolder} and pages do without it where it is not packed. Addresses carry the content's hash, so a
 * browser may keep a file for ever.
 */
interface Asset {
  address: string;
  contentType: string;
  body: string;
}

const PREFIX = "/tep-tinh";
const FOR_EVER = "public, max-age=31536000, immutable";

function asset(name: string, contentType: string, body: string): Asset {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  return { address: `${PREFIX}/${hash}/${name}`, contentType, body };
}

function htmx(): Asset | undefined {
  const file = path.join(homeFolder(), "node_modules/htmx.org/dist/htmx.min.js");
  return existsSync(file) ? asset("htmx.js", "text/javascript; charset=utf-8", readFileSync(file, "utf8")) : undefined;
}

/** Mark of the product: a sheet with a signature's stroke in a seal's ring. */
export const MARK_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#f0c26a"/><path d="M9 6h10l5 5v15H9z" fill="#fffdf7"/><path d="M19 6v5h5" fill="none" stroke="#0a3743" stroke-width="1.4"/><path d="M12 14h8M12 17h8" stroke="#0a3743" stroke-width="1.4"/><circle cx="20" cy="22.5" r="4.2" fill="none" stroke="#9c3d26" stroke-width="1.6"/><path d="M11.5 23c1.6-3 2.6-2.4 2.2-.6-.3 1.6 1.2.9 2.3-.6" fill="none" stroke="#0f4c5c" stroke-width="1.4" stroke-linecap="round"/></svg>`;

/** Style sheet of all pages. */
export const STYLES = asset(
  "van-thu.css",
  "text/css; charset=utf-8",
  BASE_CSS +
    PIECES_CSS +
    PAGES_CSS +
    AMENDMENTS_CSS +
    WORD_ROUND_CSS +
    REPORTS_CSS +
    PROGRAMMES_CSS +
    SIGNING_CSS +
    IDENTITY_CSS +
    CHECKING_CSS +
    API_REFERENCE_CSS +
    COMPOSING_CSS +
    INCOMING_CSS,
);
/** Our own script. */
export const SCRIPT = asset("van-thu.js", "text/javascript; charset=utf-8", OWN_SCRIPT);
/** Script of the pages that sign with a program on the person's own computer; loaded by those alone. */
export const TOKEN_AGENT = asset("token-agent.js", "text/javascript; charset=utf-8", TOKEN_AGENT_SCRIPT);
/** Script of the pages where passkeys are used. */
export const PASSKEYS = asset("passkeys.js", "text/javascript; charset=utf-8", PASSKEY_SCRIPT);
/** Script of the public check. */
export const CHECK_FORM = asset("check-form.js", "text/javascript; charset=utf-8", CHECK_FORM_SCRIPT);
/** Script of the pages that show pictures of checked files; pdf.js comes later, when there is something to draw. */
export const PAGE_PICTURES = asset("page-pictures.js", "text/javascript; charset=utf-8", PAGE_PICTURES_SCRIPT);
/** Script of the pages that show where a signature or the seal will stand; pdf.js comes with it. */
export const PLACE_PICTURE = asset("place-picture.js", "text/javascript; charset=utf-8", PLACE_PICTURE_SCRIPT);
/** Script of the pages where documents are written. */
export const COMPOSE = asset("compose.js", "text/javascript; charset=utf-8", COMPOSE_SCRIPT);
/** Script of the pages that show a PDF in a frame. */
export const PAPER_VIEW = asset("paper-view.js", "text/javascript; charset=utf-8", PAPER_VIEW_SCRIPT);
/** Script of the pages where many documents or receivers are chosen. */
export const MANY = asset("many.js", "text/javascript; charset=utf-8", MANY_SCRIPT);
/** Script of the task table. */
export const TASK_TABLE = asset("task-table.js", "text/javascript; charset=utf-8", TASK_TABLE_SCRIPT);
/** Icon of the pages. */
export const ICON = asset("van-thu.svg", "image/svg+xml", MARK_SVG);
/** htmx 2, when it is installed beside the program. */
export const HTMX = htmx();

/** The parts of pdf.js that pages load, as they lie in its package: the build for older browsers too, fonts that files need not carry, JPEG 2000. */
const PDFJS_FILES =
  /^(?:pdf(?:\.worker)?\.min\.mjs|standard_fonts\/(?:Foxit|Liberation)[A-Za-z-]+\.(?:pfb|ttf)|wasm\/openjpeg_nowasm_fallback\.js)$/;

let pdfjs: string | undefined;

function pdfjsFile(name: string): string {
  return path.join(homeFolder(), "node_modules/pdfjs-dist", name.endsWith(".min.mjs") ? `legacy/build/${name}` : name);
}

/** Address of the folder with pdf.js, ending in "/"; undefined where it is not packed. Read only when a page shows pictures. */
export function pdfjsFolder(): string | undefined {
  if (pdfjs === undefined) {
    const files = ["pdf.min.mjs", "pdf.worker.min.mjs"].map(pdfjsFile);
    if (!files.every((file) => existsSync(file))) return undefined;
    const hash = createHash("sha256");
    for (const file of files) hash.update(readFileSync(file));
    pdfjs = `${PREFIX}/${hash.digest("hex").slice(0, 16)}/pdfjs/`;
  }
  return pdfjs;
}

function pdfjsAnswer(address: string): Response | undefined {
  const folder = pdfjsFolder();
  const name = folder !== undefined && address.startsWith(folder) ? address.slice(folder.length) : "";
  if (!PDFJS_FILES.test(name) || !existsSync(pdfjsFile(name))) return undefined;
  const type = /js$/.test(name) ? "text/javascript; charset=utf-8" : "application/octet-stream";
  return new Response(new Uint8Array(readFileSync(pdfjsFile(name))), {
    headers: { "content-type": type, "cache-control": FOR_EVER },
  });
}

/** Serves the assets; everything else under the prefix is absent. */
export function assetRoutes(): Hono {
  const app = new Hono();
  const all = new Map(
    [
      STYLES,
      SCRIPT,
      TOKEN_AGENT,
      PASSKEYS,
      CHECK_FORM,
      PAGE_PICTURES,
      PLACE_PICTURE,
      PAPER_VIEW,
      MANY,
      COMPOSE,
      TASK_TABLE,
      ICON,
      HTMX,
    ]
      .filter((one) => one !== undefined)
      .map((one) => [one.address, one]),
  );
  app.get(`${PREFIX}/:hash/:name`, (c) => {
    const found = all.get(c.req.path);
    if (found === undefined) return c.notFound();
    return c.body(found.body, 200, {
      "content-type": found.contentType,
      "cache-control": FOR_EVER,
    });
  });
  app.get(`${PREFIX}/:hash/pdfjs/*`, (c) => pdfjsAnswer(c.req.path) ?? c.notFound());
  return app;
}
