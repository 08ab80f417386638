import { attribute, childElements, findChild, textOf, type XmlElement } from "../../opc/index.ts";
import { fillOf } from "./drawing-colors.ts";
import { numberOf } from "./values.ts";

/** A row of values with its name and colour; values that are not there are `undefined`. */
export interface Series {
  name: string;
  color: string;
  values: (number | undefined)[];
  /** Colours of single points, by their place. */
  points: Map<number, string>;
  labels: boolean;
}

/** A chart as its file remembers it (ISO/IEC 29500-1, 21.2): the values that were on the page when it was saved. */
export interface ChartData {
  kind: "column" | "bar" | "line" | "area" | "pie" | "doughnut";
  stacking: "none" | "stacked" | "percent";
  title: string;
  categories: string[];
  series: Series[];
  legend?: "right" | "left" | "top" | "bottom";
  /** Number format of the values, `0%`. */
  format: string;
  low?: number;
  high?: number;
  gridlines: boolean;
  showPercent: boolean;
}

/** Most values of a series and most series that are drawn. */
const MAX_VALUES = 2000;
const MAX_SERIES = 60;

/** A larger value or end of an axis is an accident; there is no reckoning with it. */
const LARGEST = 1e15;

const KINDS: Record<string, ChartData["kind"]> = {
  "c:barChart": "column",
  "c:bar3DChart": "column",
  "c:lineChart": "line",
  "c:line3DChart": "line",
  "c:areaChart": "area",
  "c:area3DChart": "area",
  "c:pieChart": "pie",
  "c:pie3DChart": "pie",
  "c:ofPieChart": "pie",
  "c:doughnutChart": "doughnut",
};

const ACCENTS = ["4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"];

/** Reads a c:chartSpace; undefined for a chart of another kind or of several. */
export function readChart(space: XmlElement, colors: ReadonlyMap<string, string>): ChartData | undefined {
  const chart = findChild(space, "c:chart");
  const area = findChild(chart, "c:plotArea");
  const groups = area === undefined ? [] : childElements(area).filter(({ name }) => name.endsWith("Chart"));
  const group = groups[0];
  const kind = group === undefined ? undefined : KINDS[group.name];
  if (group === undefined || kind === undefined || groups.length > 1) return undefined;
  const value = (parent: XmlElement | undefined, name: string): string | undefined =>
    attribute(findChild(parent, name), "val");
  const on = (parent: XmlElement | undefined, name: string): boolean => {
    const child = findChild(parent, name);
    return child !== undefined && !/^(0|false)$/.test(child.attributes.val ?? "1");
  };
  const accent = (index: number): string => colors.get(`accent${(index % 6) + 1}`) ?? ACCENTS[index % 6]!;
  const colorOf = (properties: XmlElement | undefined): string | undefined => {
    const fill = fillOf(properties, colors) ?? fillOf(findChild(properties, "a:ln"), colors);
    return typeof fill === "object" ? fill.color : undefined;
  };
  const groupLabels = findChild(group, "c:dLbls");
  const elements = childElements(group, "c:ser").slice(0, MAX_SERIES);
  const series = elements.map((element, at): Series => {
    const order = numberOf(value(element, "c:idx")) ?? at;
    const labels = findChild(element, "c:dLbls") ?? groupLabels;
    const points = new Map<number, string>();
    for (const point of childElements(element, "c:dPt")) {
      const color = colorOf(findChild(point, "c:spPr"));
      if (color !== undefined) points.set(numberOf(value(point, "c:idx")) ?? 0, color);
    }
    const values = cached(findChild(element, "c:val")).map((text) => {
      const number = Number(text);
      return text === "" || !(Math.abs(number) <= LARGEST) ? undefined : number;
    });
    return {
      name: cached(findChild(element, "c:tx"))[0] ?? textOf(findChild(findChild(element, "c:tx"), "c:v")),
      color: colorOf(findChild(element, "c:spPr")) ?? accent(order),
      values,
      points,
      labels: on(labels, "c:showVal"),
    };
  });
  const longest = Math.max(0, ...series.map(({ values }) => values.length));
  if (longest === 0) return undefined;
  const names = cached(findChild(elements[0], "c:cat"));
  const round = kind === "pie" || kind === "doughnut";
  if (round && series[0] !== undefined)
    for (let at = 0; at < longest; at += 1) if (!series[0].points.has(at)) series[0].points.set(at, accent(at));
  const legend = findChild(chart, "c:legend");
  const side = value(legend, "c:legendPos") ?? "r";
  const axis = findChild(area, "c:valAx");
  const scaling = findChild(axis, "c:scaling");
  const title = findChild(chart, "c:title");
  const written = title === undefined ? "" : textOf(findChild(title, "c:tx")).trim();
  const grouping = value(group, "c:grouping") ?? "clustered";
  const cache = findChild(findChild(findChild(elements[0], "c:val"), "c:numRef"), "c:numCache");
  return {
    kind: kind === "column" && value(group, "c:barDir") === "bar" ? "bar" : kind,
    stacking: grouping === "stacked" ? "stacked" : grouping === "percentStacked" ? "percent" : "none",
    title: title === undefined ? "" : written !== "" ? written : series.length === 1 ? series[0]!.name : "",
    categories: Array.from({ length: longest }, (_unused, at) => names[at] ?? String(at + 1)),
    series: round ? series.slice(0, 1) : series,
    ...(legend === undefined
      ? {}
      : { legend: side === "l" ? "left" : side === "t" ? "top" : side === "b" ? "bottom" : "right" }),
    format: attribute(findChild(axis, "c:numFmt"), "formatCode") ?? textOf(findChild(cache, "c:formatCode")),
    low: endOf(value(scaling, "c:min")),
    high: endOf(value(scaling, "c:max")),
    gridlines: findChild(axis, "c:majorGridlines") !== undefined,
    showPercent: on(findChild(elements[0], "c:dLbls") ?? groupLabels, "c:showPercent"),
  };
}

function endOf(text: string | undefined): number | undefined {
  const number = numberOf(text);
  return number !== undefined && Math.abs(number) <= LARGEST ? number : undefined;
}

/** The remembered texts of a reference or literal, each at its index. */
function cached(holder: XmlElement | undefined): string[] {
  if (holder === undefined) return [];
  for (const child of childElements(holder)) {
    const cache =
      child.name === "c:strRef" || child.name === "c:numRef"
        ? (findChild(child, "c:strCache") ?? findChild(child, "c:numCache"))
        : child.name === "c:multiLvlStrRef"
          ? findChild(findChild(child, "c:multiLvlStrCache"), "c:lvl")
          : child.name === "c:strLit" || child.name === "c:numLit"
            ? child
            : undefined;
    if (cache === undefined) continue;
    const texts: string[] = [];
    for (const point of childElements(cache, "c:pt")) {
      const at = numberOf(attribute(point, "idx")) ?? texts.length;
      if (at >= 0 && at < MAX_VALUES) texts[at] = textOf(findChild(point, "c:v"));
    }
    return Array.from(texts, (text) => text ?? "");
  }
  return [];
}
