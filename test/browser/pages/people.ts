import { Secret, TOTP } from "otpauth";
import type { Actor, Organisation, Role } from "../../../shared/access/index.ts";
import type { Office } from "../../../shared/office/index.ts";

/** Password of every account here, and of every key. */
export const PASSWORD = "mat-khau-dai";
export const KEY = "khoa-ky-dai";

/** Who looks at pages: one account for each role, a stranger without one, and those who stand at a step of signing in. */
export type Viewer =
  | "stranger"
  | "drafter"
  | "leader"
  | "clerk"
  | "archivist"
  | "auditor"
  | "administrator"
  | "receiver"
  /** Has given the password and is asked for a code. */
  | "second-step"
  /** Has given the password and must set an authenticator app up. */
  | "enrolling"
  /** Is on an installation where nothing was set up. */
  | "first";

/** User names of those who sign in. */
export const USER_NAMES: Partial<Record<Viewer, string>> = {
  drafter: "thuan",
  leader: "nguyet",
  clerk: "thuha",
  archivist: "luutru",
  auditor: "giamsat",
  administrator: "lam",
  receiver: "yen",
  "second-step": "haibuoc",
  enrolling: "moi",
};

/** Two organisations, and everybody of them who does something in the prepared office. */
export interface People {
  sender: Organisation;
  receiver: Organisation;
  drafter: Actor;
  leader: Actor;
  clerk: Actor;
  archivist: Actor;
  auditor: Actor;
  administrator: Actor;
  receivingClerk: Actor;
  unit: string;
}

/** Makes organisations, unit, people, keys, a second factor for one and the demand of one for another. */
export async function makePeople(office: Office): Promise<People> {
  const { access } = office;
  const sender = await access.createOrganisation({
    code: "H98",
    name: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
    address: "Số 01 đường Hòa Bình, phường An Thịnh, tỉnh Hương Giang",
  });
  const receiver = await access.createOrganisation({
    code: "H98.12",
    name: "Sở Khoa học và Công nghệ",
    superior: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
  });
  const unit = await access.createUnit({ organisationId: sender.id, name: "Phòng Khoa giáo - Văn xã", symbol: "KGVX" });
  await access.createUnit({ organisationId: sender.id, name: "Văn phòng", symbol: "VP" });
  const person = async (of: Organisation, userName: string, name: string, position: string, roles: Role[]) => {
    const inUnit = userName === "thuan" ? { posts: [{ id: "chinh", title: position, roles, unitId: unit.id }] } : {};
    const made = { organisationId: of.id, userName, name, position, roles, ...inUnit, password: PASSWORD };
    const { id } = await access.createPerson(made);
    const units = userName === "thuan" ? { units: [unit.id] } : {};
    return { personId: id, organisationId: of.id, name, roles, ...units } satisfies Actor;
  };
  const people: People = {
    sender,
    receiver,
    unit: unit.id,
    administrator: await person(sender, "lam", "Vũ Đình Lâm", "Quản trị hệ thống", ["administrator"]),
    leader: await person(sender, "nguyet", "Lê Thị Minh Nguyệt", "Phó Chủ tịch", ["leader"]),
    drafter: await person(sender, "thuan", "Phạm Văn Thuận", "Chuyên viên", ["drafter"]),
    clerk: await person(sender, "thuha", "Đỗ Thu Hà", "Văn thư", ["clerk"]),
    archivist: await person(sender, "luutru", "Hoàng Thị Lựu", "Lưu trữ viên", ["archivist"]),
    auditor: await person(sender, "giamsat", "Ngô Văn Soát", "Thanh tra viên", ["auditor"]),
    receivingClerk: await person(receiver, "yen", "Cao Hải Yến", "Văn thư", ["administrator", "clerk", "drafter"]),
  };
  await office.keys.issueTestKey(sender, people.leader, KEY);
  await office.keys.issueTestKey(sender, "seal", KEY);
  await stepsOfSigningIn(office, people, person);
  return people;
}

async function stepsOfSigningIn(
  office: Office,
  { receiver, receivingClerk }: People,
  person: (of: Organisation, userName: string, name: string, position: string, roles: Role[]) => Promise<Actor>,
): Promise<void> {
  const { access } = office;
  await person(receiver, "haibuoc", "Trần Hai Bước", "Chuyên viên", ["drafter"]);
  const owner = (await access.signIn("haibuoc", PASSWORD)).actor;
  const { secret } = await access.beginTotp(owner);
  await access.confirmTotp(
    owner,
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: office.clock().getTime() }),
  );
  await person(receiver, "moi", "Bùi Thị Mới", "Thanh tra viên", ["auditor"]);
  const settings = await access.signInSettings(receivingClerk);
  await access.changeSignInSettings(receivingClerk, { ...settings, secondFactorRoles: ["auditor"] });
}
