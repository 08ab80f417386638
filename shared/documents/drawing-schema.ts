import { z } from "zod";

/** Bounds on a drawing from outside; lengths in points. */
const LIMITS = {
  edge: 2000,
  place: 10_000,
  shapes: 5000,
  points: 5000,
  text: 500,
  title: 10_000,
  description: 50_000,
} as const;

const place = z.number().min(-LIMITS.place).max(LIMITS.place);
const length = z.number().min(0).max(LIMITS.place);
const color = z.string().regex(/^#[0-9a-f]{6}$/i, "Màu phải viết dạng #rrggbb.");
const points = z
  .array(z.tuple([place, place]))
  .min(1)
  .max(LIMITS.points);
const edge = { stroke: color.optional(), strokeWidth: length.optional() };
const angle = z.number().min(-100).max(100);

const shape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rect"), x: place, y: place, width: length, height: length, fill: color, ...edge }),
  z.strictObject({
    kind: z.literal("line"),
    points,
    stroke: color,
    strokeWidth: length,
    dash: z.array(length).min(1).max(16).optional(),
  }),
  z.strictObject({ kind: z.literal("polygon"), points, fill: color, ...edge }),
  z.strictObject({
    kind: z.literal("slice"),
    x: place,
    y: place,
    inner: length,
    outer: length,
    from: angle,
    to: angle,
    fill: color,
    ...edge,
  }),
  z.strictObject({
    kind: z.literal("text"),
    x: place,
    y: place,
    text: z.string().max(LIMITS.text),
    size: z.number().min(1).max(400),
    anchor: z.enum(["start", "middle", "end"]),
    bold: z.boolean().optional(),
    fill: color,
  }),
]);

/** What a picture of a description may be: a drawing of bounded size (contract: shared/charts/model.ts). */
export const drawingSchema = z.strictObject({
  width: z.number().min(1).max(LIMITS.edge),
  height: z.number().min(1).max(LIMITS.edge),
  title: z.string().trim().min(1, "Hình phải có câu mô tả thay cho hình.").max(LIMITS.title),
  description: z.string().max(LIMITS.description).optional(),
  shapes: z.array(shape).max(LIMITS.shapes),
});
