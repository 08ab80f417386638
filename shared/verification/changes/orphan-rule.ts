import { latin1 } from "../../pdf/index.ts";
import type { ChangeRule } from "./document-rules.ts";

/** Bytes of a saving looked through for one object of the walk's budget. */
const BYTES_PER_OBJECT = 2000;
/** So many bytes before the word "obj", and behind the word "trailer", are looked at. */
const REACH = 64;

/** What stands before the word "obj". */
const NUMBERS = /(?<![0-9])([0-9]{1,10})[\0\t\n\f\r ]{1,8}[0-9]{1,5}[\0\t\n\f\r ]{1,8}$/;
const TRAILER = /^trailer[\0\t\n\f\r ]{0,40}<</;

/**
 * Readers that repair files take the last object of each number that they meet, and the last trailer, whatever the cross-reference says. What a saving
 * writes without listing it may not be what they would find.
 */
export const orphanRule: ChangeRule = (step) => {
  const { before, after } = step;
  const newest = after.revisions.at(-1)!;
  const from = before.revisions.at(-1)!.end;
  step.spend(Math.ceil((newest.end - from) / BYTES_PER_OBJECT));
  const saved = after.bytes.subarray(from, newest.end);
  for (const place of places(saved, "obj")) {
    const written = NUMBERS.exec(latin1(saved.subarray(Math.max(0, place - REACH), place)));
    if (written === null) continue;
    const num = Number(written[1]);
    const [at, entry] = [from + place - written[0].length, after.entry(num)];
    if (entry === undefined || entry.type === "free") continue;
    // Written twice in one saving, as some programs do: the one that counts is the last. It may begin a line end early.
    if (entry.type === "offset" && entry.offset + 4 > at) continue;
    step.report({
      class: "other",
      object: num,
      what: `Ghi thêm một bản khác của đối tượng ${num} mà bảng tham chiếu chéo không kể`,
    });
  }
  let trailers = 0;
  for (const place of places(saved, "trailer")) {
    // "/trailer" is a name, "xtrailer" another word.
    if (place > 0 && /[A-Za-z/]/.test(String.fromCharCode(saved[place - 1]!))) continue;
    if (TRAILER.test(latin1(saved.subarray(place, place + REACH)))) trailers += 1;
  }
  if (trailers > (newest.kind === "stream" ? 0 : 1))
    step.report({ class: "other", object: 0, what: "Ghi thêm một trailer mà bảng tham chiếu chéo không kể" });
};

/** Where a word stands in bytes. */
function* places(bytes: Uint8Array, word: string): Generator<number> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(word); at !== -1; at = buffer.indexOf(word, at + word.length)) yield at;
}
