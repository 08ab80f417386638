import { latin1 } from "../../pdf/index.ts";
import type { ChangeRule } from "./document-rules.ts";

/** Bytes of a saving looked through for one object of the walk's budget, and at a time; and how far a find may reach beyond those. */
const BYTES_PER_OBJECT = 2000;
const PIECE = 1 << 20;
const REACH = 64;

const OBJECT = /(?<![0-9])([0-9]{1,10})[\0\t\n\f\r ]{1,8}[0-9]{1,5}[\0\t\n\f\r ]{1,8}obj/g;
const TRAILER = /(?<![A-Za-z/])trailer[\0\t\n\f\r ]{0,40}<</g;

/**
 * Readers that repair files take the last object of each number that they meet, and the last trailer, whatever the cross-reference says. What a saving
 * writes without listing it may not be what they would find.
 */
export const orphanRule: ChangeRule = (step) => {
  const { before, after } = step;
  const newest = after.revisions.at(-1)!;
  const from = before.revisions.at(-1)!.end;
  step.spend(Math.ceil((newest.end - from) / BYTES_PER_OBJECT));
  let trailers = 0;
  for (let start = from; start < newest.end; start += PIECE) {
    // One byte before, for what must not stand there; what begins behind the piece is the next one's.
    const lead = start === from ? 0 : 1;
    const text = latin1(after.bytes.subarray(start - lead, Math.min(start + PIECE + REACH, newest.end)));
    const isMine = (index: number): boolean => index >= lead && index < lead + PIECE;
    for (const { 1: written, index } of text.matchAll(OBJECT)) {
      const num = Number(written);
      const [at, entry] = [start - lead + index, after.entry(num)];
      if (!isMine(index) || entry === undefined || entry.type === "free") continue;
      // Written twice in one saving, as some programs do: the one that counts is the last. It may begin a line end early.
      if (entry.type === "offset" && entry.offset + 4 > at) continue;
      step.report({
        class: "other",
        object: num,
        what: `Ghi thêm một bản khác của đối tượng ${num} mà bảng tham chiếu chéo không kể`,
      });
    }
    for (const { index } of text.matchAll(TRAILER)) if (isMine(index)) trailers += 1;
  }
  if (trailers > (newest.kind === "stream" ? 0 : 1))
    step.report({ class: "other", object: 0, what: "Ghi thêm một trailer mà bảng tham chiếu chéo không kể" });
};
