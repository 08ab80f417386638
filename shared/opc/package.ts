import { VanthuError } from "../errors/index.ts";
import { keptXml } from "./kept-xml.ts";
import { parseXml, type XmlElement } from "./xml.ts";
import { readZipDirectory, unpackZipEntry, type ZipEntry } from "./zip.ts";

/** Bounds on a ZIP package from outside. Sizes in bytes. */
export interface PackageLimits {
  /** Sum of all unpacked parts. */
  unpackedBytes: number;
  /** Number of parts. */
  parts: number;
  /** Highest allowed unpacked:packed ratio of one part larger than 1 MB. */
  ratio: number;
}

const DEFAULT_LIMITS: PackageLimits = { unpackedBytes: 256 * 1024 * 1024, parts: 4000, ratio: 200 };

/** An opened Open Packaging Conventions package (ISO/IEC 29500-2): DOCX, XLSX. Part names have no leading slash. */
export interface Package {
  /** Names of all parts. */
  names: string[];
  /** Bytes of a part, or undefined. */
  bytes(name: string): Uint8Array | undefined;
  /** A part as text (UTF-8, or UTF-16 by its mark), or undefined; a byte-order mark is dropped. */
  text(name: string): string | undefined;
  /** A part as an XML tree that is never to be changed, or undefined: files made from one template share the trees of equal parts. */
  xml(name: string): XmlElement | undefined;
}

/**
 * Opens a ZIP package within bounds. Sizes are checked before anything is unpacked; a part is unpacked when it is asked for,
 * never beyond its declared size. Reading a part throws PACKAGE_BROKEN when its data is damaged;
 * reading it as XML also what {@link parseXml} throws.
 *
 * @throws FILE_NOT_ZIP, FILE_ENCRYPTED, PACKAGE_TOO_LARGE, PACKAGE_BROKEN
 */
export function openPackage(bytes: Uint8Array, limits: Partial<PackageLimits> = {}): Package {
  const bound = { ...DEFAULT_LIMITS, ...limits };
  if (bytes.length < 22 || bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    const old = OLE.every((value, index) => bytes[index] === value);
    if (old && holdsEncrypted(bytes)) {
      throw new VanthuError("FILE_ENCRYPTED", {
        message: "Tệp được đặt mật khẩu nên không đọc được.",
        hint: "Mở bằng Word hoặc Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ › Mã hóa bằng mật khẩu) rồi lưu lại.",
      });
    }
    throw new VanthuError("FILE_NOT_ZIP", {
      message: "Tệp không phải là gói Office Open XML (.docx, .xlsx).",
      where: "byte 0",
      hint: old
        ? "Đây là tệp của Word hoặc Excel đời cũ (.doc, .xls); mở bằng Word hoặc Excel rồi lưu lại dạng .docx, .xlsx."
        : "Kiểm tra lại tệp; mở bằng Word hoặc Excel rồi lưu lại đúng định dạng.",
    });
  }
  const entries = new Map<string, ZipEntry>();
  let total = 0;
  let listed: ZipEntry[];
  try {
    listed = readZipDirectory(bytes);
  } catch (error) {
    throw broken(undefined, error);
  }
  for (const entry of listed) {
    total += entry.unpacked;
    const bomb = entry.unpacked > 1024 * 1024 && entry.unpacked > entry.packed * bound.ratio;
    if (bomb || total > bound.unpackedBytes || listed.length > bound.parts) {
      throw new VanthuError("PACKAGE_TOO_LARGE", {
        message: "Gói tệp bung ra vượt giới hạn cho phép.",
        where: entry.name,
        hint: "Tệp có thể bị cố ý làm hỏng; hãy yêu cầu bên gửi gửi lại tệp gốc.",
      });
    }
    if (entry.name.endsWith("/")) continue;
    // Two entries of one name would be read differently by different programs.
    if (entries.has(entry.name)) throw broken(entry.name, new Error("entry given twice"));
    entries.set(entry.name, entry);
  }
  const unpacked = new Map<string, Uint8Array>();
  const read = (name: string): Uint8Array | undefined => {
    const entry = entries.get(name);
    if (entry === undefined) return undefined;
    let part = unpacked.get(name);
    if (part === undefined) {
      try {
        part = unpackZipEntry(bytes, entry);
      } catch (error) {
        throw broken(name, error);
      }
      unpacked.set(name, part);
    }
    return part;
  };
  const text = (name: string): string | undefined => {
    const part = read(name);
    if (part === undefined) return undefined;
    const encoding =
      part[0] === 0xff && part[1] === 0xfe ? "utf-16le" : part[0] === 0xfe && part[1] === 0xff ? "utf-16be" : "utf-8";
    return new TextDecoder(encoding).decode(part);
  };
  return {
    names: [...entries.keys()],
    bytes: read,
    text,
    xml: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      return keptXml(bytes, entry, () => parseXml(text(name)!, name));
    },
  };
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ENCRYPTED_PACKAGE = "EncryptedPackage";

/** A package behind a password is a stream of that name in an OLE file ([MS-OFFCRYPTO], 2.3.4.4); its directory names it in UTF-16. */
function holdsEncrypted(bytes: Uint8Array): boolean {
  for (let at = 512; at + ENCRYPTED_PACKAGE.length * 2 <= bytes.length; at += 128) {
    let same = 0;
    while (
      same < ENCRYPTED_PACKAGE.length &&
      bytes[at + same * 2] === ENCRYPTED_PACKAGE.charCodeAt(same) &&
      bytes[at + same * 2 + 1] === 0
    )
      same += 1;
    if (same === ENCRYPTED_PACKAGE.length) return true;
  }
  return false;
}

function broken(where: string | undefined, cause: unknown): VanthuError {
  return new VanthuError("PACKAGE_BROKEN", {
    message: "Gói tệp bị hỏng, không bung được.",
    where,
    hint: "Mở tệp bằng Word hoặc Excel rồi lưu lại.",
    cause,
  });
}
