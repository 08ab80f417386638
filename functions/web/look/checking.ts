/** Pictures of changed pages, standing of documents, verification codes. */
export const CHECKING_CSS = `
.pictures details { border-top: 1px solid var(--line); padding: .2rem 0 .6rem; }
.pictures details.forbidden > summary { color: var(--bad); }
.pictures details.forbidden > summary::after { content: "✕"; font-weight: 700; }
.page-pair { margin: 0 0 1.6rem; }
.before-after { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .9rem; align-items: start; }
.before-after.wide { grid-template-columns: minmax(0, 1fr); }
@media (max-width: 40rem) { .before-after { grid-template-columns: minmax(0, 1fr); } .page-pair > .wider { display: none; } }
.pictures figure { margin: 0; min-width: 0; }
.pictures figcaption { font-weight: 600; padding: .2rem 0 .35rem; }
.pictures canvas { display: block; width: 100%; height: auto; background: #fff; border: 1px solid var(--line-strong); }
.sheet { position: relative; }
.sheet svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.sheet rect { fill: rgb(168 32 21 / .07); stroke: var(--bad); stroke-width: 2.5; vector-effect: non-scaling-stroke; }
.then .sheet rect { stroke-dasharray: 6 4; }
.sheet text { font: 700 20px sans-serif; fill: var(--bad); paint-order: stroke; stroke: #fff; stroke-width: 5px; }
.absent { border: 1px dashed var(--line-strong); padding: 2rem 1rem; text-align: center; color: var(--soft); background: #fbfaf7; }
.places { margin-top: .2rem; }
.page-list { max-height: 80vh; overflow-y: auto; border: 1px solid var(--line); background: #eceae3; padding: .8rem; margin-top: .8rem; }
.page-list figure + figure { margin-top: 1.2rem; }
.page-list details { border: 0; padding: 0; font-weight: 400; }
.standing .later { margin-bottom: .8rem; }
.standing .scroll > table.narrow { width: auto; min-width: min(100%, 28rem); }
.order + p { margin-top: .6rem; }
.check-code .qr { max-width: 12rem; margin: 0 auto .4rem; }
.check-code .qr svg { display: block; width: 100%; height: auto; border: 1px solid var(--line); }
.check-code .code { text-align: center; font-size: 1.25rem; letter-spacing: .04em; }
`;
