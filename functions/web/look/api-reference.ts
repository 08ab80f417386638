/** Reference of the API: methods, addresses, examples. */
export const API_REFERENCE_CSS = `
.route { scroll-margin-top: 1rem; }
.route:target { border-color: var(--main); box-shadow: inset 5px 0 0 var(--main); }
.route h2 { font-size: 1.05rem; }
.route h3 { font-size: .95rem; margin: 1rem 0 .35rem; }
.route > p { margin: .3rem 0; }
.call { display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: baseline; margin: .35rem 0 .5rem; }
.call code { font-size: .95em; }
.method { display: inline-block; min-width: 4.2rem; text-align: center; border: 1px solid var(--main); color: var(--main-deep); background: var(--main-tint); border-radius: 4px; font: 700 .75rem/1.6 ui-monospace, Consolas, "Liberation Mono", Cousine, monospace; }
.method.delete { border-color: var(--bad); color: var(--bad); background: var(--bad-tint); }
.method.get { border-color: var(--line-strong); color: var(--ink); background: #f3f2ed; }
.open pre { background: #f3f2ed; border: 1px solid var(--line); border-radius: var(--radius); padding: .6rem .8rem; margin: 0 0 .75rem; font: .8438rem/1.5 ui-monospace, "Cascadia Mono", Consolas, "Liberation Mono", Cousine, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.open table.fields td:first-child { width: 14rem; }
.answers { margin: 0; padding-left: 1.1rem; }
.answers li { padding: .1rem 0; overflow-wrap: anywhere; }
.route-list { list-style: none; margin: 0; padding: 0; }
.route-list li { padding: .3rem 0; border-bottom: 1px solid var(--line); display: grid; grid-template-columns: 4.6rem minmax(0, 1fr); gap: 0 .6rem; align-items: start; }
.route-list .method { margin-top: .15rem; }
.route-list li:last-child { border-bottom: 0; }
.route-list a { line-height: 1.75; }
.route-list code { display: block; color: var(--soft); }
@media (max-width: 34rem) {
  .open table.fields, .open table.fields tbody, .open table.fields tr, .open table.fields td { display: block; width: auto; }
  .open table.fields thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .open table.fields td { border: 0; padding: .1rem 0; }
  .open table.fields tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
}
`;
