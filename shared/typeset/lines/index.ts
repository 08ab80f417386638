export { type Atom, type AtomContext, type FieldValues, makeAtoms, type Role, type Span } from "./atoms.ts";
export { breakLines, type Line, type Mark, type Piece } from "./break.ts";
export { type Fitted, Fitter, measure } from "./fit.ts";
export { breakPlain } from "./plain.ts";
export type { BreakOptions, Strip, Strips } from "./take.ts";
