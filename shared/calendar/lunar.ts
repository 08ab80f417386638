import { dayNumber, isoOf } from "./days.ts";

/**
 * The Vietnamese lunar calendar (âm lịch): months begin on the day of the new moon in Vietnamese time, the eleventh month holds the winter
 * solstice, and the month without a major solar term is the leap month (QĐ 121-CP of 8/8/1967: time zone UTC+7).
 *
 * New moons and the sun's longitude after J. Meeus, "Astronomical Algorithms" (1998), chapters 49 and 25, low precision; good to some
 * minutes, which is enough for the years 1900 to 2199.
 */

const ZONE_DAYS = 7 / 24;
/** Julian date of 1970-01-01T00:00 UTC. */
const EPOCH_JD = 2_440_587.5;
const RADIANS = Math.PI / 180;
const SYNODIC_MONTH = 29.530_588_853;
/** New moon number 0 of Meeus: 6 January 2000. */
const NEW_MOON_JD = 2_451_550.097_66;

/** First and last year that {@link lunarDate} answers for. */
export const LUNAR_YEARS = { from: 1900, to: 2199 } as const;

/**
 * The day of a lunar date of an ordinary (not leap) month.
 *
 * @param year the lunar year; it begins in January or February of the year of the same number
 * @returns ISO day
 * @throws RangeError outside {@link LUNAR_YEARS}
 * @example lunarDate(2026, 1, 1) // "2026-02-17", Tết Bính Ngọ
 */
export function lunarDate(year: number, month: number, day: number): string {
  if (year < LUNAR_YEARS.from || year > LUNAR_YEARS.to) throw new RangeError(`lunar year ${year}`);
  const start = eleventhMonth(year - 1);
  const leap = leapOffset(start, eleventhMonth(year));
  // Months counted from the eleventh of the year before: the first month is the third one.
  let offset = month + 1;
  if (leap !== undefined && offset >= leap) offset += 1;
  return isoOf(newMoonDay(start + offset) + day - 1);
}

/** Number of the new moon that begins the eleventh month, the one that holds the winter solstice of December. */
function eleventhMonth(year: number): number {
  const december31 = dayNumber(`${year}-12-31`);
  const guess = Math.floor((december31 + EPOCH_JD - NEW_MOON_JD) / SYNODIC_MONTH) + 1;
  let number = guess;
  while (newMoonDay(number) > december31) number -= 1;
  // Major solar term 9 of 12 begins at 270°: a month that begins after the solstice is the twelfth.
  return solarTerm(newMoonDay(number)) >= 9 ? number - 1 : number;
}

/** Which month after the eleventh is the leap month, if the lunar year has thirteen. */
function leapOffset(start: number, next: number): number | undefined {
  if (next - start < 13) return undefined;
  for (let offset = 1; offset < 14; offset += 1) {
    if (solarTerm(newMoonDay(start + offset)) === solarTerm(newMoonDay(start + offset + 1))) return offset;
  }
  return undefined;
}

/** Day number (Vietnamese time) on which new moon `k` falls. */
function newMoonDay(k: number): number {
  return Math.floor(newMoon(k) - EPOCH_JD + ZONE_DAYS);
}

/** Major solar term (0 to 11, 30° of longitude each) at the beginning of a day in Vietnamese time. */
function solarTerm(day: number): number {
  return Math.floor(sunLongitude(day + EPOCH_JD - ZONE_DAYS) / 30);
}

/** Julian date (UT) of new moon `k` (Meeus chapter 49). */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const mean =
    NEW_MOON_JD + SYNODIC_MONTH * k + 0.000_154_37 * t ** 2 - 0.000_000_15 * t ** 3 + 0.000_000_000_73 * t ** 4;
  const e = 1 - 0.002_516 * t - 0.000_007_4 * t ** 2;
  const sun = (2.5534 + 29.105_356_7 * k - 0.000_001_4 * t ** 2) * RADIANS;
  const moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t ** 2) * RADIANS;
  const node = (160.7108 + 390.670_502_84 * k - 0.001_611_8 * t ** 2) * RADIANS;
  const ascending = (124.7746 - 1.563_755_88 * k + 0.002_067_2 * t ** 2) * RADIANS;
  const { sin } = Math;
  const correction =
    -0.4072 * sin(moon) +
    0.172_41 * e * sin(sun) +
    0.016_08 * sin(2 * moon) +
    0.010_39 * sin(2 * node) +
    0.007_39 * e * sin(moon - sun) -
    0.005_14 * e * sin(moon + sun) +
    0.002_08 * e * e * sin(2 * sun) -
    0.001_11 * sin(moon - 2 * node) -
    0.000_57 * sin(moon + 2 * node) +
    0.000_56 * e * sin(2 * moon + sun) -
    0.000_42 * sin(3 * moon) +
    0.000_42 * e * sin(sun + 2 * node) +
    0.000_38 * e * sin(sun - 2 * node) -
    0.000_24 * e * sin(2 * moon - sun) -
    0.000_17 * sin(ascending);
  return mean + correction - deltaT(t);
}

/** Terrestrial minus universal time, in days: parabola through the observed values (Espenak and Meeus 2006), minutes at most here. */
function deltaT(t: number): number {
  const years = t * 100;
  const seconds = years < -14 ? 0.0029 * (years + 100) ** 2 + 20 : 62.92 + 0.322_17 * years + 0.005_589 * years ** 2;
  return seconds / 86_400;
}

/** Apparent longitude of the sun in degrees, 0 up to 360 (Meeus chapter 25, low precision). */
function sunLongitude(jd: number): number {
  const t = (jd - 2_451_545) / 36_525;
  const mean = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t ** 2;
  const anomaly = (357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t ** 2) * RADIANS;
  const centre =
    (1.914_602 - 0.004_817 * t - 0.000_014 * t ** 2) * Math.sin(anomaly) +
    (0.019_993 - 0.000_101 * t) * Math.sin(2 * anomaly) +
    0.000_289 * Math.sin(3 * anomaly);
  const apparent = mean + centre - 0.005_69 - 0.004_78 * Math.sin((125.04 - 1934.136 * t) * RADIANS);
  return ((apparent % 360) + 360) % 360;
}
