import type { Actor } from "../../shared/access/index.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import { type Office, openOffice } from "../../shared/office/index.ts";
import type { Storage } from "../../shared/storage/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";

/** The office of the other tests with an archivist, an auditor and a second drafter, over a clock that can be moved. */
export interface DossierFixture extends OfficeFixture {
  archivist: Actor;
  other: Actor;
  auditor: Actor;
  setClock(at: string): void;
  issue(changes?: Partial<DocumentDescription>): Promise<string>;
}

/** Opens it. */
export async function openDossierFixture(): Promise<DossierFixture> {
  const fixture = await openFixture();
  let now: Date | undefined;
  const storage: Storage = fixture.storage;
  const office: Office = openOffice({
    storage,
    secrets: SECRETS,
    clock: () => now ?? new Date(),
    passwordCost: 2 ** 8,
  });
  const person = async (userName: string, name: string, roles: Actor["roles"]): Promise<Actor> => {
    const { id } = await office.access.createPerson({
      organisationId: fixture.sender.id,
      userName,
      name,
      position: "Chuyên viên",
      roles,
      password: PASSWORD,
    });
    return { personId: id, organisationId: fixture.sender.id, name, roles };
  };
  return {
    ...fixture,
    office,
    archivist: await person("luutru", "Hoàng Thị Lưu", ["archivist"]),
    other: await person("khanh", "Đào Duy Khánh", ["drafter"]),
    auditor: await person("giamsat", "Ngô Văn Soát", ["auditor"]),
    setClock(at) {
      now = new Date(at);
    },
    async issue(changes = {}) {
      let document = await office.documents.draft(fixture.drafter, letter(changes));
      document = await office.documents.submit(fixture.drafter, document.id, document.rev);
      document = await office.documents.sign(fixture.leader, document.id, document.rev, PASSWORD);
      document = await office.documents.number(fixture.clerk, document.id, document.rev);
      document = await office.documents.seal(fixture.clerk, document.id, document.rev, PASSWORD);
      return document.id;
    },
  };
}

/** The text of a year's list as people type it. */
export const LIST_TEXT = `# Văn phòng | VP
Chương trình, báo cáo công tác năm | Vĩnh viễn | Phạm Văn Thuận
Công văn trao đổi thường | 02 năm | Phạm Văn Thuận
# Chuyển đổi số | CĐS
Triển khai chuyển đổi số năm 2026 | 20 năm | Đào Duy Khánh`;
