import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { CertificateStanding, Ending } from "../../../shared/office/index.ts";
import { type Desk, show, type WebEnv } from "../desk.tsx";
import { shortDate } from "../parts/dates.ts";
import { commonNameIn } from "../parts/key-words.ts";
import { Chip, Empty, Notice, Scroll, type Tone } from "../parts/pieces.tsx";
import { SigningTabs } from "../parts/signing-tabs.tsx";

const ADDRESS = "/quan-tri/han-chung-thu";

const KINDS: Readonly<Record<CertificateStanding["kind"], string>> = {
  key: "Khóa ký",
  connection: "Kết nối",
  timestamp: "Dấu thời gian",
  anchor: "Tin cậy",
};

/** Everything the office depends on that ends some day, the next to end first. */
export function certificatePages(app: Hono<WebEnv>, desk: Desk): void {
  app.get(ADDRESS, async (c) => {
    const all = await desk.office.installation.certificates(c.get("actor"));
    return show(
      desk,
      c,
      {
        title: "Hạn chứng thư",
        lead: "Mọi chứng thư số cơ quan dựa vào, cái sắp hết hạn đứng trước. Người quản trị được nhắc khi còn 60, 30 và 7 ngày.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
      },
      <>
        <SigningTabs active={ADDRESS} />
        <Pressing all={all} />
        <section class="card">
          {all.length === 0 ? (
            <Empty title="Chưa có chứng thư số nào" action={["/quan-tri/chung-thu-so", "Nhập chứng thư số"]}>
              Nhập hoặc liên kết chứng thư số của dấu cơ quan và của lãnh đạo; hạn dùng sẽ hiện ở đây.
            </Empty>
          ) : (
            <Table all={all} />
          )}
        </section>
      </>,
    );
  });
}

/** What to do first, where something ends. */
const Pressing: FC<{ all: CertificateStanding[] }> = ({ all }) => {
  const own = all.filter(({ kind }) => kind !== "anchor");
  const over = own.filter(({ ending }) => ending === "over").length;
  const soon = own.filter(({ ending }) => ending.startsWith("within")).length;
  if (over + soon === 0) return null;
  const parts = [
    over > 0 ? `${over} chứng thư đã hết hạn` : "",
    soon > 0 ? `${soon} chứng thư hết hạn trong 60 ngày` : "",
  ];
  return (
    <Notice tone={over > 0 ? "bad" : "warn"} title={`${parts.filter(Boolean).join("; ")}.`}>
      <p>
        Đề nghị tổ chức cấp chứng thư gia hạn hoặc cấp mới (thường mất vài ngày làm việc), nhập chứng thư mới rồi mới gỡ
        cái cũ. Văn bản đã ký khi chứng thư còn hạn không bị ảnh hưởng.
      </p>
    </Notice>
  );
};

const Table: FC<{ all: CertificateStanding[] }> = ({ all }) => (
  <Scroll label="Hạn chứng thư">
    <table>
      <thead>
        <tr>
          <th scope="col">Chứng thư</th>
          <th scope="col">Loại</th>
          <th scope="col">Tổ chức cấp</th>
          <th scope="col">Hết hạn</th>
          <th scope="col">Còn lại</th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <tr>
            <td>
              <a href={one.href}>{one.name}</a> {one.test ? <span class="trial small">THỬ NGHIỆM</span> : null}
              <div class="small soft">{one.of}</div>
            </td>
            <td>{KINDS[one.kind]}</td>
            <td>{commonNameIn(one.issuer)}</td>
            <td class="nowrap">{shortDate(one.notAfter) || "Chưa biết"}</td>
            <td>
              <EndingChip ending={one.ending} days={one.daysLeft} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const TONES: Readonly<Record<Ending, Tone>> = {
  valid: "good",
  "within-60": "warn",
  "within-30": "warn",
  "within-7": "bad",
  over: "bad",
  "not-yet": "info",
  unknown: "plain",
};

/** How long a certificate still serves, in words and sign. */
const EndingChip: FC<{ ending: Ending; days?: number }> = ({ ending, days = 0 }) => {
  const count = Math.abs(days).toLocaleString("vi-VN");
  const words =
    ending === "over"
      ? `Đã hết hạn ${count} ngày`
      : ending === "unknown"
        ? "Chưa biết"
        : ending === "not-yet"
          ? "Chưa có hiệu lực"
          : days === 0
            ? "Còn chưa đến 1 ngày"
            : `Còn ${count} ngày`;
  return <Chip tone={TONES[ending]}>{words}</Chip>;
};
