import type { FC } from "hono/jsx";

const LINKS: readonly [string, string][] = [
  ["/quan-tri/nguoi-dung", "Người dùng"],
  ["/quan-tri/don-vi", "Đơn vị"],
  ["/quan-tri/tham-quyen", "Thẩm quyền ký"],
  ["/quan-tri/de-nghi-quyen", "Đề nghị tự cấp quyền"],
];

/** The pages about people, units and mandates, one beside the other. */
export const AdministrationLinks: FC<{ here: string }> = ({ here }) => (
  <nav class="tabs" aria-label="Người, đơn vị, thẩm quyền">
    {LINKS.map(([href, name]) => (
      <a href={href} aria-current={href === here ? "page" : undefined}>
        {name}
      </a>
    ))}
  </nav>
);
