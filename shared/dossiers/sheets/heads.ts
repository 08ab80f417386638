import { vietnameseDay } from "../../calendar/index.ts";
import type { Line, SheetPart } from "./word-sheet.ts";

/** Who makes a sheet, as its head names it. */
export interface SheetOffice {
  superior?: string;
  name: string;
  place: string;
}

const NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO = "Độc lập - Tự do - Hạnh phúc";

/** Head of the forms of Phụ lục V: the organisation on the left, the nation on the right; `under` stands below the motto. */
export function sheetHead(left: readonly string[], under: readonly Line[] = []): SheetPart {
  return {
    pair: {
      left: [
        ...left.slice(0, -1).map((text): Line => ({ text: text.toLocaleUpperCase("vi"), align: "center", size: 12 })),
        { text: left.at(-1)!.toLocaleUpperCase("vi"), align: "center", size: 12, bold: true },
        { text: "_______", align: "center", size: 10 },
      ],
      right: [
        { text: NATION, align: "center", size: 12, bold: true },
        { text: MOTTO, align: "center", size: 13, bold: true, underline: true },
        ...under,
      ],
    },
  };
}

/** "Nà Tấu, ngày 22 tháng 11 năm 2026" */
export function placeAndDay(place: string, day: string): string {
  const [year, month, date] = day.split("-") as [string, string, string];
  return `${place}, ngày ${date} tháng ${Number(month) < 3 ? month : String(Number(month))} năm ${year}`;
}

/** "22/11/2026" */
export function shortDay(day: string | undefined): string {
  return day === undefined || day === "" ? "" : vietnameseDay(day.slice(0, 10));
}

const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/** A number below ten thousand in Vietnamese words, for "Viết bằng chữ". */
export function inWords(value: number): string {
  if (value < 10) return DIGITS[value]!;
  const thousands = Math.floor(value / 1000);
  const rest = value % 1000;
  const head = thousands > 0 ? `${DIGITS[thousands]} nghìn` : "";
  if (rest === 0) return head;
  const hundreds = Math.floor(rest / 100);
  const low = rest % 100;
  const words = [head];
  if (hundreds > 0 || thousands > 0) words.push(`${DIGITS[hundreds]} trăm`);
  if (low > 0) words.push(below100(low, hundreds > 0 || thousands > 0));
  return words.filter((word) => word !== "").join(" ");
}

function below100(value: number, after: boolean): string {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  if (tens === 0) return after ? `linh ${DIGITS[ones]}` : DIGITS[ones]!;
  const head = tens === 1 ? "mười" : `${DIGITS[tens]} mươi`;
  if (ones === 0) return head;
  const last = ones === 5 ? "lăm" : ones === 1 && tens > 1 ? "mốt" : DIGITS[ones]!;
  return `${head} ${last}`;
}
