/** Styles of the pages about signing in, beside those of all pages. */
export const IDENTITY_CSS = `
button[data-passkey][hidden] { display: none; }
.open form + p, .open form + section { margin-top: 1rem; }
.card .scroll + .pair, .card .scroll + .field { margin-top: 1rem; }
.provider { border-bottom: 1px solid var(--line, #d8d5cc); padding-bottom: 1rem; margin-bottom: 1rem; }
.scopes { columns: 22rem; column-gap: 2rem; }
.scopes .check { break-inside: avoid; }
.codes { columns: 14rem; }
.codes li { break-inside: avoid; }
.said:empty { display: none; }
`;
