import { html, raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import { type Action, type Actor, may } from "../../../shared/access/index.ts";
import { HTMX, ICON, MARK_SVG, SCRIPT, STYLES } from "../assets.ts";
import { ROLE_WORDS } from "./words.ts";

/** Whose page this is, and what waits for that person (red counts in the menu, by address). */
export interface Reader {
  actor: Actor;
  organisation: string;
  waiting: Record<string, number>;
}

interface MenuItem {
  href: string;
  name: string;
  /** What a person must be allowed to do to see the item; absent: everybody. */
  needs?: Action;
}

const MENU: { title?: string; items: MenuItem[] }[] = [
  {
    items: [
      { href: "/tong-quan", name: "Tổng quan" },
      { href: "/thong-bao", name: "Thông báo" },
    ],
  },
  {
    title: "Soạn và ký",
    items: [
      { href: "/nhiem-vu", name: "Nhiệm vụ", needs: "programme.read" },
      { href: "/bao-cao", name: "Báo cáo", needs: "programme.read" },
      { href: "/soan-van-ban", name: "Soạn văn bản", needs: "document.draft" },
      { href: "/van-ban", name: "Văn bản", needs: "document.read" },
      { href: "/trinh-ky", name: "Trình ký", needs: "document.sign" },
      { href: "/quyen-xem", name: "Quyền xem", needs: "rights.confirm" },
    ],
  },
  {
    title: "Văn thư",
    items: [
      { href: "/van-thu", name: "Cấp số, đóng dấu, gửi", needs: "document.number" },
      { href: "/van-ban-den", name: "Văn bản đến", needs: "document.read" },
      { href: "/sao-van-ban", name: "Sao văn bản", needs: "document.read" },
      { href: "/so-van-ban-di", name: "Sổ văn bản đi", needs: "register.read" },
      { href: "/so-van-ban-den", name: "Sổ văn bản đến", needs: "register.read" },
      { href: "/so-van-ban/quan-ly", name: "Mở, khóa sổ", needs: "register.read" },
    ],
  },
  {
    title: "Lưu trữ",
    items: [
      { href: "/ho-so", name: "Hồ sơ", needs: "dossier.read" },
      { href: "/tim-kiem", name: "Tìm kiếm", needs: "document.read" },
    ],
  },
  {
    title: "Khác",
    items: [
      { href: "/kiem-tra", name: "Kiểm tra chữ ký" },
      { href: "/quan-tri/lich-lam-viec", name: "Lịch làm việc" },
      { href: "/nhat-ky", name: "Nhật ký", needs: "audit.read" },
      { href: "/tai-khoan", name: "Tài khoản của tôi" },
      { href: "/quan-tri", name: "Quản trị", needs: "administer" },
    ],
  },
];

/** No page is kept in the browser's storage: on a shared computer the next person could read it there. New parts stand at once. */
const HTMX_CONFIG = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  defaultSettleDelay: 0,
});

const Head: FC<{ title: string; refresh?: number }> = ({ title, refresh }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>{`${title} · Vanthu`}</title>
    <meta name="color-scheme" content="light" />
    <meta name="theme-color" content="#0a3743" />
    <link rel="icon" href={ICON.address} type="image/svg+xml" />
    <link rel="stylesheet" href={STYLES.address} />
    {HTMX ? <meta name="htmx-config" content={HTMX_CONFIG} /> : null}
    {HTMX ? <script src={HTMX.address} defer></script> : null}
    <script src={SCRIPT.address} defer></script>
    {refresh === undefined ? null : (
      <noscript>
        <meta http-equiv="refresh" content={String(refresh)} />
      </noscript>
    )}
  </head>
);

const Brand: FC<{ line: string; href: string }> = ({ line, href }) => (
  <a class="brand" href={href}>
    {raw(MARK_SVG.replace("<svg ", '<svg aria-hidden="true" '))}
    <span>
      Vanthu <small>{line}</small>
    </span>
  </a>
);

const WaitingCount: FC<{ count: number }> = ({ count }) =>
  count === 0 ? null : (
    <span class="count">
      {count}
      <span class="visually-hidden"> việc đang chờ</span>
    </span>
  );

const Menu: FC<{ reader: Reader; active: string }> = ({ reader, active }) => (
  <nav class="menu" aria-label="Chức năng">
    {MENU.map((part) => {
      const items = part.items.filter((item) => !item.needs || may(reader.actor, item.needs));
      return items.length === 0 ? null : (
        <>
          {part.title ? <h2>{part.title}</h2> : null}
          {items.map((item) => {
            const waiting = reader.waiting[item.href] ?? 0;
            return (
              <a href={item.href} aria-current={item.href === active ? "page" : undefined}>
                <span>{item.name}</span>
                <WaitingCount count={waiting} />
              </a>
            );
          })}
        </>
      );
    })}
  </nav>
);

/** Content of a page of a signed-in person: heading, what can be done from here, and the rest. */
export interface PageParts {
  title: string;
  /** One line under the heading. */
  lead?: Child;
  /** Way back: [address, name]. */
  back?: [string, string];
  /** Buttons at the upper right. */
  tools?: Child;
  /** Address of the menu item this page belongs to. */
  active: string;
  /** Without script the page asks again after so many seconds: something is awaited. */
  refresh?: number;
}

/** A page inside the frame with menu. */
export const OfficePage: FC<PageParts & { reader: Reader; children?: Child }> = (props) => (
  <html lang="vi">
    <Head title={props.title} refresh={props.refresh} />
    <body>
      <a class="skip" href="#noi-dung">
        Đến nội dung chính
      </a>
      <div class="frame">
        <header class="side">
          <div class="side-top">
            <Brand line={props.reader.organisation} href="/tong-quan" />
            {/* In a narrow window the menu opens from here; what it opens follows it. */}
            <details class="menu-switch">
              <summary>
                Menu
                <WaitingCount count={Object.values(props.reader.waiting).reduce((sum, one) => sum + one, 0)} />
              </summary>
            </details>
          </div>
          <div class="side-body">
            <Menu reader={props.reader} active={props.active} />
            <div class="who">
              <div>
                <strong>{props.reader.actor.name}</strong>
                <span>{props.reader.actor.roles.map((role) => ROLE_WORDS[role]).join(", ")}</span>
              </div>
              <form method="post" action="/dang-xuat">
                <button class="quiet" type="submit">
                  Đăng xuất
                </button>
              </form>
            </div>
          </div>
        </header>
        <main class="page" id="noi-dung" tabindex={-1}>
          <header>
            <div>
              {props.back ? (
                <div class="crumbs">
                  <a href={props.back[0]}>← {props.back[1]}</a>
                </div>
              ) : null}
              <h1>{props.title}</h1>
              {props.lead ? <p>{props.lead}</p> : null}
            </div>
            {props.tools ? <div class="actions">{props.tools}</div> : null}
          </header>
          {props.children}
        </main>
      </div>
    </body>
  </html>
);

/** A page that needs no account: sign-in, first set-up, the public check, errors. */
export const OpenPage: FC<{
  title: string;
  lead?: Child;
  narrow?: boolean;
  links?: [string, string][];
  children?: Child;
}> = (props) => (
  <html lang="vi">
    <Head title={props.title} />
    <body>
      <a class="skip" href="#noi-dung">
        Đến nội dung chính
      </a>
      <header class="open-bar">
        <div>
          <Brand line="Văn bản điện tử và chữ ký số" href="/" />
          <nav class="actions" aria-label="Lối đi">
            {(props.links ?? []).map(([href, name]) => (
              <a href={href}>{name}</a>
            ))}
          </nav>
        </div>
      </header>
      <main class={props.narrow ? "open narrow" : "open"} id="noi-dung" tabindex={-1}>
        <h1>{props.title}</h1>
        {props.lead ? <p class="soft">{props.lead}</p> : null}
        {props.children}
      </main>
    </body>
  </html>
);

/** A whole HTML document as text. */
export function documentHtml(page: Child): ReturnType<typeof html> {
  return html`<!doctype html>${page}`;
}
