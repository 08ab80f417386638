/** Pages of incoming documents: the stamp ĐẾN as it will be printed (NĐ30 Phụ lục IV, V), scans in place of a PDF. */
export const INCOMING_CSS = `
.stamp-den { display: grid; grid-template-columns: 2fr 3fr; border: 2px solid #a82015; color: #a82015; margin: 0 0 1rem; max-width: 20rem; font-size: .9rem; }
.stamp-den > div { border: 1px solid #a82015; padding: .3rem .5rem; display: flex; gap: .35rem; align-items: center; min-width: 0; }
.stamp-den .head, .stamp-den .wide { grid-column: 1 / -1; } .stamp-den .head { justify-content: center; text-align: center; font-weight: 700; font-size: .8rem; }
.stamp-den .word { grid-row: span 2; justify-content: center; font-weight: 700; font-size: 1.4rem; }
.stamp-den > div { overflow-wrap: anywhere; }
img.scan { width: 100%; height: auto; border: 1px solid var(--line); background: #fff; }
@media (max-width: 44rem) { .scroll > table.register { min-width: 54rem; } }
.rail details { border-top: 1px solid var(--line); } .rail details[open] { padding-bottom: .6rem; }
.rail .card > form + form { margin-top: .6rem; }
`;
