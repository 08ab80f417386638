/** What a bundle is made with: the names of the shipped faces, their files, and how they are made smaller and ready. */
export { preparedFace } from "../write/prepared.ts";
export { packagedFont } from "./disk.ts";
export { SHIPPED_FILES } from "./registry.ts";
