export { unfixed, workflowActs } from "./acts.ts";
export { holdDesk, holdOf, holdOperations } from "./holds.ts";
export type * from "./model.ts";
export { citedWords, olderChange, RELATIONS, registerNote, relationOf, relationTo } from "./relations.ts";
export { officeRules, rulesFor, workflowSettingsDesk } from "./rules.ts";
export { checkedText, decisionOperations, slipDesk, slipOperations } from "./slip.ts";
export { keepVersion, versionDesk } from "./versions.ts";
export { currentTurn, isReviewer, viewDesk } from "./view.ts";
