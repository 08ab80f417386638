import { openAccess } from "../../access/index.ts";
import type { Storage } from "../../storage/index.ts";
import type { TrustAnchor } from "../../verification/index.ts";
import { openKeyring } from "../keys/keyring.ts";
import { checkTrail } from "./desk.ts";
import type { TrailCheck } from "./model.ts";

/**
 * Proves the trails of all organisations of an installation, for whoever holds its data (command line, restored backup).
 *
 * @param trust anchors and revocation lists that the administrator configured, beside the test authority of the installation
 */
export async function proveTrails(
  storage: Storage,
  trust: { trust: TrustAnchor[]; crls: Uint8Array[] },
  clock: () => Date = () => new Date(),
): Promise<(TrailCheck & { organisation: string })[]> {
  const access = openAccess(storage.records, clock);
  const context = { access, storage, clock, keyring: openKeyring(storage, clock, trust) };
  const proved = [];
  for (const { id, name } of await access.organisations())
    proved.push({ organisation: name, ...(await checkTrail(context, id)) });
  return proved;
}
