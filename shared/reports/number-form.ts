/** From here on a number has no decimals that could be told. */
const WHOLE = 1e15;

/**
 * A number as Vietnamese writes it: "1.234", "45,5"; at most six decimals, so that 94,999 that misses 95 is not read as 95.
 */
export function numberForm(value: number): string {
  const size = Math.abs(value);
  const rounded = size < WHOLE ? Math.round(size * 1e6) / 1e6 : Math.round(size);
  const [whole, decimals] = (size < WHOLE ? String(rounded) : BigInt(rounded).toString()).split(".") as [
    string,
    string?,
  ];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ".");
  return `${value < 0 && rounded !== 0 ? "-" : ""}${grouped}${decimals === undefined ? "" : `,${decimals}`}`;
}

/** A number with its unit: "45,5%", "12 nhiệm vụ", "95". */
export function withUnit(value: number, unit: string): string {
  const word = unit.trim();
  if (word === "") return numberForm(value);
  return word.startsWith("%") ? `${numberForm(value)}${word}` : `${numberForm(value)} ${word}`;
}
