import type { Table } from "../resolve/model.ts";
import { placeOf } from "./draw.ts";
import type { Flow } from "./flow.ts";
import { LEAST_STRIP, obstacleOf } from "./obstacles.ts";
import { drawNestedRow, layTable } from "./tables.ts";

/**
 * Sets a floating table at its place, with the text that follows beside it. It is left to the flow when it is too wide for that, too high
 * for what is left of the page, holds notes, or would lie on what is set already.
 *
 * @param gap space below what stands above
 * @returns whether it was set
 */
export function placeFloatingTable(flow: Flow, table: Table, gap: number): boolean {
  const { place } = table;
  if (place === undefined || table.rows.length === 0 || table.rows.length > 200) return false;
  const { frame, context } = flow;
  const laid = layTable(table, flow.columnWidth, flow.values, context);
  const width = laid.edges.at(-1)!;
  if (flow.columnWidth - width < LEAST_STRIP || laid.rows.some((row) => row.notes.length > 0)) return false;
  const height = laid.rows.reduce((sum, row) => sum + row.height, 0);
  const hang = context.settings.compatibility < 15 ? (table.rows[0]!.cells[0]?.margins.left ?? 0) : 0;
  const at = placeOf({ ...place, width, height }, flow.page, frame.columnLeft, flow.y + gap, frame);
  const x = place.x.align === undefined ? at.x - hang : at.x;
  const bottom = at.y + height;
  if (at.y < flow.y - 1 || bottom > flow.y + flow.room + 1 || x < 0 || x + width > flow.page.width) return false;
  if (flow.obstacles.some((other) => other.x0 < x + width && other.x1 > x && other.y0 < bottom && other.y1 > at.y))
    return false;
  let y = at.y;
  laid.rows.forEach((row, index) => {
    drawNestedRow(flow.page, laid, index, x - laid.x, y, frame);
    y += row.height;
  });
  flow.obstacles.push(obstacleOf({ width, height, distance: place.distance }, x, at.y));
  return true;
}
