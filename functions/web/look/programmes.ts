/** Pages of programmes over time: bars, deadlines before and now, events with marked words; and the working calendar. */
export const PROGRAMMES_CSS = `
.status-bar { display: block; width: 100%; height: 1rem; border-radius: 4px; margin: 0 0 .6rem; background: #e6e4dc; }
.status-bar .good { fill: #2f8a55; } .status-bar .late { fill: #9fc9ae; } .status-bar .info { fill: #6d9bcb; } .status-bar .plain { fill: #c4c1b5; } .status-bar .bad { fill: #c0392b; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0; padding: 0; font-size: .875rem; }
.legend li::before { content: ""; display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin-right: .4rem; vertical-align: -.08rem; border: 1px solid rgb(0 0 0 / .15); background: #c4c1b5; }
.legend .good::before { background: #2f8a55; } .legend .late::before { background: #9fc9ae; } .legend .info::before { background: #6d9bcb; } .legend .bad::before { background: #c0392b; }
.tiles.slim { grid-template-columns: repeat(auto-fit, minmax(min(100%, 6.5rem), 1fr)); }
.tile[aria-current] { border-color: var(--main); box-shadow: inset 0 -3px 0 var(--main); }
.percent { display: block; min-width: 5.5rem; font-variant-numeric: tabular-nums; }
.percent progress { display: block; margin-top: .2rem; }
.was { text-decoration: line-through; color: var(--soft); }
.chips { display: flex; flex-wrap: wrap; gap: .3rem; }
.pages { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; justify-content: space-between; margin-top: .9rem; }
.pages ul { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem; margin: 0; padding: 0; }
.pages a, .pages b { display: inline-flex; min-width: 2.5rem; min-height: 2.5rem; align-items: center; justify-content: center; border: 1px solid var(--line); border-radius: var(--radius); padding: 0 .5rem; text-decoration: none; background: var(--sheet); }
.pages b { background: var(--main); border-color: var(--main); color: #fff; }
.rail .warnings { margin: 0 0 .9rem; padding: 0; list-style: none; display: grid; gap: .4rem; }
.warnings li { border-left: 4px solid var(--warn); background: var(--warn-tint); padding: .35rem .6rem; border-radius: 0 4px 4px 0; }
.warnings li.bad { border-color: var(--bad); background: var(--bad-tint); }
.deadlines { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8rem), 1fr)); gap: .6rem; margin-bottom: .9rem; }
.deadlines > div { border: 1px solid var(--line); border-radius: var(--radius); padding: .5rem .7rem; }
.deadlines .now { border-color: var(--main); background: var(--main-tint); }
.deadlines span { display: block; font-size: .8125rem; color: var(--soft); }
.deadlines small { display: block; color: var(--soft); }
.event { border-top: 1px solid var(--line); padding: .7rem 0; }
.event:first-of-type { border-top: 0; padding-top: 0; }
.event > header { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: baseline; margin-bottom: .35rem; }
.event .sides + .sides { margin-top: .3rem; }
.event .sides { display: grid; grid-template-columns: minmax(6rem, 9rem) minmax(0, 1fr) minmax(0, 1fr); gap: .3rem .9rem; margin: 0; font-size: .9375rem; }
.event .sides > * { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.event .sides dt { color: var(--soft); font-size: .875rem; }
.event .sides .wide { grid-column: 2 / -1; }
.conflict { border: 2px solid var(--bad); border-radius: var(--radius); background: var(--sheet); padding: 1rem 1.2rem; margin-bottom: 1.1rem; }
.conflict table { font-size: .9375rem; }
.conflict td { white-space: pre-line; overflow-wrap: anywhere; }
.revision { border-left: 2px solid var(--line); margin-left: .35rem; padding: 0 0 1.1rem 1.1rem; position: relative; }
.revision::before { content: ""; position: absolute; left: -.42rem; top: .45rem; width: .7rem; height: .7rem; border-radius: 50%; background: var(--main); }
.revision > header { display: flex; flex-wrap: wrap; gap: .2rem .9rem; align-items: baseline; }
.revision ul { margin: .35rem 0 0; padding-left: 1.2rem; }
.months { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16.5rem), 1fr)); gap: 1rem; align-items: start; }
.counted { margin-top: 1rem; }
.month { font-size: .875rem; }
.month caption { color: var(--main-deep); }
.month th, .month td { text-align: center; padding: .28rem .1rem; border: 0; width: 14.28%; font-variant-numeric: tabular-nums; }
.month thead th { border-bottom: 1px solid var(--line); font-weight: 600; }
.month tbody tr:hover { background: none; }
.month .rest { color: var(--soft); background: #f1efe8; }
.month .holiday { background: var(--bad-tint); color: var(--bad); font-weight: 700; box-shadow: inset 0 0 0 1px #eab3ae; }
.month .swapped { background: var(--warn-tint); color: var(--warn); font-weight: 700; box-shadow: inset 0 0 0 1px #e6cc94; }
.month .worked { background: var(--info-tint); color: var(--info); font-weight: 700; box-shadow: inset 0 0 0 1px #b3cbe6; }
.month .today { outline: 2px solid var(--main); outline-offset: -2px; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .9rem 0 0; padding: 0; font-size: .875rem; }
.key span { display: inline-block; width: 1.1rem; height: 1.1rem; margin-right: .4rem; vertical-align: -.2rem; border-radius: 2px; }
.key .rest { background: #e7e4da; } .key .holiday { background: var(--bad-tint); box-shadow: inset 0 0 0 1px #eab3ae; } .key .swapped { background: var(--warn-tint); box-shadow: inset 0 0 0 1px #e6cc94; } .key .worked { background: var(--info-tint); box-shadow: inset 0 0 0 1px #b3cbe6; }
.table-head { display: flex; flex-wrap: wrap; gap: .4rem 1rem; justify-content: space-between; align-items: center; margin-bottom: .6rem; }
.table-head p { margin: 0; }
.button.small { min-height: 2.25rem; padding: .2rem .8rem; }
.bulk { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: end; padding: .6rem .8rem; margin-bottom: .8rem; background: #f7f5ee; border: 1px solid var(--line); border-radius: var(--radius); }
.bulk .field { margin: 0; flex: 0 1 17rem; } .bulk .check { min-height: 2.75rem; } .bulk > span { align-self: center; }
.boxes { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 12rem), 1fr)); gap: 0 1rem; }
.tasks th .sort { display: inline-flex; gap: .25rem; align-items: center; min-height: 1.75rem; color: inherit; text-decoration: none; }
.tasks th .sort:hover { color: var(--main-deep); text-decoration: underline; } .tasks th[aria-sort] .sort { color: var(--main-deep); }
.tasks .arrow { font-size: .7rem; }
.tasks .choose { width: 2.5rem; padding-right: 0; } .tasks .choose .check { min-height: 0; } .tasks [hidden] { display: none; }
.scroll:has(> .tasks) { position: relative; }
.tasks td.lines { overflow-wrap: break-word; min-width: 7.5rem; } .tasks td.name { min-width: 15rem; }
.tasks td.name > a { display: inline-block; min-height: 1.5rem; }
.tasks a.edit { color: inherit; text-decoration: underline dotted var(--line-strong); text-underline-offset: .2em; display: block; min-height: 1.5rem; }
.tasks a.edit:hover { background: var(--main-tint); } .tasks a.edit.small { color: var(--main); display: inline-block; margin-top: .3rem; }
.tasks td.editing { background: var(--main-tint); box-shadow: inset 0 0 0 2px var(--main); min-width: 15rem; }
.tasks td.editing .actions { margin-top: .4rem; gap: .4rem; } .tasks td.editing button { min-height: 2.25rem; padding: .2rem .7rem; }
.cell-fault { border-left: 4px solid var(--bad); background: var(--bad-tint); padding: .4rem .6rem; margin-top: .4rem; }
.cell-fault strong { display: block; color: var(--bad); }
.saved { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; } .saved:not(:empty) { background: var(--good-tint); border-left: 5px solid var(--good); border-radius: var(--radius); padding: .4rem .8rem; margin-bottom: .8rem; }
.undo { display: inline-block; margin: .4rem 0 0; } .saved .undo { margin: 0; } .undo button { min-height: 2.25rem; padding: .2rem .8rem; }
#cot-hien { margin-top: .6rem; } #cot-hien + .small, #bang-nhiem-vu + .small { margin-top: .9rem; }
.files { list-style: none; margin: 0; padding: 0; }
.sitting { border-left: 2px solid var(--line); margin: 0 0 1.1rem .35rem; padding-left: 1.1rem; } .sitting > summary { align-items: baseline; padding: .4rem 0; }
@media print { .tasks { font-size: 8.5pt; } .tasks th, .tasks td { padding: .15rem .3rem; } .tasks td.name, .tasks td.lines { min-width: 0; } .tasks .arrow { display: none; } .tasks progress { display: none; } .tasks a.edit { text-decoration: none; } .card:has(.tasks) { overflow: visible; } }
@media (max-width: 44rem) {
  .event .sides { grid-template-columns: minmax(0, 1fr); } .event .sides .wide { grid-column: auto; }
  .event .sides dd::before { content: attr(data-side); display: block; color: var(--soft); font-size: .75rem; }
}
`;
