import { isVanthuError, VanthuError } from "../errors/index.ts";
import type { Transport } from "./model.ts";

/** Whoever takes packets: an inbox, or something in front of one. */
export interface PacketService {
  accept(packet: Uint8Array, messageId: string, to: string): Promise<{ receiptId: string }>;
}

/**
 * Carries packets between organisations that are served by this same machine: bytes in, receipt out, through the same inbox that a remote
 * sender would reach.
 *
 * @param find the service of an organisation by its code; undefined when it is not here
 *
 * @example
 * const inbox = openInbox(storage, clock);
 * const transport = localTransport((code) => (served.has(code) ? inbox : undefined));
 */
export function localTransport(
  find: (organisationCode: string) => PacketService | undefined | Promise<PacketService | undefined>,
): Transport {
  return {
    async send(packet, to, messageId) {
      const service = await find(to);
      if (service === undefined) {
        throw new VanthuError("EXCHANGE_UNREACHABLE", {
          message: "Chưa có đường gửi tới cơ quan nhận.",
          where: to,
          hint: "Cấu hình đường truyền tới cơ quan này hoặc kiểm tra mã định danh.",
        });
      }
      try {
        const { receiptId } = await service.accept(packet, messageId, to);
        return { receiptId };
      } catch (error) {
        throw asTransportError(error, to);
      }
    },
  };
}

/** The receiver's own refusal (a fault in what was sent) is final; anything else may pass. */
function asTransportError(error: unknown, to: string): VanthuError {
  if (isVanthuError(error) && (error.code === "EXCHANGE_REFUSED" || error.code === "EXCHANGE_UNREACHABLE"))
    return error;
  const refused = isVanthuError(error) && error.status < 500 && error.code !== "CONFLICT";
  return new VanthuError(refused ? "EXCHANGE_REFUSED" : "EXCHANGE_UNREACHABLE", {
    message: isVanthuError(error)
      ? `Bên nhận từ chối gói tin: ${error.message}`
      : "Bên nhận gặp lỗi khi tiếp nhận gói tin.",
    where: to,
    cause: error,
  });
}
