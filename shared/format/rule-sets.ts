import type { RuleSetId } from "../documents/model.ts";
import { HD05 } from "./hd05.ts";
import { HD36 } from "./hd36.ts";
import type { RuleSet } from "./model.ts";
import { ND30 } from "./nd30.ts";

/** The rule sets by id. */
export const RULE_SETS: Record<RuleSetId, RuleSet> = { nd30: ND30, hd36: HD36, hd05: HD05 };

/**
 * Id of the rule set that a document of a day falls under.
 *
 * State bodies: Decree 30/2020/NĐ-CP. Party bodies: HD 36-HD/VPTW until 26/5/2026, HD 05-HD/VPTW from 27/5/2026.
 *
 * @param date ISO date of issue (or of drafting, while none is given)
 */
export function ruleSetFor(system: "state" | "party", date: string): RuleSetId {
  if (system === "state") return "nd30";
  return date < HD05.validFrom ? "hd36" : "hd05";
}
