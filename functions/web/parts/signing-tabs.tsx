import type { FC } from "hono/jsx";

const TABS: [string, string][] = [
  ["/quan-tri/chung-thu-so", "Chứng thư số"],
  ["/quan-tri/han-chung-thu", "Hạn chứng thư"],
  ["/quan-tri/tin-cay", "Danh sách tin cậy"],
  ["/quan-tri/ket-noi-ky-so", "Kết nối ký số"],
  ["/quan-tri/thiet-lap-ky", "Thiết lập ký"],
  ["/quan-tri/quy-trinh", "Quy trình duyệt"],
];

/** The administrator's pages about signing, beside each other. */
export const SigningTabs: FC<{ active: string }> = ({ active }) => (
  <nav class="tabs" aria-label="Quản trị ký số">
    {TABS.map(([href, name]) => (
      <a href={href} aria-current={href === active ? "page" : undefined}>
        {name}
      </a>
    ))}
  </nav>
);
