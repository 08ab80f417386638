/**
 * Dates in fields: the date picture of the `\@` switch (ISO/IEC 29500-1, 17.16.4.1), in the language of the text. The clock is that of
 * Vietnam, UTC+7 without summer time, wherever the program runs: equal input gives equal bytes.
 */

const VIETNAM = 7 * 3600 * 1000;

interface Names {
  days: readonly string[];
  shortDays: readonly string[];
  months: readonly string[];
  shortMonths: readonly string[];
  noon: readonly [string, string];
  /** Picture of a field without one: of a date, of a time. */
  date: string;
  time: string;
}

const VIETNAMESE: Names = {
  days: ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
  shortDays: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
  months: [
    "Tháng Giêng",
    "Tháng Hai",
    "Tháng Ba",
    "Tháng Tư",
    "Tháng Năm",
    "Tháng Sáu",
    "Tháng Bảy",
    "Tháng Tám",
    "Tháng Chín",
    "Tháng Mười",
    "Tháng Mười Một",
    "Tháng Mười Hai",
  ],
  shortMonths: ["Thg1", "Thg2", "Thg3", "Thg4", "Thg5", "Thg6", "Thg7", "Thg8", "Thg9", "Thg10", "Thg11", "Thg12"],
  noon: ["SA", "CH"],
  date: "dd/MM/yyyy",
  time: "HH:mm",
};

const ENGLISH: Names = {
  days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  shortDays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
  months: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  shortMonths: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  noon: ["AM", "PM"],
  date: "M/d/yyyy",
  time: "h:mm AM/PM",
};

/** Longest picture that is read. */
const MAX_PICTURE = 200;

/**
 * The text of a DATE or TIME field.
 *
 * @param language of the text, `vi-VN`; English names for any other language than Vietnamese
 * @returns undefined for a moment that is none
 */
export function dateText(
  moment: Date,
  instruction: string,
  language: string,
  field: "DATE" | "TIME",
): string | undefined {
  if (Number.isNaN(moment.getTime())) return undefined;
  const names = /^vi\b/i.test(language) ? VIETNAMESE : ENGLISH;
  const given = /\\@\s*(?:"([^"]*)"|(\S+))/.exec(instruction);
  const picture = given?.[1] ?? given?.[2] ?? (field === "DATE" ? names.date : names.time);
  return shown(new Date(moment.getTime() + VIETNAM), picture.slice(0, MAX_PICTURE), names);
}

function shown(at: Date, picture: string, names: Names): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [day, weekday, month, year] = [at.getUTCDate(), at.getUTCDay(), at.getUTCMonth(), at.getUTCFullYear()];
  const [hour, minute, second] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
  // Without a sign for the half of the day `h` still counts to twelve (Word).
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return picture.replace(
    /'([^']*)'|am\/pm|d{1,4}|M{1,4}|y{1,4}|h{1,2}|H{1,2}|m{1,2}|s{1,2}/gi,
    (token, quoted: string | undefined) => {
      if (quoted !== undefined) return quoted;
      if (/^am\/pm$/i.test(token)) return names.noon[hour < 12 ? 0 : 1];
      // Only the case of h and m tells anything.
      switch (/^[hm]/i.test(token) ? token : token.toLowerCase()) {
        case "d":
          return String(day);
        case "dd":
          return two(day);
        case "ddd":
          return names.shortDays[weekday]!;
        case "dddd":
          return names.days[weekday]!;
        case "M":
          return String(month + 1);
        case "MM":
          return two(month + 1);
        case "MMM":
          return names.shortMonths[month]!;
        case "MMMM":
          return names.months[month]!;
        case "y":
        case "yy":
          return two(year % 100);
        case "yyy":
        case "yyyy":
          return String(year);
        case "h":
          return String(twelve);
        case "hh":
          return two(twelve);
        case "H":
          return String(hour);
        case "HH":
          return two(hour);
        case "m":
          return String(minute);
        case "mm":
          return two(minute);
        case "s":
          return String(second);
        case "ss":
          return two(second);
        default:
          return token;
      }
    },
  );
}
