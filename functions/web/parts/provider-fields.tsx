import type { FC } from "hono/jsx";
import type { Provider, ProviderInput } from "../../../shared/access/index.ts";
import { VanthuError } from "../../../shared/errors/index.ts";
import type { Form } from "../desk.tsx";
import { Chip, Field, Select, Step } from "./pieces.tsx";
import { SIGN_IN_ADMINISTRATION } from "./sign-in-settings.tsx";

/** What of an account at a provider a person is recognised by, as [claim, words]. */
export const CLAIMS: [string, string][] = [
  ["email", "Thư điện tử (email), phải được nhà cung cấp xác minh"],
  ["preferred_username", "Tên đăng nhập ở đó (preferred_username)"],
  ["sub", "Mã tài khoản (sub)"],
];

/** One identity provider: what to give it, a trial, removal, and the form that changes it. */
export const ProviderCard: FC<{ provider: Provider; redirectUri: string }> = ({ provider, redirectUri }) => (
  <article class="provider">
    <h3>
      {provider.name} {provider.enabled ? <Chip tone="good">Đang dùng</Chip> : <Chip tone="plain">Đã tắt</Chip>}
    </h3>
    <dl class="facts">
      <dt>Issuer</dt>
      <dd class="mono small">{provider.issuer}</dd>
      <dt>Địa chỉ quay về (redirect URI)</dt>
      <dd class="mono small">{redirectUri}</dd>
    </dl>
    <div class="actions">
      <Step action={`${SIGN_IN_ADMINISTRATION}/nha-cung-cap/${provider.id}/thu`} name="Hỏi thử" main={false} />
      <Step
        action={`${SIGN_IN_ADMINISTRATION}/nha-cung-cap/${provider.id}/go`}
        name="Gỡ"
        main={false}
        ask={`Gỡ ${provider.name}? Không ai vào được bằng nhà cung cấp này nữa.`}
      />
    </div>
    <details>
      <summary>Sửa</summary>
      <form method="post" action={`${SIGN_IN_ADMINISTRATION}/nha-cung-cap/${provider.id}`}>
        <ProviderFields provider={provider} typed={{}} scope={provider.id} />
        <div class="actions">
          <button type="submit" class="main">
            Lưu
          </button>
        </div>
      </form>
    </details>
  </article>
);

/** Fields of an identity provider; what was typed goes before what is held. */
export const ProviderFields: FC<{ provider: Provider | undefined; typed: Record<string, string>; scope: string }> = ({
  provider,
  typed,
  scope,
}) => {
  const kept = (
    name: string,
    label: string,
    held: string | undefined,
    more: { maxlength?: number; optional?: boolean; hint?: string },
  ) => <Field scope={scope} name={name} label={label} value={typed[name] ?? held} {...more} />;
  return (
    <>
      <div class="pair">
        {kept("name", "Tên hiện ở trang đăng nhập", provider?.name, { maxlength: 80 })}
        {kept("issuer", "Địa chỉ (issuer)", provider?.issuer, {
          maxlength: 500,
          hint: "Bắt đầu bằng https://; không đổi được về sau.",
        })}
      </div>
      <div class="pair">
        {kept("clientId", "Mã ứng dụng (client id)", provider?.clientId, { maxlength: 300 })}
        <Field
          scope={scope}
          name="clientSecret"
          label="Mật khẩu ứng dụng (client secret)"
          type="password"
          autocomplete="off"
          optional
          hint={provider?.hasSecret ? "Đã có; để trống là giữ nguyên." : "Được mã hóa, không đọc lại được."}
        />
      </div>
      <Select
        scope={scope}
        name="claim"
        label="Nhận ra người bằng"
        value={typed.claim ?? provider?.claim}
        options={CLAIMS}
      />
      <div class="pair">
        {kept("allowedClaim", "Chỉ nhận tổ chức: tên thông tin", provider?.allowed?.claim, {
          optional: true,
          hint: "Ví dụ hd, organization, groups.",
        })}
        {kept("allowedValues", "Giá trị được vào", provider?.allowed?.values.join(", "), {
          optional: true,
          hint: "Cách nhau bằng dấu phẩy.",
        })}
      </div>
      <fieldset>
        <legend>Áp dụng</legend>
        <Check name="autoLink" checked={provider?.autoLink ?? false}>
          Lần vào đầu tự liên kết với người mà quản trị đã ghi sẵn tài khoản
        </Check>
        <Check name="trustedFactor" checked={provider?.trustedFactor ?? false}>
          Nhà cung cấp đã có bước xác thực thứ hai; ở đây không hỏi thêm
        </Check>
        <Check name="enabled" checked={provider?.enabled ?? true}>
          Cho đăng nhập bằng nhà cung cấp này
        </Check>
      </fieldset>
    </>
  );
};

const Check: FC<{ name: string; checked: boolean; children?: string }> = ({ name, checked, children }) => (
  <label class="check">
    <input type="checkbox" name={name} value="1" checked={checked} />
    <span>{children}</span>
  </label>
);

/**
 * The provider that those fields hold; a secret left empty stays as it is.
 *
 * @throws VanthuError INVALID when values are given without the name of their claim
 */
export function providerFrom(form: Form): ProviderInput {
  const claim = form.text("allowedClaim");
  const values = form.text("allowedValues").split(/[,;\n]/).map((one) => one.trim()).filter((one) => one !== ""); // biome-ignore format: one thought
  if (claim === "" && values.length > 0)
    throw new VanthuError("INVALID", {
      message: "Cần tên thông tin tổ chức cho các giá trị được vào.",
      where: "allowed.claim",
    });
  const secret = form.all("clientSecret")[0] ?? "";
  return {
    name: form.text("name"),
    issuer: form.text("issuer"),
    clientId: form.text("clientId"),
    ...(secret === "" ? {} : { clientSecret: secret }),
    claim: form.text("claim") as ProviderInput["claim"],
    ...(claim === "" ? {} : { allowed: { claim, values } }),
    autoLink: form.text("autoLink") === "1",
    trustedFactor: form.text("trustedFactor") === "1",
    enabled: form.text("enabled") === "1",
  };
}
