import { type Actor, openAccess } from "../../shared/access/index.ts";
import type { IncomingRecord } from "../../shared/exchange/index.ts";
import { type Office, openOffice } from "../../shared/office/index.ts";
import { openSqliteStorage, type RecordStore, type WriteOperation } from "../../shared/storage/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";

/** An office with so many incoming documents, most of them done, as one has after a few years; and how many rows were read. */
export async function officeWithArrivals(count: number): Promise<{
  office: Office;
  clerk: Actor;
  drafter: Actor;
  /** Rows given out by the store since the last call. */
  rowsRead(): number;
  close(): Promise<void>;
}> {
  const place = temporaryFolder();
  const storage = openSqliteStorage(place.folder);
  const clock = () => new Date("2026-11-16T02:00:00.000Z");
  const access = openAccess(storage.records, clock, { passwordCost: 2 ** 8 });
  const organisation = await access.createOrganisation({
    code: "H98.12",
    name: "Sở Khoa học và Công nghệ",
    place: "Hương Giang",
    system: "state",
  });
  const actor = (name: string, role: "clerk" | "drafter"): Actor => ({
    personId: `${role}-1`,
    organisationId: organisation.id,
    name,
    roles: [role],
  });
  const drafter = actor("Trần Văn Bình", "drafter");
  let batch: WriteOperation[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = new Date(clock().getTime() - (count - index) * 600_000);
    const id = `${at.getTime().toString(36).padStart(9, "0")}${String(index).padStart(16, "0")}`;
    // The newest of a hundred wait, the next are worked on; every fiftieth is the drafter's.
    const open = index >= count - 40;
    const status = open ? (index >= count - 10 ? "01" : "04") : "06";
    const entry = (code: IncomingRecord["status"]) => ({ code, description: "Trạng thái", at: at.toISOString() });
    const record: IncomingRecord = {
      id,
      organisationCode: organisation.code,
      receiver: { organisationCode: organisation.code, name: organisation.name },
      documentId: `H98,2026/11/13,${index}/UBND-KGVX`,
      from: { organisationCode: "H98", name: "Ủy ban nhân dân tỉnh Hương Giang" },
      number: String(index),
      notation: "UBND-KGVX",
      place: "Hương Giang",
      issuedOn: "2026-11-13",
      kind: { code: "22", name: "Công văn" },
      subject: `V/v góp ý dự thảo quy chế quản lý trạm quan trắc số ${index}`,
      signatory: { competence: "KT. CHỦ TỊCH", position: "PHÓ CHỦ TỊCH", name: "Lê Thị Minh Nguyệt" },
      priority: 0,
      pages: 2,
      business: "new",
      replaces: [],
      packet: "0".repeat(64),
      files: [
        {
          name: "cong-van.pdf",
          description: "Văn bản chính",
          contentType: "application/pdf",
          sha256: "0".repeat(64),
          bytes: 1,
        },
      ],
      warnings: [],
      arrivedAt: at.toISOString(),
      status,
      history: status === "01" ? [entry("01")] : [entry("01"), entry("03"), entry("04"), entry(status)],
    };
    const to = { personId: drafter.personId, name: drafter.name };
    const clerkSaid = { at: at.toISOString(), by: { personId: "clerk-1", name: "Cao Hải Yến" } };
    batch.push(
      { op: "insert", pk: `exchange/incoming/${organisation.code}`, sk: id, data: record },
      {
        op: "insert",
        pk: `exchange/incoming-id/${id}`,
        sk: "organisation",
        data: { organisationCode: organisation.code },
      },
      {
        op: "insert",
        pk: `org/${organisation.id}/incoming-handling`,
        sk: id,
        data: {
          id,
          organisationId: organisation.id,
          assignments: index % 50 === 0 ? [{ to, part: "lead", ...clerkSaid }] : [],
          opinions: [],
          answers: [],
          told: [],
          dueOn: "2026-11-10",
          ...(status === "06"
            ? { finished: { at: at.toISOString(), personId: "x", person: "Người xử lý", note: "Đã trả lời." } }
            : {}),
        },
      },
    );
    if (batch.length >= 90 || index === count - 1) {
      await storage.records.commit(batch);
      batch = [];
    }
  }
  let rows = 0;
  const { records } = storage;
  const counted: RecordStore = {
    ...records,
    async get<T>(pk: string, sk: string) {
      rows += 1;
      return records.get<T>(pk, sk);
    },
    async query<T>(pk: string, range?: Parameters<RecordStore["query"]>[1]) {
      const found = await records.query<T>(pk, range);
      // Places say no more than where a document stands: a tenth of a row.
      rows += pk.endsWith("/incoming-places") ? found.items.length / 10 : found.items.length;
      return found;
    },
  };
  return {
    office: openOffice({ storage: { ...storage, records: counted }, clock }),
    clerk: actor("Cao Hải Yến", "clerk"),
    drafter,
    rowsRead() {
      const read = rows;
      rows = 0;
      return read;
    },
    async close() {
      await records.close();
      place.drop();
    },
  };
}
