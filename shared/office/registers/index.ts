/** Books of numbers and the registers of NĐ30 Phụ lục IV. */
export { bookDesk, bookTurner, ledgerReport, proveNumbers, titleOf, turnBooks } from "./books.ts";
export { registerDesk } from "./desk.ts";
export { REGISTERS } from "./forms.ts";
export type * from "./model.ts";
export { documentSeries, readNumbering } from "./numbering.ts";
export { conclusionOf } from "./report-file.ts";
