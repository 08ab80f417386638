import { isMarking } from "./marking.ts";

/**
 * Word, Excel and other files as Office wrote them before 2007: compound files ([MS-CFB]). Their streams are not read as a whole; the letters
 * of a marking are looked for where they lie, and the words around them read.
 */

const MAGIC = Buffer.from("d0cf11e0a1b11ae1", "hex");
/** Bytes on either side of a find: a marking is a line or cell of its own. */
const AROUND = 160;
const MOST_FINDS = 5_000;
/** Largest file that is looked through. */
const BYTES = 128 * 1024 * 1024;

/** A way in which text is written, and the bytes by which a marking is found in it. */
interface Writing {
  finds: Buffer[];
  /** Bytes of one letter. */
  width: 1 | 2;
  read(bytes: Buffer): string;
}

const latin1 = (bytes: Buffer) => bytes.toString("latin1");
const utf16 = new TextDecoder("utf-16le");
const cp1258 = new TextDecoder("windows-1258");
const unicode = (text: string) => Buffer.from(text, "utf16le");

/**
 * [MS-DOC] and [MS-XLS] write Vietnamese in UTF-16; programs for Windows in Vietnamese in CP1258 (a letter, then its mark); older texts in the
 * letters of their fonts, TCVN3 (.VnTime: the lower-case codes stand for capitals in .VnTimeH) and VNI.
 */
const WRITINGS: Writing[] = [
  {
    finds: [unicode("Ậ"), unicode("ậ"), unicode("Â\u0323"), unicode("â\u0323")],
    width: 2,
    read: (bytes) => utf16.decode(bytes),
  },
  {
    finds: [Buffer.from([0xc2, 0xf2]), Buffer.from([0xe2, 0xf2])],
    width: 1,
    read: (bytes) => cp1258.decode(bytes).normalize("NFC"),
  },
  {
    finds: ["mËt", "MËt", "MËT"].map((text) => Buffer.from(text, "latin1")),
    width: 1,
    read: (bytes) => fontText(latin1(bytes), /mËt/gi, /(?:tèi|tuyöt)(?= ?MẬT)/gi, { tèi: "TỐI", tuyöt: "TUYỆT" }),
  },
  {
    finds: ["MAÄT", "maät"].map((text) => Buffer.from(text, "latin1")),
    width: 1,
    read: (bytes) => fontText(latin1(bytes), /maät/gi, /(?:toái|tuyeät)(?= ?MẬT)/gi, { toái: "TỐI", tuyeät: "TUYỆT" }),
  },
];

/** What parts one line or cell from the next: control characters ([MS-DOC] 2.4.1). */
const CONTROL = /[\p{Cc}\u2028\u2029\ufffd]/u;
/** In UTF-16 also what no Vietnamese text has: the head of a string of [MS-XLS] (2.5.294) and of a record read as a letter. */
const FOREIGN = /[^\x20-\x7eÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ\u2000-\u206f\p{M}\p{P}\p{Zs}]|[\u2028\u2029]/u;

/** Is it a compound file? */
export function isOldOffice(bytes: Uint8Array): boolean {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

/** Does its text hold a marking? */
export function oldOfficeIsMarked(bytes: Uint8Array): boolean {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, BYTES));
  return WRITINGS.some(({ finds, width, read }) =>
    finds.some((find) => {
      let at = all.indexOf(find);
      for (let count = 0; at >= 0 && count < MOST_FINDS; count += 1) {
        // Whole letters: the window begins whole letters before the find.
        const text = read(all.subarray(Math.max(at % width, at - AROUND), at + AROUND));
        if (text.split(width === 2 ? FOREIGN : CONTROL).some((part) => isMarking(part.trim()))) return true;
        at = all.indexOf(find, at + 1);
      }
      return false;
    }),
  );
}

/** Is it encrypted: a new format in a compound file ([MS-OFFCRYPTO] 2.3), a .doc ([MS-DOC] 2.5.2 fEncrypted), a .xls ([MS-XLS] 2.4.117)? */
export function oldOfficeIsLocked(bytes: Uint8Array): boolean {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, BYTES));
  if (all.includes(unicode("EncryptedPackage"))) return true;
  // Looked for once: a hostile file may look like a .doc in every sector.
  const isWord = all.includes(unicode("WordDocument"));
  for (let at = 512; at + 64 <= all.length; at += 512) {
    const first = all.readUInt16LE(at);
    if (first === 0xa5ec && isWord) return (all.readUInt16LE(at + 10) & 0x0100) !== 0;
    if (first !== 0x0809 || all.readUInt16LE(at + 4) !== 0x0600) continue;
    const next = at + 4 + all.readUInt16LE(at + 2);
    return next + 2 <= all.length && all.readUInt16LE(next) === 0x002f;
  }
  return false;
}

/** Text in the letters of an old font with the words of a marking as they are seen. */
function fontText(text: string, level: RegExp, degree: RegExp, words: Record<string, string>): string {
  return text.replaceAll(level, "MẬT").replaceAll(degree, (found) => words[found.toLowerCase()] ?? found);
}
