import type { FC } from "hono/jsx";

const LINKS: [string, string, string][] = [
  [
    "/quan-tri/dang-nhap",
    "Đăng nhập",
    "ai vào bằng cách nào, bước xác thực thứ hai, nhà cung cấp định danh, phiên của từng người",
  ],
  ["/quan-tri/khoa-api", "Khóa API", "cho phần mềm khác gọi hệ thống"],
];

/** The way from the administrator's first page to how people and machines come in. */
export const SignInLinks: FC = () => (
  <section class="card">
    <h2>Đăng nhập</h2>
    <ul class="list">
      {LINKS.map(([href, name, words]) => (
        <li>
          <span>
            <a href={href}>{name}</a>: <span class="soft">{words}</span>
          </span>
        </li>
      ))}
    </ul>
  </section>
);
