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
@media (forced-colors: active) { .chip, .notice, .verdict { border-width: 2px; } }
`;
