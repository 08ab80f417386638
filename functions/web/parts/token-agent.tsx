import type { FC } from "hono/jsx";
import type { DocumentRecord, Revised, SigningRole } from "../../../shared/office/index.ts";
import { TOKEN_AGENT } from "../assets.ts";

/** Where VGCA Sign Service listens on the person's own computer; pages that use it are let through to this address and no other. */
export const AGENT_ADDRESS = "wss://127.0.0.1:8987";

/** Signing with a USB token through the program on the person's own computer. Needs script: the browser speaks to that program. */
export const TokenAgent: FC<{ document: Revised<DocumentRecord>; act: SigningRole }> = ({ document, act: role }) => {
  const seal = role === "seal";
  return (
    <section
      class="token"
      aria-label="Ký bằng USB token"
      data-token-agent={`/api/documents/${document.id}/token-agent`}
      data-ask={JSON.stringify({ rev: document.rev, role })}
      data-agent={AGENT_ADDRESS}
      data-document={`/api/documents/${document.id}`}
      data-state={document.state}
      data-done={`/van-ban/${document.id}?xong=${seal ? "da-phat-hanh" : "da-ky"}`}
    >
      <details>
        <summary>{seal ? "Đóng dấu" : "Ký"} bằng USB token</summary>
        <p class="hint">
          Dùng phần mềm VGCA Sign Service của Ban Cơ yếu Chính phủ trên máy tính này: mở phần mềm, cắm USB token rồi bấm
          nút dưới đây. Mã PIN nhập trong cửa sổ của phần mềm, không gửi lên hệ thống.
        </p>
        <div class="actions">
          <button type="button" disabled>
            {seal ? "Đóng dấu" : "Ký"} bằng USB token (VGCA)
          </button>
        </div>
        <p role="status"></p>
        <noscript>
          <p class="hint">Cách ký này cần trình duyệt bật JavaScript. Các cách ký khác thì không.</p>
        </noscript>
      </details>
      <script src={TOKEN_AGENT.address} defer></script>
    </section>
  );
};
