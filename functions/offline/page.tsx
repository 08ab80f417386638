import { createHash } from "node:crypto";
import { raw } from "hono/html";
import type { TrustAnchor } from "../../shared/verification/index.ts";
import { MARK_SVG, STYLES } from "../web/assets.ts";
import { exactTime } from "../web/parts/dates.ts";
import { documentHtml } from "../web/parts/layout.tsx";
import { Scroll } from "../web/parts/pieces.tsx";

/** What the page trusts, as it lies in the page. Certificates and lists are DER in base64. */
export interface OfflineTrust {
  anchors: { certificate: string; scope: string; source: string }[];
  crls: string[];
}

/** What an offline page is made of. */
export interface OfflinePageParts {
  /** {@link buildOfflineScript}. */
  script: string;
  trust: readonly TrustAnchor[];
  /** DER. */
  crls: readonly Uint8Array[];
  madeAt: Date;
  /** Address of the service that made it. */
  from: string;
}

/**
 * A page to keep: one HTML file with the verifier and the list of trust inside. It works from a folder, without network, and its own policy
 * forbids it to send anything: the checked file never leaves the machine.
 */
export async function offlinePage(parts: OfflinePageParts): Promise<string> {
  const script = parts.script.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
  const trust: OfflineTrust = {
    anchors: parts.trust.map((one) => ({
      certificate: base64(one.certificate),
      scope: one.scope,
      source: one.source,
    })),
    crls: parts.crls.map(base64),
  };
  const policy = [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(STYLES.body)}'`,
    "worker-src blob:",
    "img-src data:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  return String(
    await documentHtml(
      <html lang="vi">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="content-security-policy" content={policy} />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Kiểm tra chữ ký số ngoại tuyến · Vanthu</title>
          <style>{raw(STYLES.body)}</style>
        </head>
        <body>
          <header class="open-bar">
            <div>
              <span class="brand">
                {raw(MARK_SVG.replace("<svg ", '<svg aria-hidden="true" '))}
                <span>
                  Vanthu <small>Trang kiểm tra ngoại tuyến</small>
                </span>
              </span>
            </div>
          </header>
          <main class="open">
            <h1>Kiểm tra chữ ký số ngoại tuyến</h1>
            <p class="soft">
              Trang này chạy ngay trên máy của bạn, không cần mạng; tệp được kiểm tra không rời khỏi máy.
            </p>
            <section class="card">
              <h2>Chọn văn bản</h2>
              <div class="drop" data-tha>
                <label for="tep">Tệp PDF đã ký số, hoặc gói chứng cứ (.asice)</label>
                <input id="tep" type="file" accept=".pdf,.asice,application/pdf" />
                <p class="hint">Kéo thả tệp vào khung này cũng được.</p>
              </div>
            </section>
            <noscript>
              <div class="notice bad" role="alert">
                <strong>Trang cần JavaScript để kiểm tra</strong>
              </div>
            </noscript>
            <div id="ket-qua" aria-live="polite" />
            <Trusted anchors={parts.trust} madeAt={parts.madeAt} from={parts.from} />
          </main>
          <script type="application/json" id="tin-cay">
            {raw(JSON.stringify(trust).replaceAll("<", "\\u003c"))}
          </script>
          <script id="kiem-tra">{raw(script)}</script>
        </body>
      </html>,
    ),
  );
}

/** What the page trusts and how old that is: a page kept for long knows nothing of later revocations. */
const Trusted = ({ anchors, madeAt, from }: { anchors: readonly TrustAnchor[]; madeAt: Date; from: string }) => (
  <section class="card">
    <h2>Trang này tin cậy những tổ chức nào</h2>
    <p>
      Lập lúc {exactTime(madeAt.toISOString())} từ {from}. Chứng thư bị thu hồi sau thời điểm đó thì trang này chưa
      biết, trừ khi tệp mang theo bằng chứng; nên tải lại trang định kỳ.
    </p>
    <Scroll label="Tổ chức chứng thực được tin cậy">
      <table>
        <thead>
          <tr>
            <th scope="col">Phạm vi</th>
            <th scope="col">Nguồn</th>
            <th scope="col">SHA-256 của chứng thư gốc</th>
          </tr>
        </thead>
        <tbody>
          {anchors.map((one) => (
            <tr>
              <td>{one.scope}</td>
              <td>{one.source}</td>
              <td class="mono small">{createHash("sha256").update(one.certificate).digest("hex")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </section>
);

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** A hash as a Content-Security-Policy names a script or style (CSP 3, 2.3.1). */
function hashSource(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
