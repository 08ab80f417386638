/** The installation as administrators look after it: what it trusts, what ends, how it is. */
import { allow } from "../../access/index.ts";
import type { OfficeContext } from "../context.ts";
import { certificateList } from "./certificates.ts";
import { healthReport } from "./health.ts";
import type { InstallationDesk, MachineReadings, TrustFolder } from "./model.ts";
import { askAuthorities } from "./timestamps.ts";
import { trustDesk } from "./trust.ts";

export { ENDING_DAYS, endingOf } from "./ending.ts";
export { noteTimestamp } from "./timestamps.ts";

/** Opens the desk. @param machine what only the machine knows; its folder of anchors, where there is one that can be changed */
export function installationDesk(
  context: OfficeContext,
  machine: { readings?: MachineReadings; trustFolder?: TrustFolder },
): InstallationDesk {
  return {
    ...trustDesk(context, machine.trustFolder),
    certificates: certificateList(context),
    health: healthReport(context, machine.readings ?? {}),
    async askTimestamps(actor) {
      allow(actor, "administer");
      return askAuthorities(context, actor.organisationId);
    },
  };
}
