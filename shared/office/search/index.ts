import type { OfficeContext } from "../context.ts";
import { findingDesk } from "./desk.ts";
import type { SearchDesk } from "./model.ts";
import { usesDesk } from "./uses.ts";

export * from "./model.ts";

/** Search over documents and dossiers, statistics, history of use. */
export function searchDesk(context: OfficeContext): SearchDesk {
  return { ...findingDesk(context), ...usesDesk(context) };
}
