import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { allow } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { SigningSettings } from "../../../shared/office/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { SigningTabs } from "../parts/signing-tabs.tsx";

const ADDRESS = "/quan-tri/thiet-lap-ky";
/** The desk takes no more. */
const MAX_AUTHORITIES = 5;

const LEVELS: [SigningSettings["level"], string, string][] = [
  ["B-B", "B-B", "chỉ có chữ ký; kiểm tra được khi chứng thư còn hạn và tra cứu được trạng thái"],
  ["B-T", "B-T", "thêm dấu thời gian: chứng minh được ký lúc nào"],
  ["B-LT", "B-LT", "thêm chứng thư và trạng thái thu hồi ngay trong tệp: kiểm tra được cả khi ngoại tuyến"],
  ["B-LTA", "B-LTA", "thêm dấu thời gian lưu trữ, được gia hạn định kỳ: dùng cho văn bản lưu lâu dài"],
];
const ORDERS: [SigningSettings["order"], string, string][] = [
  ["leader-first", "Ký trước, cấp số sau", "lãnh đạo ký, văn thư cấp số và ghi ngày vào ô dành sẵn, rồi đóng dấu"],
  ["number-first", "Cấp số trước, ký sau", "văn thư cấp số và ghi ngày trước khi lãnh đạo ký; dấu đóng sau cùng"],
];
const UNREACHABLE: [NonNullable<SigningSettings["whenUnreachable"]>, string, string][] = [
  ["refuse", "Không ký", "báo lỗi, văn bản giữ nguyên; ký lại khi dịch vụ hoạt động"],
  ["lower-level", "Ký ở mức thấp hơn", "ký ngay ở mức cao nhất có thể; hệ thống tự nâng mức sau khi phát hành"],
];

/** How the organisation signs: level, time-stamping authorities in their order, order of signature and number. */
export function signingSettingsPages(app: Hono<WebEnv>, desk: Desk): void {
  const keyDesk = desk.office.keys;

  const page = async (c: WebContext, problem?: Problem, typed?: SigningSettings) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const settings = typed ?? (await keyDesk.settings(actor));
    return show(
      desk,
      c,
      {
        title: "Thiết lập ký",
        lead: "Áp dụng cho các lần ký và đóng dấu từ nay về sau; văn bản đã ký không đổi.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        <SigningTabs active={ADDRESS} />
        <form class="reading" method="post" action={ADDRESS}>
          <section class="card">
            <h2>Mức chữ ký</h2>
            <Radios
              name="level"
              legend="Mức của chữ ký lãnh đạo và của dấu (ETSI EN 319 142-1)"
              value={settings.level}
              choices={LEVELS}
            />
          </section>
          <section class="card">
            <h2>Dịch vụ cấp dấu thời gian</h2>
            <p class="soft">
              Hỏi lần lượt từ trên xuống; dịch vụ trước không trả lời thì hỏi dịch vụ sau. Không khai dịch vụ nào thì
              chứng thư số thử nghiệm được hệ thống tự cấp dấu thời gian, không có giá trị pháp lý; chứng thư số thật
              chỉ ký được ở mức B-B.
            </p>
            <ol class="authorities">
              {rows(settings).map(({ url, policy }, index) => (
                <li>
                  <div class="field">
                    <label for={`url-${index}`}>Địa chỉ dịch vụ {index + 1}</label>
                    <input
                      id={`url-${index}`}
                      name="url"
                      value={url}
                      maxlength={500}
                      placeholder="http://ca.gov.vn/tsa"
                      autocomplete="off"
                    />
                  </div>
                  <div class="field">
                    <label for={`policy-${index}`}>Mã chính sách</label>
                    <input
                      id={`policy-${index}`}
                      name="policy"
                      value={policy ?? ""}
                      maxlength={200}
                      autocomplete="off"
                    />
                  </div>
                  {index > 0 && index < settings.authorities.length ? (
                    <button type="submit" form="dua-len" name="up" value={String(index)}>
                      Đưa lên trước<span class="visually-hidden">: dịch vụ {index + 1}</span>
                    </button>
                  ) : null}
                </li>
              ))}
            </ol>
            <p class="hint">Bỏ một dịch vụ: xóa trắng địa chỉ rồi lưu. Mã chính sách chỉ ghi khi dịch vụ yêu cầu.</p>
            <Radios
              name="whenUnreachable"
              legend="Khi không dịch vụ nào trả lời"
              value={settings.whenUnreachable ?? "refuse"}
              choices={UNREACHABLE}
            />
          </section>
          <section class="card">
            <h2>Thứ tự ký và cấp số</h2>
            <Radios name="order" legend="Thứ tự ký và cấp số" quiet value={settings.order} choices={ORDERS} />
            <p class="hint">
              Văn bản đang xử lý dở đi tiếp theo thứ tự cũ. Dấu cơ quan luôn đặt sau chữ ký của người có thẩm quyền (NĐ
              30/2020/NĐ-CP, Điều 32 khoản 2 điểm d).
            </p>
          </section>
          <div class="actions">
            <button class="main" type="submit">
              Lưu thiết lập
            </button>
          </div>
        </form>
        <form id="dua-len" method="post" action={`${ADDRESS}/dua-len`} hidden></form>
      </>,
    );
  };

  app.get(ADDRESS, (c) => page(c));
  app.post(ADDRESS, async (c) => {
    const form = await formOf(c);
    const settings = settingsFrom(form);
    return step(
      c,
      async () => {
        await keyDesk.changeSettings(c.get("actor"), settings);
        return `${ADDRESS}?xong=da-luu`;
      },
      (problem) => page(c, problem, settings),
    );
  });
  app.post(`${ADDRESS}/dua-len`, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const settings = await keyDesk.settings(actor);
        const up = Number(form.text("up"));
        const [before, one] = [settings.authorities[up - 1], settings.authorities[up]];
        const authorities =
          before && one ? settings.authorities.with(up - 1, one).with(up, before) : settings.authorities;
        await keyDesk.changeSettings(actor, { ...settings, authorities });
        return `${ADDRESS}?xong=da-luu`;
      },
      (problem) => page(c, problem),
    );
  });
}

/** What is configured, and one line more to write in. */
function rows(settings: SigningSettings): { url: string; policy?: string }[] {
  return [...settings.authorities, { url: "" }].slice(0, MAX_AUTHORITIES);
}

function settingsFrom(form: Form): SigningSettings {
  const policies = form.all("policy").map((one) => one.trim());
  const authorities = form
    .all("url")
    .map((url, index) => ({ url: url.trim(), ...(policies[index] ? { policy: policies[index] } : {}) }));
  return {
    level: form.text("level") as SigningSettings["level"],
    order: form.text("order") as SigningSettings["order"],
    whenUnreachable: form.text("whenUnreachable") as NonNullable<SigningSettings["whenUnreachable"]>,
    authorities: authorities.filter(({ url }) => url !== ""),
  };
}

/** One of a few, each with what it means. */
const Radios: FC<{
  name: string;
  legend: string;
  value: string;
  choices: [string, string, string][];
  quiet?: boolean;
}> = (props) => (
  <fieldset class="explained">
    <legend class={props.quiet ? "visually-hidden" : undefined}>{props.legend}</legend>
    {props.choices.map(([value, name, words]) => (
      <label class="check">
        <input type="radio" name={props.name} value={value} checked={value === props.value} />
        <span>
          <b>{name}</b>: <span class="soft">{words}</span>
        </span>
      </label>
    ))}
  </fieldset>
);
