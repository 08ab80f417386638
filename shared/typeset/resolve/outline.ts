import type { BorderLine, Picture } from "./model.ts";
import type { VectorSegment } from "./svg-model.ts";

/** How far the ends of a quarter's curve stand from its corner, as a part of the radius, so that it comes nearest to a circle. */
const ROUND = 1 - 0.5522847498;

/** Corner of a rounded rectangle as a part of its shorter side, unless the shape says otherwise (presetShapeDefinitions, roundRect). */
const CORNER = 0.16667;

/** Shapes with a round outline that can be drawn. */
export type RoundShape = "ellipse" | "roundRect";

/** Is this preset one of them? */
export function isRound(preset: string | undefined): preset is RoundShape {
  return preset === "ellipse" || preset === "roundRect";
}

/**
 * The fill and outline of an ellipse or a rounded rectangle as a picture as large as the shape.
 *
 * @param corner radius of a rounded rectangle as a part of its shorter side
 */
export function roundOutline(
  preset: RoundShape,
  width: number,
  height: number,
  background: string | undefined,
  border: BorderLine | undefined,
  corner = CORNER,
): Picture {
  const radius = Math.min(width, height) * Math.min(Math.max(corner, 0), 0.5);
  const rx = preset === "ellipse" ? width / 2 : radius;
  const ry = preset === "ellipse" ? height / 2 : radius;
  const kx = rx * ROUND;
  const ky = ry * ROUND;
  const segments: VectorSegment[] = [
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
  const edge = border?.width ?? 0;
  return {
    part: "",
    bytes: new Uint8Array(),
    width: width + edge,
    height: height + edge,
    vector: {
      width,
      height,
      // Half of the line lies outside of the shape.
      view: [-edge / 2, -edge / 2, width + edge, height + edge],
      items: [
        {
          kind: "shape",
          segments,
          ...(background === undefined ? {} : { fill: { color: background, opacity: 1, evenOdd: false } }),
          ...(border === undefined
            ? {}
            : {
                stroke: {
                  color: border.color,
                  width: border.width,
                  dash: [],
                  dashOffset: 0,
                  cap: 0 as const,
                  join: 0 as const,
                  miterLimit: 4,
                  opacity: 1,
                },
              }),
        },
      ],
    },
  };
}
