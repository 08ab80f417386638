export { bareFace } from "./bare.ts";
export { type FontFile, type FontFiles, useFontFiles } from "./files.ts";
export { FontRegistry, SHIPPED_FILES } from "./registry.ts";
export { subsetFace } from "./subset.ts";
export { type Face, glyphOf } from "./ttf.ts";
