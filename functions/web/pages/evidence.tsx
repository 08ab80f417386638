import type { Hono } from "hono";
import { allow } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { summaryOf } from "../../../shared/office/index.ts";
import { EVIDENCE_TYPE, fileAnswer } from "../../api/files.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { type Desk, formOf, show, type WebContext, type WebEnv } from "../desk.tsx";
import { symbolWords, titleWords } from "../parts/document-parts.tsx";
import { KeyChoice } from "../parts/key-choice.tsx";
import { chosenKey, keyOffer } from "../signing-desk.ts";

/** The evidence container of an issued document: what goes into it, and the key that signs it. */
export function evidencePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem, chosen?: string) => {
    const actor = c.get("actor");
    allow(actor, "document.seal");
    const document = await office.documents.get(actor, c.req.param("id") ?? "");
    if (document.files.issued === undefined)
      throw new VanthuError("STATE_FORBIDDEN", { message: "Văn bản chưa ban hành nên chưa lập được gói chứng cứ." });
    const offer = await keyOffer(office.keys, actor, "seal", office.clock());
    const address = `/van-ban/${document.id}`;
    return show(
      desk,
      c,
      {
        title: "Lập gói chứng cứ",
        lead: `${symbolWords(summaryOf(document))} – ${titleWords(document)}`,
        back: [address, "Văn bản"],
        active: "/van-ban",
        problem,
      },
      <section class="card">
        <p>
          Gói chứng cứ là một tệp (.asice) do cơ quan ký số, giữ mọi thứ cần để kiểm tra lại văn bản sau nhiều năm, kể
          cả khi chứng thư số đã hết hạn và không còn mạng:
        </p>
        <ul>
          <li>văn bản đã ký số{document.attachments.length > 0 ? " và các phụ lục" : ""};</li>
          {document.state === "sent" ? <li>gói tin đã gửi và biên nhận của từng nơi nhận;</li> : null}
          <li>chứng thư số, danh sách thu hồi, trả lời OCSP của mọi chữ ký;</li>
          <li>báo cáo kiểm tra chữ ký số (PDF và JSON).</li>
        </ul>
        <form method="post" action={`${address}/goi-chung-cu`}>
          <KeyChoice offer={offer} chosen={chosen} />
          {offer.usable.length > 0 ? (
            <div class="actions">
              <button class="main" type="submit" data-saves>
                Ký và tải gói chứng cứ
              </button>
            </div>
          ) : null}
        </form>
        <p class="soft small">
          Ai nhận được gói cũng kiểm tra được ở trang <a href="/kiem-tra">Kiểm tra chữ ký</a>.
        </p>
      </section>,
    );
  };

  app.get("/van-ban/:id/goi-chung-cu", (c) => page(c));

  app.post("/van-ban/:id/goi-chung-cu", async (c) => {
    const form = await formOf(c);
    try {
      const { keyId, unlock } = chosenKey(form);
      const packed = await office.evidence(c.get("actor"), c.req.param("id"), { keyId, ...unlock });
      return fileAnswer({ ...packed, contentType: EVIDENCE_TYPE });
    } catch (error) {
      logFault(error, c);
      return page(c, problemOf(error), form.text("key"));
    }
  });
}
