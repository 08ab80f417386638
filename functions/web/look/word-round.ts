/** A file that came back from Word beside the draft: old and new in two columns, one under the other where it is narrow. */
export const WORD_ROUND_CSS = `
table.beside-word { table-layout: fixed; min-width: 0; }
table.beside-word th, table.beside-word td { overflow-wrap: anywhere; white-space: pre-line; }
table.beside-word th:first-child { width: 8.5rem; }
table.beside-word tbody th { font-size: .875rem; font-weight: 400; color: var(--soft); }
table.beside-word tbody th .chip { margin-bottom: .25rem; }
.word-finding { margin: 0; } .word-finding .small { margin: .2rem 0 0; }
@media (max-width: 44rem) {
  table.beside-word thead { position: absolute; clip-path: inset(50%); }
  table.beside-word tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; }
  table.beside-word th:first-child, table.beside-word td { display: block; width: auto; border: 0; padding: .15rem 0; }
  table.beside-word td::before { content: attr(data-side) ": "; color: var(--soft); font-size: .8125rem; }
}
`;
