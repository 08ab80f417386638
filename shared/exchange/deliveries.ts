import type { RecordStore, StoredItem } from "../storage/index.ts";
import { STATUS_WORDS } from "./edxml/names.ts";
import type { Delivery, DeliveryStatus } from "./model.ts";
import { type DispatchRow, type MessageRow, messageIdOf, sentPartition } from "./outbox-rows.ts";

/** How a document stands with each receiver: its messages, and the statuses that came back, put together. */
export async function deliveriesOf(records: RecordStore, documentId: string): Promise<Delivery[]> {
  const messages: MessageRow[] = [];
  const statuses = new Map<string, DeliveryStatus[]>();
  for (const item of await wholePartition(records, sentPartition(documentId))) {
    if (item.sk.startsWith("to/")) messages.push(item.data as MessageRow);
    else if (item.sk.startsWith("dispatch/")) messages.push(...stillFolded(item.data as DispatchRow));
    else if (item.sk.startsWith("status/")) {
      const from = item.sk.split("/")[1]!;
      statuses.set(from, [...(statuses.get(from) ?? []), item.data as DeliveryStatus]);
    }
  }
  const deliveries = messages.map((message) => toDelivery(message, statuses.get(message.to) ?? []));
  return deliveries.sort((a, b) => (a.to < b.to ? -1 : 1));
}

async function wholePartition(records: RecordStore, pk: string): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let after: string | undefined;
  do {
    const page = await records.query(pk, { after, limit: 500 });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

function stillFolded(row: DispatchRow): MessageRow[] {
  return row.recipients.map((to) => ({
    messageId: messageIdOf(row.packet, row.from, to.organisationCode),
    kind: "document",
    documentId: row.documentId,
    from: row.from,
    to: to.organisationCode,
    toName: to.name,
    packet: row.packet,
    state: "waiting",
    attempts: 0,
    queuedAt: row.queuedAt,
    nextAt: row.nextAt,
  }));
}

function toDelivery(message: MessageRow, statuses: DeliveryStatus[]): Delivery {
  const { kind: _, ...rest } = message;
  const status = statuses.at(-1)?.code;
  return { ...rest, statuses, ...(status === undefined ? {} : { status }), label: labelOf(message, statuses.at(-1)) };
}

function labelOf(message: MessageRow, newest: DeliveryStatus | undefined): string {
  // A status from the receiver says more than what our own machine knows, even when our receipt was lost.
  if (newest !== undefined)
    return newest.code === "02" ? `${STATUS_WORDS["02"]}: ${newest.description}` : STATUS_WORDS[newest.code];
  if (message.state === "sent") return "Đã gửi";
  if (message.state === "dead") return `Không gửi được: ${message.lastError?.message ?? ""}`;
  return message.attempts === 0 ? "Đang chờ gửi" : `Đang gửi lại (đã thử ${message.attempts} lần)`;
}
