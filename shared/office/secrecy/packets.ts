import { packStatus, unpackEdxml } from "../../exchange/index.ts";
import type { OfficeContext } from "../context.ts";
import { isLocked, isMarked, LOCKED_REASON, noteRefusal, SECRET_REASON } from "./refuse.ts";

/**
 * Refuses a packet that carries something marked as a State secret, before anything of it is stored: the sender gets status 02 with the
 * reason, once a message.
 *
 * @param to code of the receiving organisation, where the sender named it beside the packet
 * @returns the receipt of the refusal; undefined when the packet may come in
 * @throws the codes of `unpackEdxml`
 */
export async function refuseMarkedPacket(
  context: Pick<OfficeContext, "access" | "clock" | "outbox" | "storage">,
  packet: Uint8Array,
  messageId: string,
  to?: string,
): Promise<{ receiptId: string } | undefined> {
  const unpacked = unpackEdxml(packet);
  if (unpacked.kind !== "document") return undefined;
  const { attachments, ...header } = unpacked.packet;
  const marked = isMarked({
    value: [header, ...attachments.map(({ description }) => description)],
    files: attachments,
  });
  const reason = marked ? SECRET_REASON : isLocked({ files: attachments }) ? LOCKED_REASON : undefined;
  if (reason === undefined) return undefined;
  const receiptId = `refused-${messageId}`.slice(0, 200);
  const place = { pk: "exchange/refused", sk: receiptId };
  if ((await context.storage.records.get(place.pk, place.sk)) !== undefined) return { receiptId };
  const at = context.clock().toISOString();
  for (const receiver of header.to) {
    if (to !== undefined && receiver.organisationCode !== to) continue;
    const organisation = await context.access.organisationByCode(receiver.organisationCode);
    if (organisation === undefined) continue;
    const status = packStatus({
      from: { organisationCode: organisation.code, name: organisation.name },
      to: header.from,
      documentId: header.documentId,
      code: "02",
      description: reason,
      at,
    });
    const { sha256 } = await context.storage.files.put(status, "application/xml");
    await context.storage.records.commit([
      { op: "insert", ...place, data: { at } },
      ...context.outbox.sendOperations({
        kind: "status",
        packet: sha256,
        documentId: header.documentId,
        from: organisation.code,
        recipients: [{ organisationCode: header.from.organisationCode, name: header.from.name }],
      }),
    ]);
    if (marked) await noteRefusal(context, organisation.id, undefined, "exchange");
    return { receiptId };
  }
  return undefined;
}
