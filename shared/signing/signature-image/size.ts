import { VanthuError } from "../../errors/index.ts";

/** Whose picture it is: a person's signature, or an organisation's seal. */
export type ImageKind = "signature" | "seal";

/** Widths that a true signature or seal has, and the one taken when nothing says, in millimetres. */
const WIDTHS: Record<ImageKind, { least: number; most: number; usual: number }> = {
  signature: { least: 15, most: 80, usual: 50 },
  seal: { least: 20, most: 45, usual: 36 },
};
/** No higher than this, in millimetres: the room between title and name, and the largest seal. */
const HIGHEST: Record<ImageKind, number> = { signature: 40, seal: 45 };
/** A seal is round, or nearly as high as wide. */
const LEAST_RATIO = 0.6;
/** Coarsest that looks like ink in print, in pixels an inch. */
const COARSEST = 150;

/**
 * The true size of a picture cut to its ink.
 *
 * @param known `widthMm`: as the administrator says; `statedMm`: by the file's resolution, which cameras make up
 * @throws VanthuError SIGN_IMAGE_SIZE, SIGN_IMAGE_SMALL
 */
export function trueSize(
  kind: ImageKind,
  pixels: { width: number; height: number },
  known: { widthMm: number | undefined; statedMm: number | undefined },
): { widthMm: number; heightMm: number; note?: string } {
  const { least, most, usual } = WIDTHS[kind];
  const { widthMm: told, statedMm: stated } = known;
  if (told !== undefined && !(told >= least && told <= most)) {
    throw new VanthuError("SIGN_IMAGE_SIZE", {
      message: `Bề rộng thật của ${kind === "seal" ? "con dấu" : "chữ ký"} phải từ ${least} đến ${most} mm.`,
      where: "widthMm",
      hint:
        kind === "seal"
          ? "Đo đường kính con dấu bằng thước, tính bằng mi-li-mét."
          : "Đo bề rộng chữ ký trên giấy, tính bằng mi-li-mét.",
    });
  }
  const ratio = pixels.height / pixels.width;
  const fromFile = stated !== undefined && stated >= least && stated <= most ? Math.round(stated * 10) / 10 : undefined;
  let widthMm = told ?? fromFile ?? usual;
  if (told === undefined || kind === "signature") widthMm = Math.min(widthMm, HIGHEST[kind] / ratio);
  const heightMm = widthMm * ratio;
  const oblong = kind === "seal" && (ratio < LEAST_RATIO || ratio > 1 / LEAST_RATIO);
  if (heightMm > HIGHEST[kind] + 0.01 || (kind === "seal" && widthMm < least) || oblong) {
    throw new VanthuError("SIGN_IMAGE_SIZE", {
      message: `Với bề rộng ${mm(widthMm)}, hình cao ${mm(heightMm)}: không phải hình dạng, kích thước của ${kind === "seal" ? "con dấu" : "chữ ký"}. Có thể ảnh còn lẫn vật khác.`,
      where: "widthMm",
      hint: "Kiểm tra đường kính, hoặc cắt ảnh chỉ lấy con dấu.",
    });
  }
  const dpi = pixels.width / (widthMm / 25.4);
  if (dpi < COARSEST) {
    throw new VanthuError("SIGN_IMAGE_SMALL", {
      message: `Ảnh không đủ nét: ${pixels.width} điểm cho ${mm(widthMm)} (${Math.round(dpi)} dpi), cần từ ${COARSEST} dpi.`,
      where: "image",
      hint: `Chụp gần hơn hoặc quét từ 300 dpi, sao cho ${kind === "seal" ? "con dấu" : "chữ ký"} rộng ít nhất ${Math.ceil((widthMm / 25.4) * COARSEST)} điểm ảnh.`,
    });
  }
  const note =
    told !== undefined
      ? `Kích thước thật: ${mm(widthMm)} × ${mm(heightMm)}.`
      : fromFile !== undefined
        ? `Kích thước lấy theo độ phân giải của tệp: ${mm(widthMm)} × ${mm(heightMm)}.`
        : `Chưa biết kích thước thật, tạm lấy ${mm(widthMm)} × ${mm(heightMm)}; hãy nhập số đo nếu khác.`;
  return { widthMm: rounded(widthMm), heightMm: rounded(heightMm), note };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function mm(value: number): string {
  return `${rounded(value).toLocaleString("vi-VN")} mm`;
}
