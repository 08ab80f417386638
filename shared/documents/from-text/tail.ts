import type { SignatureBlock } from "../model.ts";
import { inCapitals, type Piece } from "./pieces.ts";

/** The end of a document: recipients and signature. */
export interface Tail {
  recipients: string[];
  signature: Partial<SignatureBlock>;
}

const AUTHORITY = /^(?:TM\.|T\/M|KT\.|K\/T|TL\.|T\/L|TUQ\.|T\/UQ|Q\.)\s*\S/;

/** Does the tail begin here? */
export function beginsTail(piece: Piece): boolean {
  return /^Nơi nhận\s*:/u.test(piece.text);
}

/** Reads recipients and signature; `next` is the first piece after them. */
export function readTail(pieces: Piece[], start: number): { tail: Tail; next: number } {
  const recipients: string[] = [];
  let at = start + 1;
  for (; at < pieces.length; at += 1) {
    const { text } = pieces[at]!;
    if (/^[-–]\s/.test(text)) recipients.push(text.replace(/^[-–]\s*/, ""));
    // A long name goes on in the next line.
    else if (recipients.length > 0 && !inCapitals(text) && !/[.]$/.test(recipients.at(-1)!))
      recipients.push(`${recipients.pop()} ${text}`);
    else break;
  }
  const authority: string[] = [];
  let position = "";
  let name = "";
  for (; at < pieces.length && authority.length + (position === "" ? 0 : 1) < 6; at += 1) {
    const { text } = pieces[at]!;
    if (AUTHORITY.test(text) && name === "") authority.push(text);
    else if (inCapitals(text) && name === "" && (authority.length > 0 || position !== "" || text.length < 40)) {
      if (position !== "") authority.push(position);
      position = text;
    } else if (name === "" && position !== "" && isName(text)) name = text;
    else break;
  }
  // Posts written under the name ("BÍ THƯ TRUNG ƯƠNG ĐẢNG") go on in capitals; they belong to the signature all the same.
  const posts: string[] = [];
  while (name !== "" && at < pieces.length && isPost(pieces, at)) posts.push(pieces[at++]!.text);
  if (posts.length > 0) name = [name, ...posts].join("\n");
  return {
    tail: {
      recipients: recipients.map((recipient) => recipient.replace(/\s*[,;.]$/, "")),
      signature: {
        ...(authority.length > 0 ? { authority } : {}),
        ...(position === "" ? {} : { position }),
        ...(name === "" ? {} : { name }),
      },
    },
    next: at,
  };
}

/** Two to six words, each with a capital. */
function isName(text: string): boolean {
  return /^(?:\p{Lu}\p{Ll}*\.?\s+){1,5}\p{Lu}\p{Ll}*$/u.test(text);
}

function isPost(pieces: Piece[], at: number): boolean {
  const { text } = pieces[at]!;
  return (
    inCapitals(text) &&
    /(?:BÍ THƯ|ỦY VIÊN|CHÁNH|CHỦ TỊCH|TRƯỞNG|GIÁM ĐỐC|ỦY)/u.test(text) &&
    !/^(?:PHỤ LỤC|BAN CHẤP HÀNH)/u.test(text)
  );
}
