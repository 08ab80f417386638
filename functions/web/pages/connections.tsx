import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { allow } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { CONNECTION_KINDS, type KeyConnection, type SigningKey } from "../../../shared/office/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ConnectionFields, connectionFrom, connectionKind, KIND_ABOUT } from "../parts/connection-fields.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { Chip, Empty } from "../parts/pieces.tsx";
import { SigningTabs } from "../parts/signing-tabs.tsx";

const ADDRESS = "/quan-tri/ket-noi-ky-so";

/** Services and devices that keep keys: the list with the outcome of the last check, adding and changing one. */
export function connectionPages(app: Hono<WebEnv>, desk: Desk): void {
  const keyDesk = desk.office.keys;

  const list = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const [connections, keys] = await Promise.all([keyDesk.connections(actor), keyDesk.keys(actor)]);
    return show(
      desk,
      c,
      {
        title: "Kết nối ký số",
        lead: "Nơi giữ khóa ngoài hệ thống: dịch vụ ký từ xa, AWS KMS, thiết bị của máy chủ.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        <SigningTabs active={ADDRESS} />
        <section class="card">
          <h2>Kết nối đang có</h2>
          {connections.length === 0 ? (
            <Empty title="Chưa có kết nối nào">
              Chỉ cần khi khóa nằm ở dịch vụ ký từ xa hoặc thiết bị của máy chủ. Tệp .p12 và USB token của người ký
              không cần kết nối.
            </Empty>
          ) : (
            <ul class="list keys-held">
              {connections.map((connection) => (
                <Line connection={connection} uses={keys.filter((key) => key.connection?.id === connection.id)} />
              ))}
            </ul>
          )}
        </section>
        <section class="card">
          <h2>Thêm kết nối</h2>
          <p>Chọn loại:</p>
          <div class="choice">
            {Object.entries(KIND_ABOUT).map(([kind, about]) => (
              <a class="tile" href={`${ADDRESS}/moi?loai=${kind}`}>
                <b>{CONNECTION_KINDS[kind as KeyConnection["kind"]].name}</b> <span class="soft">{about}</span>
              </a>
            ))}
          </div>
        </section>
      </>,
    );
  };

  const editor = async (
    c: WebContext,
    id: string | undefined,
    problem?: Problem,
    typed: Record<string, string> = {},
  ) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const connection = id === undefined ? undefined : (await keyDesk.connections(actor)).find((one) => one.id === id);
    const kind = connection?.kind ?? connectionKind(typed.kind ?? c.req.query("loai"));
    if (kind === undefined)
      throw new VanthuError("NOT_FOUND", { message: "Không có kết nối này.", hint: "Chọn lại ở trang Kết nối ký số." });
    const enabled = typed.kind === undefined ? (connection?.enabled ?? true) : typed.enabled === "1";
    return show(
      desk,
      c,
      {
        title: connection ? connection.name : `Thêm kết nối ${CONNECTION_KINDS[kind].name}`,
        lead: KIND_ABOUT[kind],
        back: [ADDRESS, "Kết nối ký số"],
        active: "/quan-tri",
        problem,
      },
      <>
        <form class="card reading" method="post" action={connection ? `${ADDRESS}/${connection.id}` : `${ADDRESS}/moi`}>
          <h2>{connection ? "Sửa kết nối" : "Thông tin kết nối"}</h2>
          <input type="hidden" name="kind" value={kind} />
          <ConnectionFields kind={kind} connection={connection} typed={typed} />
          <label class="check">
            <input type="checkbox" name="enabled" value="1" checked={enabled} />
            <span>Đang bật (tắt thì khóa của kết nối này không được đưa ra để ký)</span>
          </label>
          <div class="actions">
            <button class="main" type="submit">
              Lưu kết nối
            </button>
            <a class="button" href={ADDRESS}>
              Không lưu
            </a>
          </div>
        </form>
        {connection ? (
          <form
            class="card reading"
            method="post"
            action={`${ADDRESS}/${connection.id}/go`}
            data-ask={`Gỡ kết nối “${connection.name}”?`}
          >
            <h2>Gỡ kết nối</h2>
            <p class="soft">Chỉ gỡ được khi không còn chứng thư số nào dùng kết nối này.</p>
            <div class="actions">
              <button class="danger" type="submit">
                Gỡ kết nối
              </button>
            </div>
          </form>
        ) : null}
      </>,
    );
  };

  app.get(ADDRESS, (c) => list(c));
  app.get(`${ADDRESS}/moi`, (c) => editor(c, undefined));
  app.get(`${ADDRESS}/:id`, (c) => editor(c, c.req.param("id")));

  const save = async (c: WebContext, id: string | undefined) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const kind = connectionKind(form.text("kind"));
        if (kind === undefined) throw new VanthuError("INVALID", { message: "Chưa chọn loại kết nối.", where: "kind" });
        const saved = await keyDesk.saveConnection(actor, {
          ...connectionFrom(kind, form),
          ...(id === undefined ? {} : { id }),
        });
        // Whether it works is what an administrator wants to know next; the outcome stands in the list.
        if (saved.enabled) await keyDesk.checkConnection(actor, saved.id);
        return `${ADDRESS}?xong=da-luu`;
      },
      (problem) => editor(c, id, problem, form.texts()),
    );
  };
  app.post(`${ADDRESS}/moi`, (c) => save(c, undefined));
  app.post(`${ADDRESS}/:id`, (c) => save(c, c.req.param("id")));

  app.post(`${ADDRESS}/:id/kiem-tra`, (c) =>
    step(
      c,
      async () => {
        await keyDesk.checkConnection(c.get("actor"), c.req.param("id"));
        return ADDRESS;
      },
      (problem) => list(c, problem),
    ),
  );
  app.post(`${ADDRESS}/:id/go`, (c) =>
    step(
      c,
      async () => {
        await keyDesk.removeConnection(c.get("actor"), c.req.param("id"));
        return `${ADDRESS}?xong=da-go-ket-noi`;
      },
      (problem) => editor(c, c.req.param("id"), problem),
    ),
  );
}

const Line: FC<{ connection: KeyConnection; uses: SigningKey[] }> = ({ connection, uses }) => {
  const { id, name, kind, settings, enabled, checkedAt, problem } = connection;
  return (
    <li>
      <div>
        <a href={`${ADDRESS}/${id}`}>
          <b>{name}</b>
        </a>
        <div class="small soft">
          {CONNECTION_KINDS[kind].name}
          {settings.baseUrl ? ` · ${settings.baseUrl}` : ""} · {uses.length} chứng thư số dùng kết nối này
        </div>
        <div class="chips">
          {enabled ? <Chip tone="good">Đang bật</Chip> : <Chip tone="plain">Đang tắt</Chip>}
          {checkedAt === undefined ? (
            <Chip tone="plain">Chưa kiểm tra</Chip>
          ) : problem === undefined ? (
            <Chip tone="good">Trả lời tốt lúc {dateAndTime(checkedAt)}</Chip>
          ) : (
            <Chip tone="bad">Có lỗi lúc {dateAndTime(checkedAt)}</Chip>
          )}
        </div>
        {problem === undefined ? null : <p class="reason small">{problem}</p>}
      </div>
      <div class="actions">
        <form method="post" action={`${ADDRESS}/${id}/kiem-tra`}>
          <button type="submit" data-busy="Đang hỏi…">
            Kiểm tra<span class="visually-hidden">: {name}</span>
          </button>
        </form>
        <a class="button" href={`${ADDRESS}/${id}`}>
          Sửa<span class="visually-hidden">: {name}</span>
        </a>
      </div>
    </li>
  );
};
