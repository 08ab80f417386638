/** What report pages have of their own: the report as it reads, figures that are links, charts with their tables. */
export const REPORTS_CSS = `
.report { font-size: 1.02rem; line-height: 1.65; }
.report h2 { margin: 1.6rem 0 .5rem; }
.report h3 { margin: 1.1rem 0 .4rem; }
.report > :first-child { margin-top: 0; }
.report p { max-width: 78ch; }
.report ul { max-width: 78ch; margin: 0 0 .75rem; padding-left: 1.3rem; }
.report a.figure, .facts a.figure { font-weight: 700; font-variant-numeric: tabular-nums; text-decoration-style: dotted; white-space: nowrap; }
.report a.figure:hover { text-decoration-style: solid; background: var(--main-tint); }
.report td a.figure { font-weight: 600; display: inline-block; min-width: 1.5rem; min-height: 1.5rem; }
.report td.center, .report th.center { text-align: center; }
.report tr.strong td { font-weight: 700; }
figure.chart { margin: 1rem 0 1.2rem; border: 1px solid var(--line); border-radius: var(--radius); padding: .8rem 1rem .3rem; background: #fff; max-width: 52rem; }
figure.chart svg { display: block; width: 100%; height: auto; }
figure.chart .slim { display: none; max-width: 30rem; }
@media (max-width: 40rem) { figure.chart .wide { display: none; } figure.chart .slim { display: block; } }
.check + fieldset.boxed { margin-top: 1rem; }
.hint.under { margin-bottom: .9rem; }
figure.chart figcaption { font-weight: 600; margin-bottom: .5rem; }
.period { display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; }
.notices > li { align-items: flex-start; }
.notices > li > :first-child { flex: 1 1 18rem; }
.notices form { margin: 0; }
.notices button { min-height: 2.25rem; padding: .2rem .8rem; }
`;
