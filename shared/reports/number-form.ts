/** A number as Vietnamese writes it: "1.234", "45,5"; at most two decimals. */
export function numberForm(value: number): string {
  const rounded = Math.round(Math.abs(value) * 100) / 100;
  const [whole, decimals] = String(rounded).split(".") as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ".");
  return `${value < 0 && rounded !== 0 ? "-" : ""}${grouped}${decimals === undefined ? "" : `,${decimals}`}`;
}

/** A number with its unit: "45,5%", "12 nhiệm vụ", "95". */
export function withUnit(value: number, unit: string): string {
  const word = unit.trim();
  if (word === "") return numberForm(value);
  return word.startsWith("%") ? `${numberForm(value)}${word}` : `${numberForm(value)} ${word}`;
}

/** An ISO day as sentences and tables of reports write it: "14/6/2026" (NĐ30 PL I.II.4: zero only before 1 to 9, and before months 1 and 2). */
export function dayForm(day: string): string {
  const [year, month, date] = day.split("-") as [string, string, string];
  return `${date}/${Number(month) <= 2 ? month : Number(month)}/${year}`;
}
