import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may, type Organisation } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { RecipientGroup } from "../../../shared/office/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { Empty, Field, Step } from "../parts/pieces.tsx";
import { RecipientFields } from "../parts/recipient-fields.tsx";

const ADDRESS = "/van-thu/nhom-noi-nhan";
const BACK: [string, string] = ["/van-thu", "Cấp số, đóng dấu, gửi"];

/** Groups of receivers: the list, a new one, one to be changed. */
export function recipientPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const directory = async (c: WebContext) =>
    (await office.access.organisations()).filter(({ id }) => id !== c.get("actor").organisationId);

  const listPage = async (c: WebContext, problem?: Problem, typed?: Form) => {
    const actor = c.get("actor");
    const [groups, organisations] = await Promise.all([office.recipients.groups(actor), directory(c)]);
    const names = new Map(organisations.map(({ id, name }) => [id, name]));
    const mayKeep = may(actor, "document.send");
    return show(
      desk,
      c,
      {
        title: "Nhóm nơi nhận",
        lead: "Những cơ quan thường nhận cùng nhau, để chọn một lần khi gửi.",
        back: BACK,
        active: "/van-thu",
        problem,
      },
      <>
        <section class="card">
          <h2>Các nhóm</h2>
          {groups.length === 0 ? (
            <Empty title="Chưa có nhóm nào">
              {mayKeep ? "Đặt tên nhóm và chọn cơ quan ở phần bên dưới." : "Văn thư lập nhóm ở trang này."}
            </Empty>
          ) : (
            <ul class="list">
              {groups.map((group) => (
                <li>
                  <div>
                    {mayKeep ? <a href={`${ADDRESS}/${group.id}`}>{group.name}</a> : <b>{group.name}</b>}{" "}
                    <span class="soft small">{group.organisations.length} cơ quan</span>
                    <div class="small">
                      {group.organisations
                        .slice(0, 8)
                        .map((id) => names.get(id) ?? "cơ quan không còn trong danh bạ")
                        .join("; ")}
                      {group.organisations.length > 8 ? ` và ${group.organisations.length - 8} cơ quan khác` : ""}
                    </div>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </section>
        {mayKeep ? (
          <section class="card">
            <h2>Lập nhóm mới</h2>
            {organisations.length === 0 ? (
              <Empty title="Danh bạ chưa có cơ quan nào khác">Nhờ quản trị thêm cơ quan nhận ở trang Quản trị.</Empty>
            ) : (
              <GroupForm action={ADDRESS} organisations={organisations} typed={typed} />
            )}
          </section>
        ) : null}
      </>,
    );
  };

  const groupPage = async (c: WebContext, problem?: Problem, typed?: Form) => {
    const actor = c.get("actor");
    const [groups, organisations] = await Promise.all([office.recipients.groups(actor), directory(c)]);
    const group = groups.find(({ id }) => id === c.req.param("id"));
    if (group === undefined)
      throw new VanthuError("NOT_FOUND", {
        message: "Không có nhóm nơi nhận này.",
        where: c.req.param("id") ?? "",
        hint: "Mở trang Nhóm nơi nhận để xem các nhóm hiện có.",
      });
    return show(
      desk,
      c,
      { title: `Nhóm ${group.name}`, back: [ADDRESS, "Nhóm nơi nhận"], active: "/van-thu", problem },
      <>
        <section class="card">
          <GroupForm action={`${ADDRESS}/${group.id}`} organisations={organisations} group={group} typed={typed} />
        </section>
        <section class="card">
          <h2>Bỏ nhóm</h2>
          <p>Các cơ quan và những lần đã gửi không bị ảnh hưởng.</p>
          <Step
            action={`${ADDRESS}/${group.id}/bo`}
            name="Bỏ nhóm này"
            main={false}
            rev={group.rev}
            ask={`Bỏ nhóm “${group.name}”?`}
          />
        </section>
      </>,
    );
  };

  app.get(ADDRESS, (c) => listPage(c));
  app.post(ADDRESS, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        await office.recipients.saveGroup(c.get("actor"), { name: form.text("name"), organisations: form.all("to") });
        return `${ADDRESS}?xong=da-luu`;
      },
      (problem) => listPage(c, problem, form),
    );
  });
  app.get(`${ADDRESS}/:id`, (c) => groupPage(c));
  app.post(`${ADDRESS}/:id`, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const group = {
          id: c.req.param("id"),
          rev: form.rev(),
          name: form.text("name"),
          organisations: form.all("to"),
        };
        await office.recipients.saveGroup(c.get("actor"), group);
        return `${ADDRESS}?xong=da-luu`;
      },
      (problem) => groupPage(c, problem, form),
    );
  });
  app.post(`${ADDRESS}/:id/bo`, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        await office.recipients.removeGroup(c.get("actor"), c.req.param("id"), form.rev());
        return `${ADDRESS}?xong=da-luu`;
      },
      (problem) => groupPage(c, problem),
    );
  });
}

const GroupForm: FC<{ action: string; organisations: Organisation[]; group?: RecipientGroup; typed?: Form }> = ({
  action,
  organisations,
  group,
  typed,
}) => (
  <form method="post" action={action}>
    {group === undefined ? null : <input type="hidden" name="rev" value={String(group.rev)} />}
    <Field
      name="name"
      label="Tên nhóm"
      maxlength={100}
      value={typed?.text("name") ?? group?.name}
      hint="Ví dụ: Các sở, ban, ngành; Ủy ban nhân dân các xã, phường."
    />
    <RecipientFields
      organisations={organisations}
      groups={[]}
      to={new Set(typed?.all("to") ?? group?.organisations)}
      inGroups={new Set()}
      legend="Cơ quan trong nhóm"
    />
    <button type="submit" class="main">
      {group === undefined ? "Lập nhóm" : "Lưu nhóm"}
    </button>
  </form>
);
