import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may, type Person, type Unit } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { Rights } from "../../../shared/office/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { Chip, Empty, Notice } from "../parts/pieces.tsx";

/** Who sees one document, and changes of it that wait for a leader. */
export function rightsPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { access, documents, rights } = office;

  const names = async (organisationId: string) => {
    const [people, units] = await Promise.all([access.people(organisationId), access.units(organisationId)]);
    return { people, units };
  };

  const one = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const document = await documents.get(actor, c.req.param("id") ?? "");
    const [state, { people, units }] = await Promise.all([rights.of(actor, document.id), names(actor.organisationId)]);
    return show(
      desk,
      c,
      {
        title: "Quyền xem văn bản",
        lead: document.subject,
        back: [`/van-ban/${document.id}`, "Văn bản"],
        active: "/van-ban",
        problem,
      },
      <>
        {state.change === undefined ? null : (
          <Notice tone="warn" title="Thay đổi quyền xem chưa được xác nhận">
            <p>
              {state.change.by.name} thay đổi lúc {dateAndTime(state.change.at)}. Trước đó:{" "}
              {inWords(state.change.before, people, units)}. Thay đổi đang có hiệu lực; lãnh đạo xác nhận hoặc khôi phục
              ở trang Quyền xem.
            </p>
          </Notice>
        )}
        <section class="card">
          <h2>Hiện nay</h2>
          <p>{inWords(state.rights, people, units)}</p>
          <p class="hint">
            Người soạn, người duyệt, người ký, văn thư và người kiểm tra, giám sát luôn xem được. Mỗi lần xem văn bản
            giới hạn được ghi vào nhật ký.
          </p>
        </section>
        {may(actor, "document.restrict") ? (
          <RightsForm id={document.id} rev={document.rev} rights={state.rights} people={people} units={units} />
        ) : null}
      </>,
    );
  };

  app.get("/van-ban/:id/quyen", (c) => one(c));

  app.post("/van-ban/:id/quyen", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const id = c.req.param("id");
        await rights.set(c.get("actor"), id, form.rev(), {
          level: form.text("level") === "restricted" ? "restricted" : "office",
          people: form.all("people"),
          units: form.all("units"),
        });
        return `/van-ban/${id}/quyen?xong=da-luu`;
      },
      (problem) => one(c, problem),
    );
  });

  const pending = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const [waiting, { people, units }] = await Promise.all([rights.pending(actor), names(actor.organisationId)]);
    return show(
      desk,
      c,
      {
        title: "Quyền xem chờ xác nhận",
        lead: "Thay đổi quyền truy cập văn bản, hồ sơ được cảnh báo đến khi người có thẩm quyền xác nhận (Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần I, mục III.3.c).",
        active: "/quyen-xem",
        problem,
      },
      waiting.length === 0 ? (
        <Empty title="Không có thay đổi nào chờ xác nhận" />
      ) : (
        waiting.map(({ of, documentId, rev, symbol, subject, change, after }) => (
          <section class="card">
            <h2>
              {symbol} <Chip tone="warn">Chờ xác nhận</Chip>
            </h2>
            {subject === undefined ? (
              <p class="soft">
                Bạn không ở trong danh sách người xem nên {of === "dossier" ? "tiêu đề" : "trích yếu"} không hiện.
              </p>
            ) : (
              <p>
                <a href={of === "dossier" ? `/ho-so/${documentId}` : `/van-ban/${documentId}`}>{subject}</a>
              </p>
            )}
            <dl class="facts">
              <dt>Người thay đổi</dt>
              <dd>
                {change.by.name}, {dateAndTime(change.at)}
              </dd>
              <dt>Trước</dt>
              <dd>{inWords(change.before, people, units)}</dd>
              <dt>Nay</dt>
              <dd>{inWords(after, people, units)}</dd>
            </dl>
            <form method="post" action={`/quyen-xem/${documentId}`}>
              <input type="hidden" name="rev" value={String(rev)} />
              <div class="actions">
                <button class="main" type="submit" name="decision" value="confirm">
                  Xác nhận
                </button>
                <button type="submit" name="decision" value="revert">
                  Khôi phục như trước
                </button>
              </div>
            </form>
          </section>
        ))
      ),
    );
  };

  app.get("/quyen-xem", (c) => pending(c));

  app.post("/quyen-xem/:id", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const decision = form.text("decision") === "revert" ? "revert" : "confirm";
        await rights.confirm(c.get("actor"), c.req.param("id"), form.rev(), decision);
        return "/quyen-xem?xong=da-luu";
      },
      (problem) => pending(c, problem),
    );
  });
}

function inWords(rights: Rights, people: Person[], units: Unit[]): string {
  if (rights.level === "office") return "Mọi người trong cơ quan có vai trò xem văn bản";
  const named = [
    ...rights.people.map((id) => people.find((one) => one.id === id)?.name ?? "(người đã xóa)"),
    ...rights.units.map((id) => units.find((one) => one.id === id)?.name ?? "(đơn vị đã xóa)"),
  ];
  return named.length === 0
    ? "Chỉ người soạn, người duyệt, người ký và văn thư"
    : `Giới hạn: ${named.join(", ")} (ngoài người soạn, người ký, văn thư)`;
}

const RightsForm: FC<{ id: string; rev: number; rights: Rights; people: Person[]; units: Unit[] }> = ({
  id,
  rev,
  rights,
  people,
  units,
}) => (
  <form class="card" method="post" action={`/van-ban/${id}/quyen`}>
    <h2>Thay đổi quyền xem</h2>
    <input type="hidden" name="rev" value={String(rev)} />
    <fieldset>
      <legend>Ai xem được</legend>
      <label class="check">
        <input type="radio" name="level" value="office" checked={rights.level === "office"} />
        <span>Mọi người trong cơ quan có vai trò xem văn bản</span>
      </label>
      <label class="check">
        <input type="radio" name="level" value="restricted" checked={rights.level === "restricted"} />
        <span>Chỉ những người, đơn vị được chọn dưới đây</span>
      </label>
    </fieldset>
    <fieldset>
      <legend>Người</legend>
      {people
        .filter(({ disabled }) => disabled !== true)
        .map((person) => (
          <label class="check">
            <input type="checkbox" name="people" value={person.id} checked={rights.people.includes(person.id)} />
            <span>
              {person.name} <span class="soft small">– {person.position}</span>
            </span>
          </label>
        ))}
    </fieldset>
    {units.length === 0 ? null : (
      <fieldset>
        <legend>Đơn vị (cả đơn vị trực thuộc)</legend>
        {units.map((unit) => (
          <label class="check">
            <input type="checkbox" name="units" value={unit.id} checked={rights.units.includes(unit.id)} />
            <span>{unit.name}</span>
          </label>
        ))}
      </fieldset>
    )}
    <p class="hint">
      Có hiệu lực ngay; những người liên quan được thông báo, và lãnh đạo được cảnh báo đến khi xác nhận. Văn bản mật
      không được đưa vào hệ thống này: giới hạn người xem không thay cho độ mật.
    </p>
    <div class="actions">
      <button class="main" type="submit">
        Lưu quyền xem
      </button>
    </div>
  </form>
);
