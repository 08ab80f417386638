export { fileIsLocked, fileIsMarked } from "./file-text.ts";
export { isMarking, nameIsMarked, textIsMarked, valueIsMarked } from "./marking.ts";
export { refuseMarkedPacket } from "./packets.ts";
export { type Brought, isMarked, refuseMarked } from "./refuse.ts";
