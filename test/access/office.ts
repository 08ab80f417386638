import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Access, type Organisation, openAccess, type Person, type Role } from "../../shared/access/index.ts";
import { openSqliteStorage, type RecordStore } from "../../shared/storage/index.ts";

/** An office of its own store for a test, with a clock that the test moves. */
export interface TestOffice {
  access: Access;
  records: RecordStore;
  folder: string;
  organisation: Organisation;
  clock: { now: Date; pass(minutes: number): void };
  addPerson(userName: string, roles: Role[], password?: string): Promise<Person>;
  close(): Promise<void>;
}

/** Opens a store in a new folder, with one organisation. */
export async function openTestOffice(): Promise<TestOffice> {
  const folder = mkdtempSync(join(tmpdir(), "vanthu-access-"));
  const { records } = openSqliteStorage(folder);
  const clock = {
    now: new Date("2026-03-02T01:00:00.000Z"),
    pass(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000);
    },
  };
  const access = openAccess(records, () => clock.now, { passwordCost: 2 ** 8 });
  const organisation = await access.createOrganisation({
    code: "H01.15",
    name: "Ủy ban nhân dân xã Bình An",
    superior: "Ủy ban nhân dân tỉnh Hải Sơn",
    place: "Bình An",
    system: "state",
  });
  return {
    access,
    records,
    folder,
    organisation,
    clock,
    addPerson: (userName, roles, password = "mật khẩu dài") =>
      access.createPerson({
        organisationId: organisation.id,
        name: `Nguyễn Thị ${userName}`,
        position: "Chuyên viên",
        userName,
        roles,
        password,
      }),
    async close() {
      await records.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
