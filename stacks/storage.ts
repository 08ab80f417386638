export function storage() { return { table: { name: "" }, files: { name: "" } }; }
