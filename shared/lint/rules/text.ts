import { excerpt } from "../fold.ts";
import type { Line } from "../model.ts";
import type { Judgement } from "./judge.ts";
import { placesOf } from "./judge.ts";

/** Faces that have the measures of Times New Roman and stand for it where it may not be shipped. */
const SAME_FACE = /^(times new roman|times|times ?new ?roman|tinos|liberation ?serif|thorndale)/i;

/** The typeface of everything that is read. */
export function judgeFonts(j: Judgement): void {
  const { value, clause } = j.rules.font;
  const families = new Map<string, Line[]>();
  for (const line of j.file.lines) {
    for (const run of line.runs) {
      // Bullets, signs and arrows may come from a symbol face.
      if (!/[\p{L}\d]/u.test(run.text) || SAME_FACE.test(run.style.family)) continue;
      const lines = families.get(run.style.family) ?? [];
      if (lines.at(-1) !== line) lines.push(line);
      families.set(run.style.family, lines);
    }
  }
  if (families.size > 0) {
    const names = [...families.keys()];
    const old = names.filter((name) => /^(\.vn|vni[- ])/i.test(name));
    j.add({
      rule: "font.family",
      clause,
      where: placesOf([...families.values()].flat()),
      expected: `phông chữ ${value}, bộ mã Unicode`,
      found: `${names.slice(0, 5).join(", ")}${old.length > 0 ? " (phông của bảng mã cũ, không phải Unicode)" : ""}`,
    });
  }
  if (j.file.missingFonts.length > 0) {
    j.add({
      rule: "font.embedded",
      clause,
      severity: "warning",
      where: "toàn tệp",
      expected: "phông chữ được nhúng trong PDF để hiện đúng trên mọi máy",
      found: `không nhúng: ${j.file.missingFonts.slice(0, 5).join(", ")}`,
    });
  }
}

/** Vietnamese letters must be the composed ones of TCVN 6909:2001. */
export function judgeComposed(j: Judgement): void {
  if (j.file.notNfc.length === 0) return;
  const wrong = new Set(j.file.notNfc);
  const places = j.file.paragraphs.filter((paragraph) => wrong.has(paragraph.ordinal));
  const shown = places.slice(0, 6).map((paragraph) => paragraph.where);
  j.add({
    rule: "text.unicode",
    clause: j.rules.font.clause,
    where:
      places.length === 1
        ? `${places[0]!.where} “${excerpt(places[0]!.text)}”`
        : `${shown.join(", ")}${places.length > 6 ? ` và ${places.length - 6} chỗ khác` : ""}`,
    expected: "chữ Unicode dựng sẵn (NFC)",
    found: "chữ Unicode tổ hợp (NFD)",
    fixes: j.file.notNfc.map((paragraph) => ({ kind: "nfc", paragraph })),
  });
}
