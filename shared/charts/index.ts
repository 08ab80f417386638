export { agencyChart } from "./agencies.ts";
export { type BarParts, barPatterns, barSwatch, progressBar } from "./bars.ts";
export { burnUpChart } from "./burn-up.ts";
export type { AgencySeries, BurnUpSeries, ChartOptions, Drawing, Shape, StatusSeries } from "./model.ts";
export { toPng } from "./png.ts";
export { statusChart } from "./status.ts";
export { toSvg } from "./svg.ts";
