import { createHash } from "node:crypto";
import { Hono } from "hono";
import { isVanthuError, VanthuError } from "../../../shared/errors/index.ts";
import type { ApiDesk } from "../context.ts";
import { postedForm, uploadedFile } from "../files.ts";
import { logFault, problemOf } from "../problems.ts";
import { sameSecret } from "../security.ts";

/** Exchanges that may hand packets in: secret by system id, as agreed with each. */
export type ExchangePeers = Record<string, string>;

/** Error codes of the provincial variant that a sender's machine understands; "0" is success. */
const CODES: Partial<Record<string, string>> = {
  EXCHANGE_RECEIVER_UNKNOWN: "18",
  SIGN_IN_REQUIRED: "15",
  INTERNAL: "20",
  // Somebody was quicker inside our store: sending again will do.
  CONFLICT: "20",
};

/**
 * The door for packets from other machines, `POST /v1/sendEdoc`: the packet as multipart field `file_doc` or as the body itself,
 * `X-SystemId` and `X-SecretKey` of the exchange, the message id as `Idempotency-Key` (without one, the packet's sha256: sending again is
 * still the same message). Answers `{ ErrorCode, DocId }`. Closed while no exchange is configured.
 */
export function exchangeRoutes({ office }: ApiDesk, peers: ExchangePeers = {}): Hono {
  const app = new Hono();

  app.post("/sendEdoc", async (c) => {
    try {
      if (!isPeer(peers, c.req.header("x-systemid"), c.req.header("x-secretkey"))) {
        throw new VanthuError("SIGN_IN_REQUIRED", {
          message: "Sai SystemId hoặc SecretKey.",
          hint: "Đăng ký hệ thống gửi với người quản trị.",
        });
      }
      const form = (c.req.header("content-type") ?? "").startsWith("multipart/form-data")
        ? await postedForm(c)
        : undefined;
      const packet = form
        ? (await uploadedFile(form.file_doc, "file_doc")).bytes
        : new Uint8Array(await c.req.arrayBuffer());
      const to = form && typeof form.to === "string" && form.to !== "" ? form.to : c.req.query("to");
      const messageId = c.req.header("idempotency-key") ?? createHash("sha256").update(packet).digest("hex");
      const { receiptId } = await office.incoming.receive(packet, messageId, to);
      return c.json({ ErrorCode: "0", ErrorDesc: "", DocId: receiptId });
    } catch (error) {
      logFault(error, c);
      const problem = problemOf(error);
      const code = CODES[problem.code] ?? (isVanthuError(error) ? "22" : "20");
      return c.json({ ErrorCode: code, ErrorDesc: problem.title, problem }, problem.status as 400);
    }
  });

  return app;
}

function isPeer(peers: ExchangePeers, systemId: string | undefined, secret: string | undefined): boolean {
  const expected = systemId !== undefined && Object.hasOwn(peers, systemId) ? peers[systemId] : undefined;
  if (expected === undefined || secret === undefined || expected === "") return false;
  return sameSecret(expected, secret);
}
