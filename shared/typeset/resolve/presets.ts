import { type Outline, type Point, polygon } from "./outline.ts";
import type { VectorSegment } from "./svg-model.ts";

/** How far the ends of a quarter's curve stand from its corner, as a part of the radius, so that it comes nearest to a circle. */
const ROUND = 1 - 0.5522847498;

/**
 * The outline of a preset shape (ISO/IEC 29500-1, 20.1.10.56) at its size; undefined for one that is not known.
 *
 * @param adjust the shape's own guide values, as parts of 100000
 */
export function presetOutline(
  preset: string,
  width: number,
  height: number,
  adjust: readonly (number | undefined)[] = [],
): Outline | undefined {
  const short = Math.min(width, height);
  const part = (index: number, fallback: number): number => (adjust[index] ?? fallback) / 100_000;
  const closed = (points: readonly Point[]): Outline => ({ segments: polygon(points, true), open: false });
  const open = (points: readonly Point[]): Outline => ({ segments: polygon(points, false), open: true });
  const [w, h] = [width, height];
  switch (preset) {
    case "ellipse":
    case "flowChartConnector":
      return { segments: rounded(w, h, w / 2, h / 2), open: false };
    case "roundRect":
    case "flowChartAlternateProcess": {
      const radius = short * Math.min(Math.max(part(0, 16_667), 0), 0.5);
      return { segments: rounded(w, h, radius, radius), open: false };
    }
    case "flowChartTerminator":
      return { segments: rounded(w, h, short / 2, short / 2), open: false };
    case "rect":
    case "flowChartProcess":
    case "flowChartPredefinedProcess":
    case "wedgeRectCallout":
    case "textBox":
      return closed([
        [0, 0],
        [w, 0],
        [w, h],
        [0, h],
      ]);
    case "triangle": {
      const tip = w * part(0, 50_000);
      return closed([
        [tip, 0],
        [w, h],
        [0, h],
      ]);
    }
    case "rtTriangle":
      return closed([
        [0, 0],
        [w, h],
        [0, h],
      ]);
    case "diamond":
    case "flowChartDecision":
      return closed([
        [w / 2, 0],
        [w, h / 2],
        [w / 2, h],
        [0, h / 2],
      ]);
    case "parallelogram":
    case "flowChartInputOutput": {
      const lean = preset === "parallelogram" ? short * part(0, 25_000) : w / 5;
      return closed([
        [lean, 0],
        [w, 0],
        [w - lean, h],
        [0, h],
      ]);
    }
    case "trapezoid": {
      const lean = short * part(0, 25_000);
      return closed([
        [lean, 0],
        [w - lean, 0],
        [w, h],
        [0, h],
      ]);
    }
    case "hexagon": {
      const lean = short * part(0, 25_000);
      return closed([
        [lean, 0],
        [w - lean, 0],
        [w, h / 2],
        [w - lean, h],
        [lean, h],
        [0, h / 2],
      ]);
    }
    case "octagon": {
      const cut = short * part(0, 29_289);
      return closed([
        [cut, 0],
        [w - cut, 0],
        [w, cut],
        [w, h - cut],
        [w - cut, h],
        [cut, h],
        [0, h - cut],
        [0, cut],
      ]);
    }
    case "plus": {
      const cut = short * part(0, 25_000);
      return closed([
        [cut, 0],
        [w - cut, 0],
        [w - cut, cut],
        [w, cut],
        [w, h - cut],
        [w - cut, h - cut],
        [w - cut, h],
        [cut, h],
        [cut, h - cut],
        [0, h - cut],
        [0, cut],
        [cut, cut],
      ]);
    }
    case "homePlate":
    case "pentagon": {
      const tip = w - Math.min(short * part(0, 50_000), w);
      return closed([
        [0, 0],
        [tip, 0],
        [w, h / 2],
        [tip, h],
        [0, h],
      ]);
    }
    case "chevron": {
      const tip = Math.min(short * part(0, 50_000), w);
      return closed([
        [0, 0],
        [w - tip, 0],
        [w, h / 2],
        [w - tip, h],
        [0, h],
        [tip, h / 2],
      ]);
    }
    case "rightArrow":
    case "leftArrow":
    case "upArrow":
    case "downArrow": {
      const across = preset === "rightArrow" || preset === "leftArrow";
      const [long, wide] = across ? [w, h] : [h, w];
      const neck = long - Math.min(short * part(1, 50_000), long);
      const edge = (wide * (1 - part(0, 50_000))) / 2;
      const along: Point[] = [
        [0, edge],
        [neck, edge],
        [neck, 0],
        [long, wide / 2],
        [neck, wide],
        [neck, wide - edge],
        [0, wide - edge],
      ];
      return closed(
        along.map(([x, y]): Point => {
          if (preset === "rightArrow") return [x, y];
          if (preset === "leftArrow") return [w - x, y];
          return preset === "downArrow" ? [y, x] : [y, h - x];
        }),
      );
    }
    case "leftRightArrow": {
      const head = Math.min(short * part(1, 50_000), w / 2);
      const edge = (h * (1 - part(0, 50_000))) / 2;
      return closed([
        [0, h / 2],
        [head, 0],
        [head, edge],
        [w - head, edge],
        [w - head, 0],
        [w, h / 2],
        [w - head, h],
        [w - head, h - edge],
        [head, h - edge],
        [head, h],
      ]);
    }
    case "star5":
      return closed(
        Array.from({ length: 10 }, (_unused, at): Point => {
          const radius = at % 2 === 0 ? 1 : 0.382;
          const angle = (Math.PI * at) / 5 - Math.PI / 2;
          return [(w / 2) * (1 + radius * Math.cos(angle)), (h / 2) * (1 + radius * Math.sin(angle))];
        }),
      );
    case "line":
    case "straightConnector1":
      return open([
        [0, 0],
        [w, h],
      ]);
    case "bentConnector2":
      return open([
        [0, 0],
        [w, 0],
        [w, h],
      ]);
    case "curvedConnector3": {
      const middle = w * part(0, 50_000);
      return {
        segments: [
          { kind: "move", x: 0, y: 0 },
          { kind: "curve", x1: middle, y1: 0, x2: middle, y2: h, x: w, y: h },
        ],
        open: true,
      };
    }
    case "bentConnector3": {
      const middle = w * part(0, 50_000);
      return open([
        [0, 0],
        [middle, 0],
        [middle, h],
        [w, h],
      ]);
    }
    case "leftBracket":
      return open([
        [w, 0],
        [0, 0],
        [0, h],
        [w, h],
      ]);
    case "rightBracket":
      return open([
        [0, 0],
        [w, 0],
        [w, h],
        [0, h],
      ]);
    case "rightBrace":
    case "leftBrace":
      return { segments: brace(w, h, preset === "leftBrace", part(1, 50_000)), open: true };
    default:
      return undefined;
  }
}

function rounded(width: number, height: number, rx: number, ry: number): VectorSegment[] {
  const kx = rx * ROUND;
  const ky = ry * ROUND;
  return [
    { kind: "move", x: rx, y: 0 },
    { kind: "line", x: width - rx, y: 0 },
    { kind: "curve", x1: width - kx, y1: 0, x2: width, y2: ky, x: width, y: ry },
    { kind: "line", x: width, y: height - ry },
    { kind: "curve", x1: width, y1: height - ky, x2: width - kx, y2: height, x: width - rx, y: height },
    { kind: "line", x: rx, y: height },
    { kind: "curve", x1: kx, y1: height, x2: 0, y2: height - ky, x: 0, y: height - ry },
    { kind: "line", x: 0, y: ry },
    { kind: "curve", x1: 0, y1: ky, x2: kx, y2: 0, x: rx, y: 0 },
    { kind: "close" },
  ];
}

function brace(width: number, height: number, left: boolean, tip: number): VectorSegment[] {
  const at = (x: number): number => (left ? width - x : x);
  const [half, middle] = [width / 2, height * tip];
  const turn = Math.min(half, height / 8);
  return [
    { kind: "move", x: at(0), y: 0 },
    { kind: "curve", x1: at(half), y1: 0, x2: at(half), y2: turn / 2, x: at(half), y: turn },
    { kind: "line", x: at(half), y: middle - turn },
    { kind: "curve", x1: at(half), y1: middle - turn / 2, x2: at(half), y2: middle, x: at(width), y: middle },
    { kind: "curve", x1: at(half), y1: middle, x2: at(half), y2: middle + turn / 2, x: at(half), y: middle + turn },
    { kind: "line", x: at(half), y: height - turn },
    { kind: "curve", x1: at(half), y1: height - turn / 2, x2: at(half), y2: height, x: at(0), y: height },
  ];
}
