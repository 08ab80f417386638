/** What can change in a task between two revisions. */
export type AmendmentKind =
  | "added"
  | "renamed"
  | "deadline"
  | "leadAgency"
  | "coordinatingAgencies"
  | "output"
  | "moved"
  | "removed"
  | "completed";

/**
 * Words of an office for each change. `{basis}` is the document that changes the task, `{number}` the task's old number,
 * `{appendix}` the appendix it stood in, `{group}` the new group, `{date}` the day of completion. A phrase about the basis stands last.
 */
export type AmendmentWording = Record<AmendmentKind, string>;

/** The usual wording of amended appendices; an office may keep its own. */
export const DEFAULT_WORDING: AmendmentWording = {
  added: "Nhiệm vụ bổ sung theo {basis}",
  renamed: "Nhiệm vụ số {number} {appendix} cập nhật lại tên theo {basis}",
  deadline: "Điều chỉnh lại thời gian hoàn thành theo {basis}",
  leadAgency: "Điều chỉnh cơ quan chủ trì theo {basis}",
  coordinatingAgencies: "Điều chỉnh cơ quan phối hợp theo {basis}",
  output: "Điều chỉnh sản phẩm đầu ra theo {basis}",
  moved: "Chuyển sang nhóm {group} theo {basis}",
  removed: "Đưa ra khỏi danh mục nhiệm vụ theo {basis}",
  completed: "Nhiệm vụ đã hoàn thành ngày {date}",
};

const BASIS = " theo {basis}";

/** One note for all changes of a task; the basis is named once, after the last change it stands behind. */
export function amendmentNote(
  kinds: AmendmentKind[],
  wording: AmendmentWording,
  values: Record<"basis" | "number" | "appendix" | "group" | "date", string>,
): string {
  const templates = kinds.map((kind) => wording[kind]);
  const lastWithBasis = templates.findLastIndex((template) => template.endsWith(BASIS));
  return templates
    .map((template, index) =>
      index !== lastWithBasis && template.endsWith(BASIS) ? template.slice(0, -BASIS.length) : template,
    )
    .map((template) => (values.basis === "" && template.endsWith(BASIS) ? template.slice(0, -BASIS.length) : template))
    .map((template) =>
      template.replaceAll(/\{(basis|number|appendix|group|date)\}/g, (_, name: keyof typeof values) => values[name]),
    )
    .map((text, index) => (index === 0 ? text : text[0]!.toLocaleLowerCase("vi") + text.slice(1)))
    .join("; ")
    .replaceAll(/ {2,}/g, " ");
}
