import type { Actor, Role } from "../../shared/access/index.ts";
import {
  buildDocumentId,
  type Delivery,
  type DocumentPacket,
  type Outbox,
  openOutbox,
  packEdxml,
  packStatus,
} from "../../shared/exchange/index.ts";
import { type IncomingDocument, type Office, openOffice } from "../../shared/office/index.ts";
import { dict, name, type PdfObject, PdfRef, writePdf } from "../../shared/pdf/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";

/** Monday, in Vietnam 09:00. */
export const MONDAY = new Date("2026-11-16T02:00:00.000Z");

/** Two organisations that exchange documents; the receiving one with units and everybody who deals with what comes in. */
export interface IncomingFixture {
  office: Office;
  storage: Storage;
  outbox: Outbox;
  sender: { id: string; code: string; name: string };
  receiver: { id: string; code: string; name: string };
  senderClerk: Actor;
  clerk: Actor;
  leader: Actor;
  /** Head of unit Kỹ thuật, and two who work there. */
  head: Actor;
  handler: Actor;
  colleague: Actor;
  /** In another unit. */
  outsider: Actor;
  auditor: Actor;
  units: { technical: string; finance: string };
  now: { at: Date };
  /** Sends a packet as the sender's machine does, and delivers it. */
  send(change?: Partial<DocumentPacket>): Promise<IncomingDocument>;
  /** What the sender knows of the document. */
  delivery(documentId: string): Promise<Delivery>;
  takeBack(documentId: string, reason: string): Promise<void>;
  close(): Promise<void>;
}

/** A PDF of one empty page, without signatures. */
export const PLAIN_PDF = writePdf({
  objects: new Map<number, PdfObject>([
    [1, dict({ Type: name("Catalog"), Pages: new PdfRef(2) })],
    [2, dict({ Type: name("Pages"), Kids: [new PdfRef(3)], Count: 1 })],
    [3, dict({ Type: name("Page"), Parent: new PdfRef(2), MediaBox: [0, 0, 595, 842] })],
  ]),
  root: 1,
  id: new Uint8Array(16).fill(1),
});

/** Opens both over a fresh folder, on Monday 16 November 2026 unless the clock is moved. */
export async function openIncoming(): Promise<IncomingFixture> {
  const place = temporaryFolder();
  const storage = openSqliteStorage(place.folder);
  const now = { at: MONDAY };
  const office = openOffice({ storage, clock: () => now.at, passwordCost: 2 ** 8 });
  const { access } = office;
  const sender = await access.createOrganisation({
    code: "H98",
    name: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
  });
  const receiver = await access.createOrganisation({
    code: "H98.12",
    name: "Sở Khoa học và Công nghệ",
    superior: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
  });
  const technical = await access.createUnit({ organisationId: receiver.id, name: "Phòng Kỹ thuật", symbol: "KT" });
  const finance = await access.createUnit({
    organisationId: receiver.id,
    name: "Phòng Kế hoạch - Tài chính",
    symbol: "KHTC",
  });
  const person = async (
    organisationId: string,
    userName: string,
    called: string,
    roles: Role[],
    post?: [string, string],
  ) => {
    const { id } = await access.createPerson({
      organisationId,
      userName,
      name: called,
      position: post?.[0] ?? "Cán bộ",
      roles,
      ...(post === undefined ? {} : { posts: [{ id: "chinh", title: post[0], roles, unitId: post[1] }] }),
      password: "mat-khau-thu-2026",
    });
    const units = post === undefined ? {} : { units: [post[1]] };
    return { personId: id, organisationId, name: called, roles, ...units } satisfies Actor;
  };
  const fixture = {
    senderClerk: await person(sender.id, "thuha", "Đỗ Thu Hà", ["clerk"]),
    clerk: await person(receiver.id, "yen", "Cao Hải Yến", ["clerk"]),
    leader: await person(receiver.id, "dung", "Nguyễn Tiến Dũng", ["leader"]),
    head: await person(receiver.id, "khanh", "Lý Quốc Khánh", ["drafter"], ["Trưởng phòng", technical.id]),
    handler: await person(receiver.id, "binh", "Trần Văn Bình", ["drafter"], ["Chuyên viên", technical.id]),
    colleague: await person(receiver.id, "mai", "Phan Thị Mai", ["drafter"], ["Chuyên viên", technical.id]),
    outsider: await person(receiver.id, "hoa", "Vũ Thanh Hoa", ["drafter"], ["Chuyên viên", finance.id]),
    auditor: await person(receiver.id, "kiem", "Hà Kiểm Tra", ["auditor"]),
  };
  const outbox = openOutbox(storage, () => now.at);
  let count = 0;

  return {
    ...fixture,
    office,
    storage,
    outbox,
    sender,
    receiver,
    units: { technical: technical.id, finance: finance.id },
    now,
    async send(change = {}) {
      // Two messages of one second about one document would bear the same status.
      now.at = new Date(now.at.getTime() + 1000);
      const number = change.number ?? String(100 + ++count);
      const notation = change.notation ?? "UBND-KGVX";
      const issuedOn = change.issuedOn ?? "2026-11-13";
      const packet: DocumentPacket = {
        documentId: buildDocumentId({ organisationCode: sender.code, issuedOn, number, notation }),
        from: { organisationCode: sender.code, name: sender.name },
        to: [{ organisationCode: receiver.code, name: receiver.name }],
        number,
        notation,
        place: "Hương Giang",
        issuedOn,
        kind: { code: "22", name: "Công văn" },
        subject: "V/v góp ý dự thảo quy chế quản lý trạm quan trắc",
        signatory: { competence: "KT. CHỦ TỊCH", position: "PHÓ CHỦ TỊCH", name: "Lê Thị Minh Nguyệt" },
        priority: 0,
        pages: 2,
        appendices: [],
        places: ["Như trên"],
        business: "new",
        replaces: [],
        attachments:
          change.business === "recall"
            ? []
            : [
                {
                  name: "cong-van.pdf",
                  description: "Văn bản chính",
                  contentType: "application/pdf",
                  bytes: PLAIN_PDF,
                },
              ],
        sentAt: now.at.toISOString(),
        ...change,
      };
      const { sha256 } = await storage.files.put(packEdxml(packet), "application/xml");
      await storage.records.commit(
        outbox.sendOperations({
          kind: "document",
          packet: sha256,
          documentId: packet.documentId,
          from: sender.code,
          recipients: packet.to.filter((one) => one.organisationCode === receiver.code),
        }),
      );
      await office.deliver();
      const arrived = (await office.incoming.list(fixture.clerk)).find((one) => one.packet === sha256);
      return office.incoming.get(fixture.clerk, arrived!.id);
    },
    async delivery(documentId) {
      // A status of the receiver waits in its outbox like any message.
      await office.deliver();
      const found = await outbox.deliveries(documentId);
      return found[0]!;
    },
    async takeBack(documentId, reason) {
      const packet = packStatus({
        from: { organisationCode: sender.code, name: sender.name },
        to: { organisationCode: sender.code, name: sender.name },
        documentId,
        code: "13",
        description: reason,
        at: now.at.toISOString(),
      });
      await office.incoming.receive(packet, `lay-lai-${documentId.replace(/[^A-Za-z0-9]/g, "-")}`, receiver.code);
    },
    async close() {
      await storage.records.close();
      place.drop();
    },
  };
}

/** Codes of the statuses that the sender was told, oldest first. */
export function codesOf(delivery: Delivery): string[] {
  return delivery.statuses.map(({ code }) => code);
}
