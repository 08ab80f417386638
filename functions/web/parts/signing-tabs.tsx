import type { FC } from "hono/jsx";

const TABS: [string, string][] = [
  ["/quan-tri/chung-thu-so", "Chứng thư số"],
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

/** The way there from the administrator's first page. */
export const SigningLinks: FC = () => (
  <section class="card">
    <h2>Ký số</h2>
    <ul class="list">
      {(
        [
          [TABS[0]!, "hạn dùng, nhập tệp .p12, liên kết khóa từ xa, hình dấu và hình chữ ký"],
          [TABS[1]!, "VNPT SmartCA, Viettel MySign, CSC, AWS KMS, thiết bị PKCS#11"],
          [TABS[2]!, "mức chữ ký, dấu thời gian, ký trước hay cấp số trước"],
          [TABS[3]!, "ký là duyệt, hay phải duyệt trước khi ký"],
        ] as const
      ).map(([[href, name], words]) => (
        <li>
          <span>
            <a href={href}>{name}</a>: <span class="soft">{words}</span>
          </span>
        </li>
      ))}
    </ul>
  </section>
);
