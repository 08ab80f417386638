import type { OfficeContext } from "../context.ts";
import { custodyDesk } from "./custody.ts";
import { filingDesk } from "./filing.ts";
import { keepingDesk } from "./keeping.ts";
import { listDesk } from "./lists.ts";
import { metadataDesk } from "./metadata.ts";
import type { DossierDesk } from "./model.ts";
import { packageDesk } from "./packages.ts";

export { dossierRights } from "./access-change.ts";
export type * from "./model.ts";
export { dossierReminders } from "./reminders.ts";
export { sheetFile, sheetOffice } from "./sheets.ts";

/** Dossiers of an office: lists, dossiers, hand-over, packages, metadata. */
export function dossierDesk(context: OfficeContext): DossierDesk {
  return {
    ...listDesk(context),
    ...keepingDesk(context),
    ...filingDesk(context),
    ...custodyDesk(context),
    ...packageDesk(context),
    ...metadataDesk(context),
  };
}
