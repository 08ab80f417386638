/** What only single pages have: the stepper of a document, the page beside its PDF, verdicts; and how all of it prints. */
export const PAGES_CSS = `
.steps { list-style: none; margin: 0 0 1.1rem; padding: 0; display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); }
.steps li { padding: .8rem .6rem .8rem 1rem; position: relative; border-left: 1px solid var(--line); min-width: 0; }
.steps li:first-child { border-left: 0; }
.steps .mark { display: inline-grid; place-items: center; width: 1.5rem; height: 1.5rem; border-radius: 50%; border: 2px solid var(--line-strong); color: var(--soft); font-size: .8rem; font-weight: 700; margin-right: .4rem; }
.steps .name { font-weight: 600; color: var(--soft); }
.steps .when { display: block; font-size: .8125rem; color: var(--soft); margin-top: .2rem; }
.steps .done .mark { background: var(--good); border-color: var(--good); color: #fff; }
.steps .done .name { color: var(--ink); }
.steps .now { background: var(--main-tint); box-shadow: inset 0 -3px 0 var(--main); }
.steps .now .mark { background: var(--main); border-color: var(--main); color: #fff; }
.steps .now .name { color: var(--main-deep); }
@media (max-width: 62rem) { .steps { grid-auto-flow: row; } .steps li { border-left: 0; border-top: 1px solid var(--line); padding: .5rem 1rem; } .steps li:first-child { border-top: 0; } }

.paper { width: 100%; height: min(82vh, 68rem); border: 1px solid var(--line); border-radius: 4px; background: #e6e4dc; display: block; }
.history { list-style: none; margin: 0; padding: 0; }
.history li { padding: 0 0 .85rem 1.1rem; border-left: 2px solid var(--line); position: relative; margin-left: .35rem; }
.history li::before { content: ""; position: absolute; left: -.4rem; top: .45rem; width: .65rem; height: .65rem; border-radius: 50%; background: var(--main); }
.history li:last-child { padding-bottom: 0; }
.history .note { display: block; background: #f7f5ee; border-left: 3px solid var(--line-strong); padding: .3rem .6rem; margin-top: .25rem; }

.verdict { border: 2px solid; border-radius: var(--radius); padding: 1.1rem 1.25rem; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .2rem 1rem; align-items: center; margin-bottom: 1.1rem; }
.verdict .sign { width: 3.4rem; height: 3.4rem; border-radius: 50%; display: grid; place-items: center; font-size: 1.9rem; font-weight: 700; color: #fff; }
.verdict h2 { font-size: 1.4rem; }
.verdict p { margin: .2rem 0 0; }
.verdict.good { background: var(--good-tint); border-color: var(--good); } .verdict.good .sign { background: var(--good); } .verdict.good h2 { color: var(--good); }
.verdict.bad { background: var(--bad-tint); border-color: var(--bad); } .verdict.bad .sign { background: var(--bad); border-radius: 10px; } .verdict.bad h2 { color: var(--bad); }
.verdict.warn { background: var(--warn-tint); border-color: var(--warn); } .verdict.warn .sign { background: var(--warn); clip-path: polygon(50% 2%, 100% 96%, 0 96%); border-radius: 0; padding-top: .9rem; font-size: 1.5rem; } .verdict.warn h2 { color: var(--warn); }
.verdict.plain { background: #f3f2ed; border-color: var(--line-strong); } .verdict.plain .sign { background: var(--soft); }
.signature { border-left: 6px solid var(--line-strong); }
.signature.good { border-left-color: var(--good); } .signature.bad { border-left-color: var(--bad); } .signature.warn { border-left-color: var(--warn); }
.signature h3 { font-size: 1.1rem; }
.trial { display: inline-block; border: 2px dashed var(--accent); color: var(--accent); background: #fdf3ee; padding: .1rem .6rem; font-weight: 700; border-radius: 4px; }
.order { margin: 0; padding-left: 1.3rem; }
.drop { border: 2px dashed var(--line-strong); border-radius: var(--radius); background: #fbfaf7; padding: 1.6rem 1.25rem; }
.drop.over { border-color: var(--main); background: var(--main-tint); }
.choice { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: .8rem; }
.choice a { display: block; height: 100%; }
.choice b { font-size: 1.05rem; line-height: 1.4; }
.bar { display: block; height: .5rem; width: 100%; min-width: 6rem; }
progress { appearance: none; border: 0; background: #e6e4dc; border-radius: 99px; height: .5rem; width: 100%; }
progress::-webkit-progress-bar { background: #e6e4dc; border-radius: 99px; }
progress::-webkit-progress-value { background: var(--main); border-radius: 99px; }
progress::-moz-progress-bar { background: var(--main); border-radius: 99px; }

.list.todo > li { padding: .2rem 0; }
.list.todo a { display: flex; gap: .7rem; align-items: baseline; min-height: 2.5rem; padding-top: .3rem; text-decoration: none; }
.list.todo a:hover { text-decoration: underline; }
.list.todo b { font-size: 1.25rem; min-width: 1.8rem; text-align: right; font-variant-numeric: tabular-nums; }
.card > .tiles { margin-bottom: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(46%, 9rem), 1fr)); gap: .6rem; }
.card > .tiles .tile { box-shadow: none; background: #fbfaf7; padding: .55rem .8rem; }
.card > .tiles .tile b { font-size: 1.35rem; }

.bar-patterns { position: absolute; }
.progress-bar { display: block; background: #f0eee7; border-radius: 3px; overflow: hidden; }
.swatch { vertical-align: -.12rem; margin-right: .1rem; border: 1px solid rgb(0 0 0 / .25); border-radius: 2px; }
.progress-total { margin-bottom: 1.2rem; }
.progress-total .key { margin-top: .6rem; font-size: .9375rem; }
figure.progress { margin: 0 0 1.4rem; }
figure.progress:last-child { margin-bottom: 0; }
figure.progress figcaption { font-weight: 600; margin-bottom: .2rem; }
.progress-table th[scope="row"] { font-weight: 400; width: 34%; }
.progress-table .bar-cell { width: 30%; min-width: 8rem; vertical-align: middle; }
.progress-table td { vertical-align: middle; }
.progress-table :is(th, td):first-child { padding-left: 0; }
.progress-table :is(th, td):last-child { padding-right: 0; }
.progress-table td.number a { display: inline-block; min-width: 1.75rem; min-height: 1.5rem; }
@media (max-width: 48rem) {
  .progress-table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .progress-table tbody tr { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .1rem .3rem; padding: .55rem 0; border-bottom: 1px solid var(--line); }
  .progress-table tbody :is(th, td) { border: 0; padding: .1rem 0; }
  .progress-table :is(th[scope="row"], td.bar-cell) { grid-column: 1 / -1; width: auto; }
  .progress-table td.number { text-align: left; white-space: normal; }
  .progress-table td.number::before { content: attr(data-label) " "; display: block; color: var(--soft); font-size: .75rem; }
}

@media print {
  @page { margin: 15mm; }
  html { font-size: 11pt; background: #fff; }
  .side, .skip, .actions, .filter, .tabs, form, .paper, .open-bar, .no-print, .foot { display: none !important; }
  .frame { display: block; } .page { padding: 0; max-width: none; }
  .card, .steps, .tile { box-shadow: none; break-inside: avoid; }
  .card:has(table) { break-inside: auto; border: 0; padding: 0; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  .beside { display: block; } .scroll { overflow: visible; }
  a { color: inherit; text-decoration: none; }
}
@media (prefers-reduced-motion: no-preference) { .button, button, .tile { transition: background-color .12s, border-color .12s; } }
.notice.offline { position: sticky; top: 0; z-index: 8; margin: 0; border-radius: 0; }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation-duration: .01ms !important; animation-iteration-count: 1 !important; transition-duration: .01ms !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) {
  .chip, .notice, .verdict, .button, button { border-width: 2px; }
  .menu a[aria-current], .tabs a[aria-current], .tile[aria-current], .pages b { outline: 2px solid Highlight; outline-offset: -2px; }
  .status-bar, .bar-part, .steps .mark, .legend li::before { forced-color-adjust: none; }
}
`;
