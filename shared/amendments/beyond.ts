import type { Programme } from "../tasks/index.ts";
import { returnedThings } from "./returned.ts";

/**
 * What differs between two revisions besides their tasks, in Vietnamese sentences: an appendix of tasks does not tell it, the letter
 * may have to.
 */
export function changesBeyondTasks(from: Programme, to: Programme): string[] {
  const said: string[] = [];
  if (from.title !== to.title) said.push(`Tên chương trình đổi từ “${from.title}” thành “${to.title}”.`);
  if (from.period !== to.period) said.push(`Kỳ thực hiện đổi từ “${from.period}” thành “${to.period}”.`);
  const { groups: newIds } = returnedThings(from, to);
  const groups = new Map(from.groups.map((group) => [newIds.get(group.id) ?? group.id, group]));
  for (const group of to.groups) {
    const old = groups.get(group.id);
    if (old !== undefined && old.name !== group.name)
      said.push(`Nhóm ${old.number} đổi tên từ “${old.name}” thành “${group.name}”.`);
    else if (old !== undefined && old.number !== group.number)
      said.push(`Nhóm “${group.name}” đổi số từ ${old.number} thành ${group.number}.`);
  }
  const targets = new Map(from.targets.map((target) => [target.id, target]));
  const kept = to.targets.filter((target) => targets.has(target.id));
  const changed = kept.filter((target) => targets.get(target.id)!.text !== target.text).length;
  const added = to.targets.length - kept.length;
  const gone = from.targets.length - kept.length;
  const counts = [
    added > 0 ? `thêm ${added}` : "",
    gone > 0 ? `bớt ${gone}` : "",
    changed > 0 ? `đổi ${changed}` : "",
  ].filter((text) => text !== "");
  if (counts.length > 0) said.push(`Chỉ tiêu: ${counts.join(", ")}.`);
  return said;
}
