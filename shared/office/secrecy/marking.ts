/**
 * Is something marked as a State secret? A marking is a line or cell of its own, or the value of a field for it, as the stamp in box 10a is
 * (NĐ30 Phụ lục I, Phần II, 2.a); the words "bí mật", "mật độ", "mật khẩu" in a sentence are none.
 */

/** Levels as they are stamped: always capitals, letters possibly set apart. */
const LEVELS = new Set(["MẬT", "TỐIMẬT", "TUYỆTMẬT"]);
/** "Độ mật: Tối mật": the field names what it is, so case does not matter. */
const FIELD = /^(?:(?:dấu chỉ|mức)?\s*độ mật|mức mật|phân loại mật)\s*[:：=-]\s*(?:tuyệt\s+|tối\s+)?mật\s*[.!]?$/iu;
/** What is stamped beside it on the same line: the urgency (NĐ30 Phụ lục I, Phần II, 2.b), the number of the copy. */
const BESIDE = /THƯỢNGKHẨN|H(?:ỎA|OẢ)TỐC|HẸNGIỜ|KHẨN|bảnsố\d*$/giu;
/** Greek and Cyrillic capitals that look like Latin ones, of the letters in a level. */
const ALIKE: Record<string, string> = {
  М: "M", Μ: "M", Т: "T", Τ: "T", А: "A", Α: "A", О: "O", Ο: "O", І: "I", Ι: "I", У: "Y", Υ: "Y", Е: "E", Ε: "E",
}; // biome-ignore format: pairs
/** A line longer than this is a sentence. */
const LONGEST = 60;
/** Names of fields of data that hold the level. */
const LEVEL_FIELDS = new Set([
  "domat",
  "mucdomat",
  "mucmat",
  "secrecy",
  "secretlevel",
  "classification",
  "confidentiality",
]);
const LEVEL_WORDS = new Set(["mat", "toi mat", "tuyet mat", "secret", "top secret", "confidential"]);
/** Words that stand before or after MẬT in capitals without making it a marking. */
const NO_MARKING = /(?:BÍ|BẢO|CƠ|THÂN) MẬT|MẬT (?:ĐỘ|KHẨU|MÃ|THƯ|ONG|VỤ|DANH)/gu;
const STEPS = 200_000;
/** What a value says that nobody but the person knows, and keys; never a marking, never looked at. */
const UNREAD = new Set(["password", "current", "replacement", "keyPassword", "pin", "otp", "p12", "token", "code"]);

/** Is this one line or cell a marking? */
export function isMarking(line: string): boolean {
  if (line.length > LONGEST) return false;
  const text = asRead(line).trim();
  const letters = text.replaceAll(/[^\p{L}\d]/gu, "");
  return LEVELS.has(letters) || LEVELS.has(letters.replaceAll(BESIDE, "")) || FIELD.test(text);
}

/** Wide, bold and look-alike letters as the eye reads them. */
function asRead(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\u0370-\u052f]/g, (letter) => ALIKE[letter] ?? letter)
    .normalize("NFC");
}

/** One cell among others. Levels one after the other are a sentence that lists them: "dấu TUYỆT MẬT, TỐI MẬT, MẬT". */
function cellIsMarked(line: string): boolean {
  const cells = line.split(/[;,]/).map((cell) => cell.replaceAll('"', "").trim());
  return cells.some(
    (cell, at) =>
      isMarking(cell) && !/MẬT$/u.test(cells[at - 1] ?? "") && !/^(?:TỐI |TUYỆT )?MẬT/u.test(cells[at + 1] ?? ""),
  );
}

/** Does a text hold a marking: a line of its own, a cell between bars or tabs, the caption or name of a picture? */
export function textIsMarked(text: string): boolean {
  // Every marking has the letters of "mật" in it; most texts are done with after this.
  const composed = asRead(text);
  if (!/m\P{L}*ậ|mat/iu.test(composed)) return false;
  return composed
    .split(/[\n\r\u2028\u2029\f\v]/)
    .some(
      (line) =>
        isMarking(line) ||
        line.split(/[|\t]/).some((cell) => isMarking(cell.replaceAll('"', "")) || cellIsMarked(cell)) ||
        [...line.matchAll(/!\[([^\]]{0,200})\]\(([^)\s]{1,200})\)/g)].some(
          ([, caption, name]) => isMarking(caption!) || nameIsMarked(name!),
        ),
    );
}

/** Does the name of a file or picture say so: "TỐI MẬT.png", "dau-mat.png", "Quyết định 12 (MẬT).pdf"? */
export function nameIsMarked(name: string): boolean {
  const stem = asRead(name).replace(/\.[\p{L}\d]{1,5}$/u, "");
  const words = stem.replaceAll(/[^\p{L}\d]+/gu, " ").trim();
  if (/(?:^| )MẬT(?: |$)/u.test(words.replaceAll(NO_MARKING, ""))) return true;
  // With diacritics the words are what they say: "đau mắt đỏ", "tôi mất" are none of these.
  const said = words.toLocaleLowerCase("vi");
  if (/[^\x20-\x7e]/.test(said))
    return /(?:^| )(?:tối mật|tuyệt mật|dấu mật|độ mật (?:mật|tối|tuyệt))(?: |$)/u.test(said);
  return (
    /(?:^| )(?:toi mat(?! giay| tien| xe)|tuyet mat|dau mat(?! do\b)|do mat (?:mat|toi|tuyet))(?: |$)/.test(said) ||
    words === "MAT"
  );
}

/** Does any text of a value (JSON, a form) hold a marking, or a field for the level one? */
export function valueIsMarked(value: unknown): boolean {
  const stack: { value: unknown; key: string; picture: boolean }[] = [{ value, key: "", picture: false }];
  for (let step = 0; stack.length > 0 && step < STEPS; step += 1) {
    const { value: one, key, picture } = stack.pop()!;
    if (typeof one === "string") {
      if (UNREAD.has(key)) continue;
      if (
        textIsMarked(one) ||
        (LEVEL_FIELDS.has(folded(key).replaceAll(" ", "")) && LEVEL_WORDS.has(folded(one).trim()))
      )
        return true;
      if (/^(?:name|fileName|filename)$/.test(key) && /\.[\p{L}\d]{1,5}$/u.test(one) && nameIsMarked(one)) return true;
    } else if (Array.isArray(one)) {
      for (const each of one) stack.push({ value: each, key, picture });
    } else if (one !== null && typeof one === "object" && !(one instanceof Uint8Array)) {
      for (const [name, each] of Object.entries(one)) {
        if (picture && nameIsMarked(name)) return true;
        stack.push({ value: each, key: name, picture: name === "pictures" });
      }
    }
  }
  return false;
}

function folded(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll(/đ/gi, "d").toLowerCase();
}
