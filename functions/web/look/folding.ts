/** Script part with which pages find names typed without marks, as `foldVietnamese` does it on the service. Embedded where it is needed. */
export const FOLDING = `
function folded(text) { return text.normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase(); }
`;
