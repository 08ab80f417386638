import type { FC } from "hono/jsx";
import { CONNECTION_KINDS, type KeyConnection } from "../../../shared/office/index.ts";
import type { Form } from "../desk.tsx";
import { Field, Select } from "./pieces.tsx";

type Kind = KeyConnection["kind"];

/** What each kind is and who has it, for an administrator who chooses. */
export const KIND_ABOUT: Record<Kind, string> = {
  "vnpt-smartca":
    "Người ký xác nhận trong ứng dụng VNPT SmartCA trên điện thoại. Mã và mật khẩu ứng dụng do VNPT giao theo hợp đồng kết nối.",
  "viettel-mysign":
    "Người ký xác nhận trong ứng dụng MySign trên điện thoại. Mã và mật khẩu ứng dụng do Viettel giao theo hợp đồng kết nối.",
  csc: "Dịch vụ ký số từ xa nói giao thức Cloud Signature Consortium.",
  "aws-kms": "Khóa nằm trong dịch vụ quản lý khóa của AWS; máy chủ ký thay, không hỏi người ký. Hợp với con dấu.",
  pkcs11: "USB token hoặc HSM cắm vào chính máy chủ này, có thư viện PKCS#11 của nhà sản xuất.",
};

/** Choices in words, by field and value; a value that is not here is shown as it is. */
const CHOICE_WORDS: Record<string, Record<string, string>> = {
  variant: { gateway: "Cổng gwsca (gateway)", sp769: "Cổng đối tác (SP769)" },
  access: {
    client: "Tài khoản của ứng dụng (client)",
    login: "Tài khoản của người ký (login)",
    consent: "Người ký đồng ý trên trang của dịch vụ (consent)",
  },
  confirm: { pin: "Mã PIN", otp: "Mã OTP", "pin-otp": "Mã PIN và mã OTP", device: "Thiết bị của người ký" },
  asynchronous: { no: "Không", yes: "Có" },
  algorithm: { "": "Theo chứng thư số" },
};

/** Hints that speak of our own pages. */
const OWN_HINTS: Record<string, string> = {
  redirectUri:
    "Địa chỉ HTTPS của hệ thống này, tới /tai-khoan/dong-y; đăng ký địa chỉ đó với dịch vụ. Chỉ dùng khi người ký đồng ý trên trang của dịch vụ.",
};

/** A kind that can be connected to, or undefined for anything else that an address says. */
export function connectionKind(value: string | undefined): Kind | undefined {
  return value !== undefined && Object.hasOwn(CONNECTION_KINDS, value) ? (value as Kind) : undefined;
}

/** The fields of a connection: as they are kept, or as they were typed. Secrets are never shown. */
export const ConnectionFields: FC<{ kind: Kind; connection?: KeyConnection; typed: Record<string, string> }> = ({
  kind,
  connection,
  typed,
}) => {
  const { name, settings, secrets } = CONNECTION_KINDS[kind];
  return (
    <>
      <Field
        name="name"
        label="Tên gọi"
        value={typed.name ?? connection?.name ?? name}
        hint="Để phân biệt các kết nối, ví dụ: VNPT SmartCA của Văn phòng."
        maxlength={120}
      />
      {settings.map((field) => {
        const value = typed[field.name] ?? connection?.settings[field.name];
        if (field.choices) {
          const words = CHOICE_WORDS[field.name] ?? {};
          const options = field.choices.map((one): [string, string] => [one, words[one] ?? one]);
          return <Select name={field.name} label={field.label} hint={field.hint} options={options} value={value} />;
        }
        return (
          <Field
            name={field.name}
            label={field.label}
            optional={!field.required}
            value={value}
            hint={OWN_HINTS[field.name] ?? field.hint}
            rows={field.long ? 8 : undefined}
            maxlength={field.long ? 40_000 : 500}
          />
        );
      })}
      {secrets.map((field) => {
        const kept = connection?.secrets.includes(field.name) === true;
        const hint = [
          field.hint,
          kept
            ? "Đã lưu; để trống là giữ như cũ. Đổi địa chỉ dịch vụ thì nhập lại."
            : "Lưu mã hóa, không ai xem lại được.",
        ];
        return (
          <Field
            name={field.name}
            label={field.label}
            type="password"
            optional={!field.required || kept}
            hint={hint.filter(Boolean).join(" ")}
            maxlength={2_000}
          />
        );
      })}
    </>
  );
};

/** Settings and secrets as {@link ConnectionFields} sends them; a secret that was left empty stays as it is. */
export function connectionFrom(
  kind: Kind,
  form: Form,
): Pick<KeyConnection, "kind" | "name" | "settings" | "enabled"> & { secrets: Record<string, string> } {
  const known = CONNECTION_KINDS[kind];
  const filled = (names: readonly { name: string }[], value: (name: string) => string) =>
    Object.fromEntries(names.map(({ name }) => [name, value(name)]).filter(([, one]) => one !== ""));
  return {
    kind,
    name: form.text("name"),
    settings: filled(known.settings, (name) => form.text(name)),
    secrets: filled(known.secrets, (name) => form.all(name)[0] ?? ""),
    enabled: form.text("enabled") === "1",
  };
}
