export { FontRegistry } from "./registry.ts";
export { subsetFace } from "./subset.ts";
export { type Face, glyphOf } from "./ttf.ts";
