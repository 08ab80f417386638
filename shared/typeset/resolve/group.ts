import { childElements, findChild, type XmlElement } from "../../opc/index.ts";
import { type Place, within } from "./drawing-parts.ts";
import type { Floating } from "./model.ts";
import { numberOf } from "./values.ts";

/** Place of a thing in its group, in EMU of the group's own coordinates. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Reads one shape or picture of a group at its size (twips); undefined, after a warning, when it cannot be drawn. */
export type MemberReader = (member: XmlElement, width: number, height: number) => Floating["shape"] | undefined;

/** Groups within groups that are read. */
const MAX_DEPTH = 8;
/** English Metric Units in a twip (914400 an inch, 1440 twips an inch). */
export const EMU = 635;

/**
 * Reads a wpg:wgp (DrawingML group): each shape of it becomes a thing of its own that stands where the group puts it. Turned and
 * mirrored groups are set upright.
 *
 * @param width,height of the whole group in twips
 */
export function readGroup(
  group: XmlElement,
  width: number,
  height: number,
  place: Place,
  read: MemberReader,
): Floating[] {
  const members: Floating[] = [];
  const visit = (element: XmlElement, box: Box, depth: number): void => {
    const transform = findChild(findChild(element, "wpg:grpSpPr"), "a:xfrm");
    const own = boxOf(transform, "a:off", "a:ext");
    const inner = boxOf(transform, "a:chOff", "a:chExt") ?? own ?? box;
    const scaleX = inner.width > 0 ? box.width / inner.width : 1;
    const scaleY = inner.height > 0 ? box.height / inner.height : 1;
    for (const child of childElements(element)) {
      const nested = child.name === "wpg:grpSp" || child.name === "wpg:wgp";
      if (!nested && child.name !== "wps:wsp" && child.name !== "pic:pic") continue;
      const properties = findChild(child, nested ? "wpg:grpSpPr" : child.name === "pic:pic" ? "pic:spPr" : "wps:spPr");
      const at = boxOf(findChild(properties, "a:xfrm"), "a:off", "a:ext");
      if (at === undefined) continue;
      const placed: Box = {
        x: box.x + (at.x - inner.x) * scaleX,
        y: box.y + (at.y - inner.y) * scaleY,
        width: at.width * scaleX,
        height: at.height * scaleY,
      };
      if (nested) {
        if (depth < MAX_DEPTH) visit(child, placed, depth + 1);
        continue;
      }
      const shape = read(child, placed.width / EMU, placed.height / EMU);
      if (shape === undefined) continue;
      members.push({
        ...place,
        shape,
        width: placed.width / EMU,
        height: placed.height / EMU,
        x: within(place.x, placed.x / EMU, width),
        y: within(place.y, placed.y / EMU, height),
      });
    }
  };
  visit(group, { x: 0, y: 0, width: width * EMU, height: height * EMU }, 0);
  return members;
}

function boxOf(transform: XmlElement | undefined, offset: string, extent: string): Box | undefined {
  const off = findChild(transform, offset);
  const ext = findChild(transform, extent);
  if (off === undefined || ext === undefined) return undefined;
  const number = (value: string | undefined): number => numberOf(value) ?? 0;
  return {
    x: number(off.attributes.x),
    y: number(off.attributes.y),
    width: number(ext.attributes.cx),
    height: number(ext.attributes.cy),
  };
}
