import type { FC } from "hono/jsx";
import type { SigningKey } from "../../../shared/office/index.ts";
import type { KeyOffer } from "../signing-desk.ts";
import { isRemote, KEY_KIND_WORDS, ROLE_SIGNING_WORDS, validityOf } from "./key-words.ts";
import { Chip, Empty } from "./pieces.tsx";

/**
 * Which key to sign with, and what it asks for. The fields of a key that is not chosen are hidden by the style sheet alone; without it all
 * are seen and only those of the chosen key count.
 */
export const KeyChoice: FC<{ offer: KeyOffer; chosen?: string }> = ({ offer, chosen }) => {
  const { usable, others } = offer;
  if (usable.length === 0) return <NoKey offer={offer} />;
  const first = usable.find(({ id }) => id === chosen) ?? usable[0]!;
  return (
    <>
      {usable.length === 1 ? (
        <div class="key-option">
          <p class="key-name">
            <KeyName offer={offer} signingKey={first} />
          </p>
          <input type="hidden" name="key" value={first.id} />
          <UnlockFields offer={offer} signingKey={first} required />
        </div>
      ) : (
        <fieldset class="keys">
          <legend>{offer.role === "seal" ? "Đóng dấu bằng" : "Ký bằng"}</legend>
          {usable.map((key) => (
            <div class="key-option">
              <label class="check key-name">
                <input type="radio" name="key" value={key.id} checked={key.id === first.id} />
                <span>
                  <KeyName offer={offer} signingKey={key} />
                </span>
              </label>
              <div class="key-unlock">
                <UnlockFields offer={offer} signingKey={key} />
              </div>
            </div>
          ))}
        </fieldset>
      )}
      <NotOffered offer={offer} keys={others} />
    </>
  );
};

const KeyName: FC<{ offer: KeyOffer; signingKey: SigningKey }> = ({ offer, signingKey }) => {
  const validity = validityOf(signingKey.certificate, offer.now);
  return (
    <>
      <b>{signingKey.label}</b>
      <span class="key-facts">
        {KEY_KIND_WORDS[signingKey.kind]}
        {signingKey.test ? <span class="trial small">THỬ NGHIỆM</span> : null}{" "}
        <Chip tone={validity.tone}>{validity.words}</Chip>
      </span>
      {signingKey.warning ? <span class="key-facts">Lưu ý: {signingKey.warning}</span> : null}
    </>
  );
};

const UnlockFields: FC<{ offer: KeyOffer; signingKey: SigningKey; required?: boolean }> = (props) => {
  const { id, asks, kind } = props.signingKey;
  return (
    <>
      {asks.includes("password") ? (
        <Secret
          name={`password.${id}`}
          label={
            kind === "pkcs12"
              ? ROLE_SIGNING_WORDS[props.offer.role].password
              : `Mật khẩu tài khoản ${KEY_KIND_WORDS[kind]}`
          }
          required={props.required}
          hint="Dùng một lần cho lần ký này, không được lưu."
        />
      ) : null}
      {asks.includes("pin") ? (
        <Secret
          name={`pin.${id}`}
          label="Mã PIN"
          required={props.required}
          hint="Nhập sai nhiều lần thiết bị sẽ tự khóa."
        />
      ) : null}
      {asks.includes("otp") ? (
        <>
          <Secret
            name={`otp.${id}`}
            label="Mã OTP"
            once
            required={props.required}
            hint="Mã dùng một lần do ứng dụng hoặc tin nhắn đưa ra."
          />
          {kind === "csc" ? (
            <p class="hint">
              Chưa nhận được mã?{" "}
              <button
                type="button"
                class="inline"
                hx-post="/tai-khoan/khoa/otp"
                hx-vals={JSON.stringify({ id })}
                hx-target="next .otp-sent"
                hx-swap="innerHTML"
                hx-select=".notice"
                data-show-refusal="1"
              >
                Gửi mã OTP
              </button>{" "}
              <span class="otp-sent" role="status"></span>
              <noscript>Bấm “Gửi mã OTP” ở trang Tài khoản của tôi, rồi quay lại ký.</noscript>
            </p>
          ) : null}
        </>
      ) : null}
      {asks.includes("device") ? (
        <p class="hint">
          Bấm {ROLE_SIGNING_WORDS[props.offer.role].verb} xong, mở ứng dụng{" "}
          {kind === "csc" ? "ký số" : KEY_KIND_WORDS[kind]} trên điện thoại để xác nhận; trang sau sẽ chờ và tự cập
          nhật.
        </p>
      ) : asks.length === 0 ? (
        <p class="hint">Không phải nhập thêm gì{isRemote(kind) ? "" : ": máy chủ giữ quyền dùng khóa này"}.</p>
      ) : null}
    </>
  );
};

const Secret: FC<{ name: string; label: string; hint: string; required?: boolean; once?: boolean }> = (props) => {
  const id = `truong-${props.name}`;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        name={props.name}
        type={props.once ? "text" : "password"}
        inputmode={props.once ? "numeric" : undefined}
        autocomplete={props.once ? "one-time-code" : "off"}
        required={props.required}
        maxlength={256}
        aria-describedby={`${id}-goi-y`}
      />
      <p class="hint" id={`${id}-goi-y`}>
        {props.hint}
      </p>
    </div>
  );
};

const NotOffered: FC<{ offer: KeyOffer; keys: SigningKey[] }> = ({ offer, keys }) =>
  keys.length === 0 ? null : (
    <details class="small">
      <summary>Chứng thư số không dùng được ({keys.length})</summary>
      <ul>
        {keys.map((key) => (
          <li>
            {key.label} ({KEY_KIND_WORDS[key.kind]}): {whyNot(key, offer.now)}
          </li>
        ))}
      </ul>
    </details>
  );

function whyNot(key: SigningKey, now: Date): string {
  const { state, words } = validityOf(key.certificate, now);
  if (state === "expired") return `${words}; xin cấp chứng thư số mới rồi đưa vào hệ thống.`;
  if (state === "early") return `${words}.`;
  return "kết nối tới nơi giữ khóa đang tắt, hoặc chứng thư số không còn được chấp nhận.";
}

/** How to come by a key, for who has none. */
const NoKey: FC<{ offer: KeyOffer }> = ({ offer }) => (
  <>
    <Empty
      title={offer.role === "seal" ? "Cơ quan chưa có chứng thư số dùng được" : "Bạn chưa có chứng thư số dùng được"}
      action={offer.role === "seal" ? undefined : ["/tai-khoan", "Thêm chứng thư số của tôi"]}
    >
      {offer.role === "seal"
        ? "Đề nghị người quản trị thêm chứng thư số của cơ quan ở Quản trị → Chứng thư số."
        : "Nhập tệp chứng thư số (.p12, .pfx), liên kết tài khoản ký số từ xa, hoặc tạo khóa thử nghiệm."}
    </Empty>
    <NotOffered offer={offer} keys={offer.others} />
  </>
);
