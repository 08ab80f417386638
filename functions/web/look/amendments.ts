import { AMENDMENT_KINDS } from "../../../shared/amendments/index.ts";

/** The editor of amended appendices: rows with old and new side by side, marked words, and the choice of what is shown (no script). */
export const AMENDMENTS_CSS = `
del.word, ins.word { text-decoration-thickness: 1px; border-radius: 2px; padding: 0 .1em; }
del.word { color: var(--bad); background: var(--bad-tint); text-decoration: line-through; }
ins.word { color: var(--good); background: var(--good-tint); text-decoration: underline; }
.change { border: 1px solid var(--line); border-radius: var(--radius); padding: .8rem 1rem; margin-bottom: .8rem; background: #fff; container-type: inline-size; }
.change:has(input[name="take"]:not(:checked)) { background: #f3f2ed; border-style: dashed; }
.change > header { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; margin-bottom: .5rem; }
.change > header .check { font-weight: 600; flex: 1 1 16rem; }
table.sides { table-layout: fixed; margin-bottom: .6rem; }
table.sides th, table.sides td { overflow-wrap: anywhere; white-space: pre-line; padding: .35rem .6rem .35rem 0; }
table.sides th:first-child { width: 9.5rem; }
table.sides tbody th { color: var(--soft); font-size: .8125rem; font-weight: 600; }
table.sides thead th { border-bottom-width: 1px; padding-top: 0; }
table.sides tbody tr:hover { background: none; }
table.sides tbody tr:last-child > * { border-bottom: 0; }
.change .facts { margin-bottom: .6rem; font-size: .9375rem; grid-template-columns: 9.5rem minmax(0, 1fr); }
.change .facts dt { font-size: .8125rem; font-weight: 600; }
.change .field { margin-bottom: .4rem; }
.kinds { display: flex; flex-wrap: wrap; gap: .35rem .9rem; border: 0; padding: 0; margin: 0 0 .9rem; }
.kinds legend { float: left; margin: .4rem .6rem 0 0; }
.kinds .check { min-height: 2.5rem; }
.templates { display: grid; gap: .4rem 1.2rem; }
.templates .example { color: var(--soft); margin: .25rem 0 0; font-size: .9375rem; }
.templates .example.bad { color: var(--bad); }
/* Beside the preview a row has half the page: old and new stay side by side, the item stands above them. */
@container (max-width: 38rem) {
  table.sides, table.sides thead, table.sides tbody { display: block; }
  table.sides tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 .9rem; border-bottom: 1px solid var(--line); padding: .3rem 0; }
  table.sides th, table.sides td { border: 0; padding: .1rem 0; }
  table.sides th:first-child { width: auto; grid-column: 1 / -1; }
  table.sides thead th:first-child { position: absolute; clip-path: inset(50%); }
  .change .facts { grid-template-columns: minmax(0, 1fr); }
}
@container (max-width: 22rem) {
  table.sides thead { position: absolute; clip-path: inset(50%); }
  table.sides tr { display: block; }
  table.sides th, table.sides td { display: block; }
  table.sides td::before { content: attr(data-side) ": "; color: var(--soft); font-size: .8125rem; }
  .change .facts { grid-template-columns: minmax(0, 1fr); }
}
${AMENDMENT_KINDS.map((kind) => `.amending:has(#loc-${kind}:checked) .change:not(.is-${kind})`).join(",\n")} { display: none; }
`;
