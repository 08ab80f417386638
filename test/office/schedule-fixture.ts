import { cpSync } from "node:fs";
import type { Actor, Role } from "../../shared/access/index.ts";
import { type Office, openOffice, type ReportScheduleInput } from "../../shared/office/index.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";

/** An office whose clock is set by hand, with a programme of three tasks of the year 2026. */
export interface ScheduleFixture {
  office: Office;
  storage: Storage;
  folder: string;
  drafter: Actor;
  leader: Actor;
  clerk: Actor;
  /** Of another organisation. */
  stranger: Actor;
  programmeId: string;
  /** Sets the clock; ISO 8601 instant. */
  at(instant: string): void;
  /** A schedule of quarterly reports of the programme, seen to by the drafter. */
  schedule(changes?: Partial<ReportScheduleInput>): ReportScheduleInput;
  close(): Promise<void>;
}

const BEGIN = "2026-03-02T09:00:00+07:00";

/** People and programme, made once: each fixture is a copy of this folder. */
let made: Promise<{ folder: string; people: Actor[]; programmeId: string }> | undefined;

/** Opens it, the clock on 02/3/2026. */
export async function openScheduleFixture(): Promise<ScheduleFixture> {
  made ??= make();
  const { folder: template, people, programmeId } = await made;
  const place = temporaryFolder();
  cpSync(template, place.folder, { recursive: true });
  const storage = openSqliteStorage(place.folder);
  let now = new Date(BEGIN);
  const [drafter, leader, clerk, stranger] = people as [Actor, Actor, Actor, Actor];
  return {
    office: openOffice({ storage, clock: () => now }),
    storage,
    folder: place.folder,
    drafter,
    leader,
    clerk,
    stranger,
    programmeId,
    at: (instant) => {
      now = new Date(instant);
    },
    schedule: (changes) => ({
      programmeId,
      kind: "quarter",
      notation: "BC-UBND",
      recipients: ["Ủy ban nhân dân tỉnh", "Lưu: VT"],
      signature: { authority: ["TM. ỦY BAN NHÂN DÂN"], position: "CHỦ TỊCH", name: leader.name },
      responsible: drafter.personId,
      enabled: true,
      ...changes,
    }),
    async close() {
      await storage.records.close();
      place.drop();
    },
  };
}

async function make() {
  const { folder, drop } = temporaryFolder();
  process.once("exit", drop);
  const storage = openSqliteStorage(folder);
  const office = openOffice({ storage, clock: () => new Date(BEGIN) });
  const organisation = { place: "Hương Giang", system: "state" } as const;
  const own = await office.access.createOrganisation({ ...organisation, code: "H98", name: "Ủy ban nhân dân tỉnh" });
  const other = await office.access.createOrganisation({ ...organisation, code: "H98.12", name: "Sở Nội vụ" });
  const person = async (organisationId: string, userName: string, name: string, role: Role): Promise<Actor> => {
    const input = { organisationId, userName, name, position: "Cán bộ", roles: [role], password: "mat-khau-thu-2026" };
    return { personId: (await office.access.createPerson(input)).id, organisationId, name, roles: [role] };
  };
  const people = await Promise.all([
    person(own.id, "thuan", "Phạm Văn Thuận", "drafter"),
    person(own.id, "nguyet", "Lê Thị Minh Nguyệt", "leader"),
    person(own.id, "thuha", "Đỗ Thu Hà", "clerk"),
    person(other.id, "yen", "Cao Hải Yến", "drafter"),
  ]);
  const [drafter] = people;
  const { id } = await office.programmes.create(drafter!, { title: "Chuyển đổi số năm 2026", period: "2026" });
  await office.programmes.import(drafter!, id, 1, {
    name: "nhiem-vu.csv",
    bytes: new TextEncoder().encode(
      [
        "TT,Nhiệm vụ,Cơ quan chủ trì,Thời gian hoàn thành",
        "1,Rà soát danh mục dịch vụ công,Sở Nội vụ,Trước ngày 30/4/2026",
        "2,Số hóa hồ sơ lưu trữ,Sở Tài chính,Trước ngày 30/9/2026",
        "3,Tập huấn kỹ năng số,Sở Khoa học và Công nghệ,Trước ngày 15/12/2026",
      ].join("\n"),
    ),
  });
  await storage.records.close();
  return { folder, people, programmeId: id };
}
