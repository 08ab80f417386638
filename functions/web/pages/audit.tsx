import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { type AuditEntry, may } from "../../../shared/access/index.ts";
import type { CheckedSeal, TrailCheck, TrailFilter, TrailSeal } from "../../../shared/office/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { type Desk, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { AUDIT_GROUPS, auditWords, detailName, detailWords } from "../parts/audit-words.ts";
import { dateAndTime, exactTime, shortDate } from "../parts/dates.ts";
import { Chip, Empty, Field, Notice, Scroll, Select, type Tone } from "../parts/pieces.tsx";

const ADDRESS = "/nhat-ky";

const STAMPS: Record<CheckedSeal["stamp"], [Tone, string]> = {
  proven: ["good", "Dấu thời gian đúng"],
  unproven: ["warn", "Dấu thời gian đúng, tổ chức cấp chưa được tin cậy ở đây"],
  "not-stamped": ["plain", "Chưa có dấu thời gian"],
  broken: ["bad", "Dấu thời gian không khớp"],
};

/** The audit trail: who did what and when, whether it is whole, and how to take it out. */
export function auditPages(app: Hono<WebEnv>, desk: Desk): void {
  const { audit, access } = desk.office;

  app.get(ADDRESS, async (c) => {
    const actor = c.get("actor");
    const filter = filterOf(c);
    const [{ entries, next }, people, seals] = await Promise.all([
      audit.list(actor, filter),
      access.people(actor.organisationId),
      audit.seals(actor),
    ]);
    return show(
      desk,
      c,
      {
        title: "Nhật ký",
        lead: "Mọi việc đã làm trong cơ quan, theo đúng thứ tự. Không ai sửa hoặc xóa được dòng nào mà không lộ ra khi kiểm tra.",
        active: ADDRESS,
      },
      <>
        <section class="card">
          <form method="get" action={ADDRESS} class="filter">
            <Field name="tu" label="Từ ngày" type="date" value={filter.from} optional />
            <Field name="den" label="Đến ngày" type="date" value={filter.to} optional />
            <Select
              name="nguoi"
              label="Người làm"
              value={filter.personId ?? ""}
              options={[["", "Mọi người"], ...people.map(({ id, name }): [string, string] => [id, name])]}
            />
            <Select
              name="viec"
              label="Việc"
              value={filter.action ?? ""}
              options={[
                ["", "Mọi việc"],
                ...Object.entries(AUDIT_GROUPS).map(([group, words]): [string, string] => [group, words]),
              ]}
            />
            <Field name="tim" label="Tìm" value={filter.search} hint="Gõ không dấu cũng tìm được" optional />
            <button type="submit">Lọc</button>
          </form>
        </section>
        <section class="card">
          <h2>Các việc đã làm</h2>
          <Lines entries={entries} names={new Map(people.map(({ id, name }) => [id, name]))} />
          {next === undefined ? null : <a href={withQuery(c, { sau: next })}>Xem các dòng cũ hơn</a>}
        </section>
        <section class="card">
          <h2>Tính toàn vẹn</h2>
          <p>
            Mỗi dòng mang mã băm của dòng trước. Mỗi ngày, mã băm của dòng cuối được ghi riêng và đóng dấu thời gian
            (khi cơ quan đã khai báo dịch vụ cấp dấu thời gian).
          </p>
          <LastSeal seal={seals[0]} />
          <p class="buttons">
            <a class="button" href={`${ADDRESS}/kiem-tra`}>
              Kiểm tra toàn bộ nhật ký
            </a>
          </p>
          {may(actor, "audit.export") ? (
            <form method="post" action={`${ADDRESS}/xuat`}>
              <button type="submit">Tải toàn bộ nhật ký kèm dấu thời gian (ZIP)</button>
            </form>
          ) : null}
        </section>
      </>,
    );
  });

  app.get(`${ADDRESS}/kiem-tra`, async (c) => {
    const check = await audit.check(c.get("actor"));
    return show(
      desk,
      c,
      { title: "Kiểm tra nhật ký", lead: "Tính lại toàn bộ chuỗi mã băm và từng dấu thời gian.", active: ADDRESS },
      <Checked check={check} />,
    );
  });

  app.post(`${ADDRESS}/xuat`, async (c) => {
    let file: Response | undefined;
    const answer = await step(
      c,
      async () => {
        file = fileAnswer({ ...(await audit.export(c.get("actor"))), contentType: "application/zip" });
        return ADDRESS;
      },
      (problem) => show(desk, c, { title: "Nhật ký", active: ADDRESS, problem }, <p />),
    );
    return file ?? answer;
  });
}

const Lines: FC<{ entries: AuditEntry[]; names: ReadonlyMap<string, string> }> = ({ entries, names }) =>
  entries.length === 0 ? (
    <Empty title="Không có dòng nào">Bỏ bớt điều kiện lọc, hoặc chọn khoảng thời gian khác.</Empty>
  ) : (
    <Scroll label="Nhật ký">
      <table>
        <thead>
          <tr>
            <th scope="col">Số</th>
            <th scope="col">Lúc</th>
            <th scope="col">Ai</th>
            <th scope="col">Việc</th>
            <th scope="col">Đối tượng và chi tiết</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr>
              <td class="number">{entry.sequence}</td>
              <td>{exactTime(entry.at)}</td>
              <td>{entry.actor.name}</td>
              <td>{auditWords(entry.action)}</td>
              <td>
                {names.get(entry.subject) ?? <code>{entry.subject}</code>}
                {Object.entries(entry.details ?? {}).map(([name, value]) => (
                  <div class="small soft">
                    {detailName(name)}: {names.get(value) ?? detailWords(name, value)}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );

const LastSeal: FC<{ seal: TrailSeal | undefined }> = ({ seal }) =>
  seal === undefined ? (
    <p>Chưa có ngày nào được ghi dấu; việc này tự làm mỗi ngày một lần.</p>
  ) : (
    <p>
      Dấu gần nhất: ngày {shortDate(seal.day)}, đến dòng {seal.sequence}
      {seal.token === undefined ? ", chưa có dấu thời gian." : `, dấu thời gian của ${seal.authority ?? ""}.`}
    </p>
  );

const Checked: FC<{ check: TrailCheck }> = ({ check }) => (
  <>
    <Notice
      tone={check.sound ? "good" : "bad"}
      title={
        check.sound
          ? `Nhật ký nguyên vẹn: ${check.entries} dòng nối liền nhau.`
          : `Nhật ký CÓ LỖI: ${check.faults.length} chỗ trong ${check.entries} dòng.`
      }
    >
      <p>
        Mã băm của dòng cuối: <code>{check.hash}</code>
      </p>
    </Notice>
    {check.faults.length === 0 ? null : (
      <section class="card">
        <h2>Các chỗ sai</h2>
        <ul>
          {check.faults.slice(0, 200).map(({ message }) => (
            <li>{message}</li>
          ))}
        </ul>
      </section>
    )}
    <section class="card">
      <h2>Dấu của từng ngày</h2>
      {check.seals.length === 0 ? (
        <Empty title="Chưa có dấu nào">Dấu được ghi tự động mỗi ngày một lần khi dịch vụ chạy.</Empty>
      ) : (
        <Scroll label="Dấu của từng ngày">
          <table>
            <thead>
              <tr>
                <th scope="col">Ngày</th>
                <th scope="col">Đến dòng</th>
                <th scope="col">Dấu thời gian</th>
                <th scope="col">Lúc đóng</th>
              </tr>
            </thead>
            <tbody>
              {[...check.seals].reverse().map((seal) => (
                <tr>
                  <td>{shortDate(seal.day)}</td>
                  <td class="number">{seal.sequence}</td>
                  <td>
                    <Chip tone={STAMPS[seal.stamp][0]}>{STAMPS[seal.stamp][1]}</Chip>
                  </td>
                  <td>{seal.stampedAt === undefined ? "" : dateAndTime(seal.stampedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  </>
);

function filterOf(c: WebContext): TrailFilter {
  const asked = (name: string) => c.req.query(name)?.trim() || undefined;
  const day = (name: string) => (/^\d{4}-\d\d-\d\d$/.test(asked(name) ?? "") ? asked(name) : undefined);
  const filter = {
    from: day("tu"),
    to: day("den"),
    personId: asked("nguoi"),
    action: asked("viec"),
    search: asked("tim")?.slice(0, 200),
    after: asked("sau")?.slice(0, 100),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

function withQuery(c: WebContext, more: Record<string, string>): string {
  const query = new URLSearchParams({ ...c.req.query(), ...more });
  return `${ADDRESS}?${query}`;
}
