/** Pages of signing: the list beside what the signature needs, the choice of a key, waiting for the phone, pictures at true size, where the seal goes. */
export const SIGNING_CSS = `
.signing { display: grid; grid-template-columns: minmax(0, 1fr) minmax(19rem, 24rem); gap: 1.1rem; align-items: start; }
.signing > .card:last-child { position: sticky; top: 1rem; }
@media (max-width: 72rem) { .signing { grid-template-columns: minmax(0, 1fr); gap: 0; } .signing > .card:last-child { position: static; } }
.signing .scroll > table { min-width: 0; }
.signing td:first-child, .signing th:first-child { width: 4.2rem; }
.signing td input[type="checkbox"] { width: 1.5rem; height: 1.5rem; display: block; }
.signing tr:has(input[type="checkbox"]:checked) td { background: var(--main-tint); }
.choose-all { margin-bottom: .6rem; display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }

.key-option { border: 1px solid var(--line); border-radius: var(--radius); padding: .7rem .85rem .1rem; margin-bottom: .7rem; background: #fbfaf7; }
.key-option:has(input[name="key"]:checked) { border-color: var(--main); background: var(--main-tint); }
.key-option > .key-name { margin: 0 0 .7rem; align-items: flex-start; }
.key-name input { margin-top: .2rem; }
.key-facts { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; font-size: .875rem; color: var(--soft); margin-top: .2rem; }
.key-facts .chip { white-space: normal; border-radius: var(--radius); }
.trial.small { font-size: .75rem; padding: 0 .4rem; }
.key-option .field, .key-option > .hint, .key-unlock > .hint { margin-bottom: .7rem; }
.keys .key-option:has(input[name="key"]:not(:checked)) .key-unlock { display: none; }
button.inline { min-height: 2.25rem; padding: .1rem .7rem; }
.chips { display: flex; flex-wrap: wrap; gap: .35rem; margin-top: .35rem; }
.chips .chip { white-space: normal; border-radius: var(--radius); }
td > .button, td > form > button { white-space: nowrap; }
.keys-held .actions { margin-top: 0; }
.explained + .hint { margin-top: 0; } .hint + .explained { margin-top: 1rem; }
.reason { color: var(--bad); margin: .25rem 0 0; overflow-wrap: anywhere; }
.acts .chip { flex: none; }
ul.plain { list-style: none; margin: 0; padding: 0; }
.waiting { border-left: 6px solid var(--warn); }
.countdown { font-size: 1.15rem; font-weight: 700; font-variant-numeric: tabular-nums; }
td .countdown { font-size: 1rem; }
.countdown.over { color: var(--bad); }
.explained .check { align-items: flex-start; padding: .35rem 0; }
.explained .check input { margin-top: .15rem; }
.reading { max-width: 52rem; }
.authorities { padding-left: 1.4rem; }
.authorities > li { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) 9.5rem; gap: 0 .8rem; align-items: end; margin-bottom: .6rem; }
.authorities .field { margin-bottom: .3rem; }
.authorities button { margin-bottom: .3rem; padding-inline: .5rem; }
@media (max-width: 44rem) { .authorities > li { grid-template-columns: minmax(0, 1fr); } }
.page-sections { margin-top: 1.1rem; }

.sign-picture { margin: .3rem 0 .6rem; }
.checker { display: inline-block; max-width: 100%; padding: 8px; border: 1px solid var(--line-strong); border-radius: 4px; background: repeating-conic-gradient(#dcd9cf 0% 25%, #fff 0% 50%) 0 0 / 16px 16px; }
.checker img { display: block; max-width: 100%; height: auto; }
.ruler { display: flex; margin-top: 6px; max-width: 100%; overflow: hidden; background: #fff; width: 50mm; }
.ruler i { flex: 0 0 10mm; border-left: 1px solid var(--ink); font-size: .6875rem; line-height: 1.2; padding: .3rem 0 0 2px; font-style: normal; }
.ruler i:last-child { flex-basis: auto; }

.place { margin: 0 0 1rem; }
.place-sheet { max-width: 19rem; }
.place-sheet > svg { display: block; width: 100%; height: auto; border: 1px solid var(--line-strong); background: #fff; margin-bottom: .5rem; }
.place-sheet.drawn { position: relative; overflow: hidden; max-width: 34rem; border: 1px solid var(--line-strong); background: #fff; margin-bottom: .5rem; }
.place-sheet.drawn .words { display: none; }
.place-layer { position: relative; transform-origin: 0 0; }
.place-layer canvas { display: block; width: 100%; height: auto; }
.place-layer svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.other-places { display: flex; flex-wrap: wrap; gap: .3rem .5rem; align-items: center; margin-bottom: 1rem; }
.other-places a { border: 1px solid var(--line-strong); border-radius: 999px; padding: .25rem .8rem; min-height: 2rem; text-decoration: none; }
.other-places a[aria-current] { background: var(--main-tint); border-color: var(--main); font-weight: 600; }
@media (max-width: 72rem) { .beside.read-first > .rail { order: 0; } }
@media (max-width: 44rem) { th.wide-only, td.wide-only { display: none; } td.unbroken-when-wide { white-space: normal; overflow-wrap: anywhere; } }
@media (min-width: 44.01rem) { td.unbroken-when-wide { white-space: nowrap; } }
.sent-states td > a { display: inline-block; position: relative; }
.pages-drawn > .paper { display: none; }
.long-list { max-height: 18rem; overflow-y: auto; border: 1px solid var(--line); border-radius: var(--radius); padding: .2rem .7rem; }
.narrow-list { margin-bottom: .5rem; }
.order-field { width: 4.6rem; min-height: 2.4rem; padding: .2rem .4rem; }
.reading-tabs a { max-width: 100%; overflow-wrap: anywhere; }
.waiting-steps { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .3rem 1rem; padding: .55rem .9rem; margin-bottom: 1rem; background: var(--main-tint); border-radius: var(--radius); }
.waiting-steps .ways { display: flex; gap: 1.2rem; }
.next-waiting { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; margin: -.3rem 0 1.1rem; }
.place .word { font-family: "Times New Roman", "Liberation Serif", Tinos, serif; fill: #17252e; }
.place rect { fill: none; stroke-width: 1.6; stroke-dasharray: 6 4; vector-effect: non-scaling-stroke; }
.place rect.person { stroke: var(--info); } .place rect.seal { stroke: var(--bad); }
.place figcaption ul { margin: .3rem 0 0; padding-left: 1.1rem; }

.token { margin-top: .4rem; }
.token [role="status"]:empty { display: none; }
.token .said { border-left: 4px solid var(--line-strong); padding: .4rem .7rem; margin: .6rem 0 0; background: #f7f5ee; }
.token .said.bad { border-color: var(--bad); background: var(--bad-tint); }
.token .said.good { border-color: var(--good); background: var(--good-tint); }
`;
