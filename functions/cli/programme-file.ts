import { type Organisation, openAccess } from "../../shared/access/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import type { Storage } from "../../shared/storage/index.ts";
import { openProgrammes, type Programme, type Programmes } from "../../shared/tasks/index.ts";

/** A stored programme by its id, in whichever organisation of this installation it lies. */
export async function findProgramme(
  storage: Storage,
  id: string,
  revision?: number,
): Promise<{ programmes: Programmes; programme: Programme; organisation: Organisation }> {
  const programmes = openProgrammes(storage.records, () => new Date());
  for (const organisation of await openAccess(storage.records).organisations()) {
    const found = (await programmes.list(organisation.id)).some((candidate) => candidate.id === id);
    if (found) return { programmes, programme: await programmes.get(organisation.id, id, revision), organisation };
  }
  throw new VanthuError("INPUT_MISSING", {
    message: "Không có chương trình nhiệm vụ này.",
    where: id,
    hint: "Lập chương trình ở trang Nhiệm vụ trước, rồi dùng mã của nó.",
  });
}
