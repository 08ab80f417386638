/** Writing a document: the form beside its preview, signs over the text areas, what is missing or wrong. */
export const COMPOSING_CSS = `
.composing { display: grid; grid-template-columns: minmax(0, 10fr) minmax(0, 11fr); gap: 1.1rem; align-items: start; }
.composing > form > .card:last-of-type { margin-bottom: 0; }
.preview { position: sticky; top: .75rem; display: flex; flex-direction: column; height: calc(100vh - 1.5rem); min-height: 24rem; margin-bottom: 0; padding: .8rem .9rem; gap: .45rem; }
.preview > header { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; justify-content: space-between; margin: 0; }
.preview > p { margin: 0; }
.preview .turn { display: flex; gap: .35rem; align-items: center; }
.preview .turn button { min-height: 2.25rem; min-width: 2.5rem; padding: .1rem .6rem; }
.preview .parts { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; }
.preview .parts legend { float: left; margin: .35rem .8rem 0 0; }
.sheets { flex: 1 1 auto; min-height: 0; overflow-y: auto; overflow-x: hidden; background: #e6e4dc; border: 1px solid var(--line); border-radius: 4px; padding: 8px; display: flex; flex-direction: column; gap: 8px; }
.sheet { flex: none; width: 100%; background: #fff; box-shadow: 0 1px 4px rgb(23 37 46 / .25); overflow: hidden; cursor: pointer; }
.sheet canvas { display: block; width: 100%; height: 100%; }
.preview.stale .sheets { opacity: .6; }
.preview.stale > [data-preview-state] { color: var(--bad); font-weight: 600; }
.findings { flex: none; border: 1px solid var(--warn); border-left-width: 5px; border-radius: var(--radius); background: var(--warn-tint); padding: 0 .8rem; }
.findings.none { border-color: var(--good); background: var(--good-tint); }
.findings summary { min-height: 2.25rem; }
.findings ol { list-style: none; margin: 0 0 .6rem; padding: 0; max-height: 11.5rem; overflow-y: auto; }
.findings li { padding: .3rem 0 .3rem 1.35rem; border-top: 1px solid var(--line); position: relative; font-size: .9375rem; }
.findings li::before { content: "!"; position: absolute; left: .2rem; font-weight: 700; color: var(--warn); }
.findings li.bad::before { content: "✕"; color: var(--bad); }
.findings li button { min-height: 1.6rem; padding: 0; border: 0; background: none; color: var(--main); font-weight: 600; text-align: left; text-decoration: underline; text-underline-offset: .18em; justify-content: flex-start; }
.findings li .hint { display: block; margin: 0; }
.signs { display: flex; flex-wrap: wrap; gap: .3rem; margin-bottom: .3rem; }
.signs button { min-height: 2rem; padding: .1rem .5rem; font-size: .8438rem; font-weight: 500; }
.savebar .button, .savebar button { padding: .4rem .75rem; }
.findings.none ol { display: none; }
.composing textarea[data-signs] { font-size: 1rem; }
.composing [aria-invalid="true"] { border-color: var(--bad); box-shadow: inset 3px 0 0 var(--bad); }
.directory { border: 1px dashed var(--line-strong); border-radius: var(--radius); padding: .6rem .8rem; margin: -.4rem 0 1rem; }
.directory .add { display: flex; gap: .5rem; align-items: end; }
.directory .add > :first-child { flex: 1 1 auto; }
.directory label { font-size: .875rem; }
.directory [data-found] { display: flex; flex-wrap: wrap; gap: .3rem; font-size: .875rem; color: var(--soft); }
.directory [data-found]:not(:empty) { margin-top: .5rem; }
.directory [data-found] button { min-height: 2.1rem; padding: .1rem .7rem; font-weight: 500; text-align: left; }
.savebar { position: sticky; bottom: 0; z-index: 1; background: var(--sheet); border-top: 1px solid var(--line); margin: 1rem -1.25rem -1.1rem; padding: .7rem 1.25rem; border-radius: 0 0 var(--radius) var(--radius); display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.savebar .problem { color: var(--bad); font-weight: 600; }
.to-preview { display: none; }
@media (max-width: 68rem) {
  .composing { grid-template-columns: minmax(0, 1fr); }
  .to-preview { display: inline-flex; }
  .preview { position: static; height: 90vh; }
  .savebar { position: static; }
}
`;
