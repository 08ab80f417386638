import { SAMPLE_LETTER } from "../../samples/plan.ts";
import type { Actor, Organisation, Role } from "../../shared/access/index.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { type Office, openOffice, secretBox } from "../../shared/office/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";

/** Password of every account and key here. */
export const PASSWORD = "mat-khau-thu-2026";

/** The installation's key here. */
export const SECRETS = secretBox(new Uint8Array(32).fill(7));

/** An issuing organisation with a person for each role, their keys, and a receiving organisation with a clerk. */
export interface OfficeFixture {
  office: Office;
  storage: Storage;
  sender: Organisation;
  receiver: Organisation;
  drafter: Actor;
  leader: Actor;
  clerk: Actor;
  /** Of the sending organisation; has no account. */
  administrator: Actor;
  receivingClerk: Actor;
  close(): Promise<void>;
}

/** Cost of hashing a password here, where nothing is to be protected. */
export const CHEAP = 2 ** 8;

/** Opens an office over a fresh SQLite folder, or over the storage given. */
export async function openFixture(over?: Storage): Promise<OfficeFixture> {
  const place = temporaryFolder();
  const storage = over ?? openSqliteStorage(place.folder);
  const office = openOffice({ storage, secrets: SECRETS, passwordCost: CHEAP });
  const sender = await office.access.createOrganisation({
    code: "H98",
    name: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
  });
  const receiver = await office.access.createOrganisation({
    code: "H98.12",
    name: "Sở Khoa học và Công nghệ",
    place: "Hương Giang",
    system: "state",
  });
  const person = async (organisation: Organisation, userName: string, name: string, roles: Role[]): Promise<Actor> => {
    const { id } = await office.access.createPerson({
      organisationId: organisation.id,
      userName,
      name,
      position: "Cán bộ",
      roles,
      password: PASSWORD,
    });
    return { personId: id, organisationId: organisation.id, name, roles };
  };
  const [drafter, leader, clerk, receivingClerk] = await Promise.all([
    person(sender, "thuan", "Phạm Văn Thuận", ["drafter"]),
    person(sender, "nguyet", "Lê Thị Minh Nguyệt", ["leader"]),
    person(sender, "thuha", "Đỗ Thu Hà", ["clerk"]),
    person(receiver, "yen", "Cao Hải Yến", ["clerk"]),
  ]);
  await office.keys.issueTestKey(sender, leader, PASSWORD);
  await office.keys.issueTestKey(sender, "seal", PASSWORD);
  const close = async () => {
    await storage.records.close();
    place.drop();
  };
  const administrator: Actor = {
    personId: "quan-tri",
    organisationId: sender.id,
    name: "Hồ Quản Trị",
    roles: ["administrator"],
  };
  return { office, storage, sender, receiver, drafter, leader, clerk, administrator, receivingClerk, close };
}

/** A short letter of the sending organisation. */
export function letter(changes: Partial<DocumentDescription> = {}): DocumentDescription {
  return { ...SAMPLE_LETTER, ...changes };
}
