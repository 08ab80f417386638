/**
 * Base of the style sheet: colours, type, page frame, navigation. Own look, no outside fonts: the system's sans, which on every
 * desktop of today carries Vietnamese. Colour pairs reach at least 4.5:1 (WCAG 2.2 AA, 1.4.3).
 */
export const BASE_CSS = `
:root {
  --paper: #f5f4ef; --sheet: #fff; --ink: #17252e; --soft: #52606a; --line: #d8d5ca; --line-strong: #8d959b;
  --main: #0f4c5c; --main-deep: #0a3743; --main-tint: #e5eff0; --accent: #9c3d26;
  --good: #1a6338; --good-tint: #e6f2e9; --bad: #a82015; --bad-tint: #fceceb; --warn: #7c4a00; --warn-tint: #fcf2dc;
  --info: #1d4f86; --info-tint: #e8f0f9; --radius: 6px; --shadow: 0 1px 2px rgb(23 37 46 / .06), 0 1px 8px rgb(23 37 46 / .05);
}
* { box-sizing: border-box; }
html { font: 16px/1.55 "Be Vietnam Pro", "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, "Liberation Sans", Arimo, sans-serif; color: var(--ink); background: var(--paper); }
body { margin: 0; }
h1, h2, h3 { line-height: 1.3; margin: 0; text-wrap: balance; }
h1 { font-size: 1.6rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; }
h3 { font-size: 1rem; }
p { margin: 0 0 .75rem; }
a { color: var(--main); text-underline-offset: .18em; }
a:hover { color: var(--main-deep); text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; border-radius: 3px; }
.side :focus-visible, .open-bar :focus-visible { outline-color: #f0c26a; }
main:focus-visible { outline: none; }
code, .mono { font-family: ui-monospace, "Cascadia Mono", Consolas, "Liberation Mono", Cousine, monospace; font-size: .85em; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.nowrap { white-space: nowrap; }
.lines { white-space: pre-line; }
.right { text-align: right; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; top: 0; background: #fff; padding: .6rem 1rem; z-index: 9; }
.skip:focus { left: .5rem; top: .5rem; }

.frame { display: grid; grid-template-columns: 15.5rem minmax(0, 1fr); min-height: 100vh; }
.side { background: var(--main-deep); color: #e8f0f1; padding: 1.1rem .75rem 1rem; display: flex; flex-direction: column; gap: 1rem; position: sticky; top: 0; height: 100vh; overflow-y: auto; scrollbar-color: #4a7682 transparent; }
.side-body { display: flex; flex-direction: column; flex: 1 0 auto; gap: 1rem; }
.menu-switch { display: none; }
.brand { display: flex; gap: .65rem; align-items: center; padding: 0 .5rem; color: #fff; text-decoration: none; font-weight: 700; font-size: 1.15rem; letter-spacing: .01em; }
.brand:hover { color: #fff; }
.brand svg { width: 2rem; height: 2rem; flex: none; }
.brand small { display: block; font-weight: 400; font-size: .75rem; color: #b9cdd2; letter-spacing: 0; }
.menu { display: flex; flex-direction: column; gap: .1rem; }
.menu h2 { font-size: .72rem; text-transform: uppercase; letter-spacing: .07em; color: #9fbac1; padding: .9rem .6rem .25rem; font-weight: 600; }
.menu a { display: flex; justify-content: space-between; align-items: center; gap: .5rem; min-height: 2.5rem; padding: .3rem .6rem; border-radius: var(--radius); color: #e8f0f1; text-decoration: none; border-left: 3px solid transparent; }
.menu a:hover { background: #14505f; color: #fff; }
.menu a[aria-current] { background: #16586a; color: #fff; font-weight: 600; border-left-color: #f0c26a; }
.count { background: #f0c26a; color: #2b1d00; border-radius: 999px; font-size: .78rem; font-weight: 700; min-width: 1.5rem; padding: .05rem .4rem; text-align: center; }
.side .who { margin-top: auto; padding: .75rem .6rem 0; border-top: 1px solid #2a5a68; font-size: .875rem; }
.side .who strong { display: block; color: #fff; }
.side .who span { color: #b9cdd2; }
.side .who form { margin-top: .6rem; }
.page { padding: 1.6rem clamp(1rem, 3vw, 2.5rem) 4rem; max-width: 92rem; min-width: 0; }
.page > header { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: flex-start; justify-content: space-between; margin-bottom: 1.25rem; }
.page > header > div:first-child { flex: 1 1 24rem; min-width: 0; }
.page > header p { margin: .3rem 0 0; color: var(--soft); max-width: 70ch; }
.crumbs { font-size: .875rem; margin-bottom: .35rem; color: var(--soft); }
.open { max-width: 62rem; margin: 0 auto; padding: 0 1rem 4rem; }
.open-bar { background: var(--main-deep); margin-bottom: 1.75rem; }
.open-bar > div { max-width: 62rem; margin: 0 auto; padding: .85rem 1rem; display: flex; justify-content: space-between; align-items: center; gap: 1rem; flex-wrap: wrap; }
.open-bar a:not(.brand) { color: #e8f0f1; }
.open-bar .brand { padding: 0; }
.open > h1 { margin-bottom: .4rem; }
.open > h1 + :not(p) { margin-top: .9rem; }
.open-bar .actions { gap: .4rem 1.2rem; }
:is(.card, .open, .notice) ul:not([class]), :is(.card, .open) ol:not([class]) { padding-left: 1.3rem; }
.narrow { max-width: 30rem; margin-inline: auto; }
.foot { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--soft); }

@media (max-width: 56rem) {
  .frame { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto 1fr; }
  .side { position: static; height: auto; padding: .5rem .75rem; gap: 0; overflow: visible; }
  .side-top { display: flex; align-items: center; justify-content: space-between; gap: .75rem; }
  .brand { padding: 0; min-width: 0; }
  .brand small { overflow-wrap: anywhere; }
  .menu-switch { display: block; flex: none; }
  .menu-switch > summary { min-height: 2.75rem; padding: .2rem .8rem; border: 1px solid #5f8590; border-radius: var(--radius); color: #fff; list-style: none; }
  .menu-switch > summary::-webkit-details-marker { display: none; }
  .menu-switch > summary::before { content: "☰"; color: #fff; }
  .menu-switch[open] > summary::before { content: "✕"; }
  .side-top:has(.menu-switch:not([open])) + .side-body { display: none; }
  .side-body { padding-top: .6rem; }
  .menu { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10rem), 1fr)); gap: .1rem .4rem; }
  .menu h2 { grid-column: 1 / -1; padding-top: .6rem; }
  .menu a { min-height: 2.75rem; }
  .side .who { margin-top: 0; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem; padding-top: .5rem; }
  .side .who form { margin: 0; }
  .page { padding-top: 1.1rem; }
  h1 { font-size: 1.35rem; }
}
`;
