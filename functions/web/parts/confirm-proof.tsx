import type { FC } from "hono/jsx";
import { isVanthuError } from "../../../shared/errors/index.ts";
import { sessionToken } from "../../api/security.ts";
import { PASSKEYS } from "../assets.ts";
import type { Desk, WebContext } from "../desk.tsx";
import { Field } from "./pieces.tsx";

/** Did the person behind the session prove lately who it is? */
export async function isProved(desk: Desk, c: WebContext): Promise<boolean> {
  try {
    await desk.office.access.requireRecentProof(sessionToken(c));
    return true;
  } catch (error) {
    if (isVanthuError(error) && error.code === "PROOF_NEEDED") return false;
    throw error;
  }
}

/** A button that asks for a passkey, for the form that it stands in; hidden where the browser has none. */
export const PasskeyButton: FC<{ mode: "get" | "create"; options: string; name: string; main?: boolean }> = (props) => (
  <>
    <input type="hidden" name="answer" value="" />
    <button
      type="button"
      class={props.main ? "main" : undefined}
      hidden
      data-passkey={props.mode}
      data-options={props.options}
    >
      {props.name}
    </button>
    <p class="said" role="status"></p>
  </>
);

/** Script of passkeys, for pages with a {@link PasskeyButton}. */
export const PasskeyScript: FC = () => <script src={PASSKEYS.address} defer></script>;

/** Asks the person to prove again who it is, and leads back. */
export const ConfirmProof: FC<{ back: string }> = ({ back }) => (
  <section class="card" aria-labelledby="xac-nhan">
    <h2 id="xac-nhan">Xác nhận lại là bạn</h2>
    <p class="soft">
      Đăng nhập đã hơn 15 phút. Trước khi đổi cách đăng nhập, khóa API hay thiết lập, hãy nhập mật khẩu hoặc mã của ứng
      dụng xác thực.
    </p>
    <form method="post" action="/tai-khoan/xac-nhan">
      <input type="hidden" name="back" value={back} />
      <div class="pair">
        <Field
          name="confirmPassword"
          label="Mật khẩu"
          type="password"
          autocomplete="current-password"
          maxlength={256}
          optional
        />
        <Field name="confirmCode" label="Mã xác thực" autocomplete="one-time-code" maxlength={40} optional />
      </div>
      <div class="actions">
        <button type="submit" class="main">
          Xác nhận
        </button>
        <PasskeyButton mode="get" options="/tai-khoan/xac-nhan/tham-so" name="Dùng khóa truy cập" />
      </div>
    </form>
  </section>
);
