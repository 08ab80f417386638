/** Pieces that pages are built of: cards, buttons, fields, tables, chips, notices. */
export const PIECES_CSS = `
.card { background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: 1.1rem 1.25rem; margin-bottom: 1.1rem; min-width: 0; }
.card > h2 { margin-bottom: .75rem; }
.card > header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .5rem 1rem; margin-bottom: .75rem; }
.card > :last-child { margin-bottom: 0; }
.card h3 { margin: 1.1rem 0 .4rem; }
.card > header h3 { margin: 0; }
.page > h2 { margin: 1.5rem 0 .7rem; }
hr { border: 0; border-top: 1px solid var(--line); margin: 1.2rem 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1.1rem; align-items: start; }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) minmax(17.5rem, 21rem); gap: 1.1rem; align-items: start; }
@media (max-width: 72rem) { .beside { grid-template-columns: minmax(0, 1fr); } .beside > .rail { order: -1; } }

.button, button { font: inherit; font-weight: 600; display: inline-flex; align-items: center; justify-content: center; gap: .45rem; min-height: 2.75rem; padding: .4rem 1.05rem; border-radius: var(--radius); border: 1px solid var(--line-strong); background: #fff; color: var(--ink); text-decoration: none; cursor: pointer; }
.button:hover, button:hover { border-color: var(--main); color: var(--main-deep); background: var(--main-tint); }
.button.main, button.main { background: var(--main); border-color: var(--main); color: #fff; }
.button.main:hover, button.main:hover { background: var(--main-deep); color: #fff; }
button.danger { color: var(--bad); border-color: var(--bad); }
button.danger:hover { background: var(--bad-tint); color: var(--bad); border-color: var(--bad); }
button.quiet { min-height: 2.25rem; font-weight: 500; background: transparent; color: #e8f0f1; border-color: #5f8590; padding: .2rem .8rem; }
button.quiet:hover { background: #14505f; color: #fff; }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin-top: 1rem; }
.actions:first-child, .page > header .actions, .open-bar .actions { margin-top: 0; }
.actions + .card { margin-top: 1.1rem; }
button[aria-busy="true"] { opacity: .7; cursor: progress; }

form .field { margin-bottom: 1rem; }
label, legend { font-weight: 600; display: block; margin-bottom: .3rem; }
label .optional { font-weight: 400; color: var(--soft); }
fieldset { border: 0; padding: 0; margin: 0 0 1rem; min-width: 0; }
fieldset.boxed { border: 1px solid var(--line); border-radius: var(--radius); padding: .9rem 1rem .2rem; }
fieldset.boxed > legend { padding: 0 .4rem; margin-left: -.4rem; }
.card > .hint, .list + .small, .list + .hint { margin-top: .6rem; }
.hint + .pair, .hint + .field { margin-top: .9rem; }
.hint { color: var(--soft); font-size: .875rem; margin: .25rem 0 0; }
.day-said { display: block; } .day-said:empty { display: none; }
input, select, textarea { font: inherit; color: inherit; width: 100%; min-height: 2.75rem; padding: .45rem .65rem; background: #fff; border: 1px solid var(--line-strong); border-radius: var(--radius); }
textarea { line-height: 1.5; resize: vertical; }
input[type="file"] { padding: .4rem; background: #fbfaf7; }
input[type="checkbox"], input[type="radio"] { width: 1.25rem; height: 1.25rem; min-height: 0; margin: 0; accent-color: var(--main); flex: none; }
.check { display: flex; gap: .6rem; align-items: center; font-weight: 400; min-height: 2.25rem; margin: 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); gap: 0 1rem; }
.filter { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin-bottom: .9rem; }
.filter .field { margin: 0; flex: 1 1 14rem; }
.filter .field.thin { flex: 0 1 12rem; }
details > summary { cursor: pointer; font-weight: 600; min-height: 2.75rem; display: flex; align-items: center; gap: .5rem; }
details > summary::before { content: "▸"; color: var(--soft); }
details[open] > summary::before { content: "▾"; }

.scroll { overflow-x: auto; position: relative; }
.scroll > table { min-width: 46rem; }
.scroll > table.narrow { min-width: 0; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .65rem; border-bottom: 1px solid var(--line); }
th.number { white-space: nowrap; }
thead th { font-size: .8125rem; color: var(--soft); border-bottom: 2px solid var(--line); vertical-align: bottom; background: var(--sheet); }
tbody tr:hover { background: #faf9f5; }
tr.group th { background: var(--main-tint); color: var(--main-deep); font-size: .9375rem; }
tr.bad td { background: var(--bad-tint); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
table.register { font-size: .875rem; }
table.register th, table.register td { border: 1px solid var(--line); }
table.register tr.numbers th { text-align: center; font-weight: 400; padding: .1rem; }

.chip { display: inline-flex; align-items: center; gap: .35rem; padding: .1rem .6rem .12rem .45rem; border-radius: 999px; font-size: .8438rem; font-weight: 600; white-space: nowrap; border: 1px solid; background: #fff; }
.chip::before { font-weight: 700; }
.chip.good { color: var(--good); background: var(--good-tint); border-color: #a9d0b5; } .chip.good::before { content: "✓"; }
.chip.bad { color: var(--bad); background: var(--bad-tint); border-color: #eab3ae; } .chip.bad::before { content: "✕"; }
.chip.warn { color: var(--warn); background: var(--warn-tint); border-color: #e6cc94; } .chip.warn::before { content: "!"; }
.chip.info { color: var(--info); background: var(--info-tint); border-color: #b3cbe6; } .chip.info::before { content: "●"; font-size: .6em; }
.chip.plain { color: var(--soft); background: #f3f2ed; border-color: var(--line); } .chip.plain::before { content: "○"; }

td .chip { white-space: normal; min-width: 5.6rem; border-radius: var(--radius); line-height: 1.35; }
.notice { border: 1px solid; border-left-width: 5px; border-radius: var(--radius); padding: .8rem 1rem; margin-bottom: 1.1rem; background: var(--info-tint); border-color: var(--info); }
.notice > strong { display: block; }
.notice p:last-child, .notice ul:last-child { margin-bottom: 0; }
.notice.good { background: var(--good-tint); border-color: var(--good); }
.notice.bad { background: var(--bad-tint); border-color: var(--bad); }
.notice.warn { background: var(--warn-tint); border-color: var(--warn); }
.empty { text-align: center; padding: 2.2rem 1rem; color: var(--soft); }
.empty strong { display: block; color: var(--ink); font-size: 1.05rem; margin-bottom: .3rem; }
.empty .actions { justify-content: center; }

.facts { display: grid; grid-template-columns: minmax(8rem, 12rem) minmax(0, 1fr); gap: .3rem .9rem; margin: 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.rail .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .rail .facts dt { font-size: .875rem; } .rail .facts dd { margin-bottom: .6rem; }
.scroll + .small { margin: .6rem 0 0; }
@media (max-width: 34rem) { .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .6rem; } }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); gap: .8rem; margin-bottom: 1.1rem; }
.tile { display: block; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius); padding: .8rem 1rem; text-decoration: none; color: var(--ink); box-shadow: var(--shadow); }
a.tile:hover { border-color: var(--main); color: var(--main-deep); }
.tile b { display: block; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.list { list-style: none; margin: 0; padding: 0; }
.list > li { padding: .65rem 0; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .3rem 1rem; justify-content: space-between; align-items: baseline; }
.list > li:last-child { border-bottom: 0; padding-bottom: 0; }
.list > li > :first-child { flex: 1 1 20rem; min-width: 0; }
.columns.start { display: block; columns: 2 24rem; column-gap: 1.1rem; margin-bottom: 1.1rem; }
.start > .card:last-child { margin-bottom: 0; }
.start > .card { break-inside: avoid; }
.start .list > li > :first-child { flex-basis: 14rem; }
.start .list > li { flex-wrap: nowrap; align-items: center; }
.tree { list-style: none; margin: 0; padding: 0; }
.tree .tree { margin-left: .5rem; padding-left: 1.1rem; border-left: 2px solid var(--line); }
.tree li > div { display: flex; flex-wrap: wrap; gap: .2rem 1rem; justify-content: space-between; align-items: baseline; padding: .45rem 0; border-bottom: 1px solid var(--line); }
.tree > li:last-child > div:last-child { border-bottom: 0; }
.list.health h3 { margin: 0; }
.anchors > li { flex-wrap: wrap; } .anchors form { margin: 0; }
.anchors .facts { margin-top: .5rem; }
.tabs { display: flex; flex-wrap: wrap; gap: .25rem; border-bottom: 2px solid var(--line); margin-bottom: 1rem; }
.tabs a { padding: .55rem .9rem; min-height: 2.75rem; text-decoration: none; color: var(--soft); border-bottom: 3px solid transparent; margin-bottom: -2px; font-weight: 600; }
.tabs a[aria-current] { color: var(--main-deep); border-bottom-color: var(--main); }
`;
