/** Parts of a cell that cites several documents. */
export function citations(text: string): string[] {
  return text
    .split(/[;\n]/)
    .map((part) =>
      part
        .replace(/^\s*[-+•]\s*/, "")
        .replace(/[.,\s]+$/, "")
        .trim(),
    )
    .filter((part) => part !== "");
}

/**
 * A citation as notes write it: kind, number and notation, without date and issuer ("Kế hoạch số 07-KH/BCĐ ngày 10/04/2026 của Ban
 * Chỉ đạo tỉnh" → "Kế hoạch số 07-KH/BCĐ"). What names no number stays as it is.
 */
export function shortCitation(text: string): string {
  const clean = text.replaceAll(/\s+/g, " ").trim();
  return citations(clean)
    .map(
      (part) =>
        /^(?:thực hiện |theo )?(.{1,80}?\bsố:? ?\S*\d\S*[-/]\S*[^\s.,;])(?=[,.]? (?:ngày|của|do)\b|[,.]? |$)/iu.exec(
          part,
        )?.[1] ?? part,
    )
    .join("; ");
}
