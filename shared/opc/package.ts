import { unzipSync } from "fflate";
import { VanthuError } from "../errors/index.ts";

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
  /** A part as UTF-8 text, or undefined; a byte-order mark is dropped. */
  text(name: string): string | undefined;
}

/**
 * Opens a ZIP package within bounds. Nothing beyond the limits is ever unpacked.
 *
 * @throws FILE_NOT_ZIP, PACKAGE_TOO_LARGE, PACKAGE_BROKEN
 */
export function openPackage(bytes: Uint8Array, limits: Partial<PackageLimits> = {}): Package {
  const bound = { ...DEFAULT_LIMITS, ...limits };
  if (bytes.length < 22 || bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new VanthuError("FILE_NOT_ZIP", {
      message: "Tệp không phải là gói Office Open XML (.docx, .xlsx).",
      where: "byte 0",
      hint: "Kiểm tra lại tệp; mở bằng Word hoặc Excel rồi lưu lại đúng định dạng.",
    });
  }
  let total = 0;
  let count = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter(entry) {
        count += 1;
        total += entry.originalSize;
        const bomb = entry.originalSize > 1024 * 1024 && entry.originalSize > entry.size * bound.ratio;
        if (bomb || total > bound.unpackedBytes || count > bound.parts) {
          throw new VanthuError("PACKAGE_TOO_LARGE", {
            message: "Gói tệp bung ra vượt giới hạn cho phép.",
            where: entry.name,
            hint: "Tệp có thể bị cố ý làm hỏng; hãy yêu cầu bên gửi gửi lại tệp gốc.",
          });
        }
        return !entry.name.endsWith("/");
      },
    });
  } catch (error) {
    if (error instanceof VanthuError) throw error;
    throw new VanthuError("PACKAGE_BROKEN", {
      message: "Gói tệp bị hỏng, không bung được.",
      hint: "Mở tệp bằng Word hoặc Excel rồi lưu lại.",
      cause: error,
    });
  }
  // fflate trusts the declared size when it allocates, so a lying header shows up as a short or empty part.
  const decoder = new TextDecoder("utf-8");
  return {
    names: Object.keys(files),
    bytes: (name) => files[name],
    text: (name) => {
      const part = files[name];
      return part === undefined ? undefined : decoder.decode(part);
    },
  };
}
