import type { FC } from "hono/jsx";
import type { KeyConnection, SigningKey } from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { connectionWords, KEY_KIND_WORDS, ownerWords, validityOf } from "./key-words.ts";
import { Chip, Empty, Field, Select } from "./pieces.tsx";

/** What lists of keys need besides the keys. */
export interface KeyListing {
  keys: SigningKey[];
  connections: KeyConnection[];
  /** People by id; absent on a person's own page. */
  names?: ReadonlyMap<string, string>;
  now: Date;
  /** Where the forms go: "/tai-khoan". */
  address: string;
}

/** Keys with their certificates: how long each still serves, which comes first, what can be done to it. */
export const KeyList: FC<{ listing: KeyListing }> = ({ listing }) => {
  const { keys, now, names } = listing;
  if (keys.length === 0) {
    return (
      <Empty title="Chưa có chứng thư số nào">
        Nhập tệp .p12 hoặc .pfx, hoặc liên kết tài khoản ký số từ xa bằng các mục dưới đây.
      </Empty>
    );
  }
  return (
    <ul class="list keys-held">
      {keys.map((key) => {
        const validity = validityOf(key.certificate, now);
        const connection = listing.connections.find(({ id }) => id === key.connection?.id);
        const several = keys.filter((one) => JSON.stringify(one.owner) === JSON.stringify(key.owner)).length > 1;
        return (
          <li>
            <div>
              <b>{key.label}</b> {key.test ? <span class="trial small">THỬ NGHIỆM</span> : null}
              <div class="small soft">
                {names ? `${ownerWords(key.owner, names)} · ` : ""}
                {connection ? connectionWords(connection) : KEY_KIND_WORDS[key.kind]}
              </div>
              <div class="chips">
                <Chip tone={validity.tone}>{validity.words}</Chip>
                {key.preferred && several ? <Chip tone="info">Đang ưu tiên</Chip> : null}
                {connection?.enabled === false ? <Chip tone="bad">Kết nối đang tắt</Chip> : null}
              </div>
              {key.warning ? <p class="small">Lưu ý: {key.warning}</p> : null}
              <details class="small">
                <summary>Chi tiết chứng thư số</summary>
                <dl class="facts">
                  <dt>Cấp cho</dt>
                  <dd>{key.certificate.subject}</dd>
                  <dt>Cơ quan cấp</dt>
                  <dd>{key.certificate.issuer}</dd>
                  <dt>Hiệu lực</dt>
                  <dd>
                    {dateAndTime(key.certificate.notBefore)} – {dateAndTime(key.certificate.notAfter)}
                  </dd>
                  <dt>Số sê-ri</dt>
                  <dd>
                    <code>{key.certificate.serial}</code>
                  </dd>
                  <dt>Vân tay SHA-256</dt>
                  <dd>
                    <code>{key.certificate.sha256}</code>
                  </dd>
                  {key.connection?.userId ? (
                    <>
                      <dt>Tài khoản ký số</dt>
                      <dd>{key.connection.userId}</dd>
                    </>
                  ) : null}
                </dl>
              </details>
            </div>
            <div class="actions">
              {key.kind === "csc" && key.asks.includes("otp") ? (
                <KeyStep listing={listing} signingKey={key} path="otp" name="Gửi mã OTP" />
              ) : null}
              {key.preferred || !several ? null : (
                <KeyStep listing={listing} signingKey={key} path="uu-tien" name="Ưu tiên" />
              )}
              <KeyStep
                listing={listing}
                signingKey={key}
                path="go"
                name="Gỡ"
                ask={`Gỡ chứng thư số “${key.label}” khỏi hệ thống? Văn bản đã ký không bị ảnh hưởng.`}
              />
            </div>
          </li>
        );
      })}
    </ul>
  );
};

const KeyStep: FC<{ listing: KeyListing; signingKey: SigningKey; path: string; name: string; ask?: string }> = (
  props,
) => (
  <form method="post" action={`${props.listing.address}/khoa/${props.path}`} data-ask={props.ask}>
    <input type="hidden" name="id" value={props.signingKey.id} />
    <button type="submit" class={props.path === "go" ? "danger" : undefined} data-busy="Đang làm…">
      {props.name}
      <span class="visually-hidden">: {props.signingKey.label}</span>
    </button>
  </form>
);

/** Whose key or picture a form is about, on a page for several owners: value "dau" is the seal. */
const OwnerChoice: FC<{ owners?: [string, string][]; scope: string; value?: string }> = (props) =>
  props.owners ? (
    <Select name="owner" scope={props.scope} label="Của ai" options={props.owners} value={props.value} />
  ) : null;

/** Takes a PKCS#12 file in. */
export const ImportKey: FC<{ address: string; owners?: [string, string][]; open?: boolean; owner?: string }> = (
  props,
) => (
  <details open={props.open}>
    <summary>Nhập tệp chứng thư số (.p12, .pfx)</summary>
    <form method="post" enctype="multipart/form-data" action={`${props.address}/khoa/nhap`}>
      <OwnerChoice owners={props.owners} scope="nhap-" value={props.owner} />
      <div class="field" data-drop="choose">
        <label for="tep-khoa">Tệp .p12 hoặc .pfx</label>
        <input
          id="tep-khoa"
          type="file"
          name="file"
          accept=".p12,.pfx,application/x-pkcs12"
          required
          aria-describedby="tep-khoa-goi-y"
        />
        <p class="hint" id="tep-khoa-goi-y">
          Tệp do tổ chức chứng thực giao kèm mật khẩu. Khóa bên trong được mã hóa lại bằng chính mật khẩu đó.
        </p>
      </div>
      <Field
        name="p12Password"
        label="Mật khẩu của tệp"
        type="password"
        autocomplete="off"
        hint="Cũng là mật khẩu phải nhập mỗi lần ký; hệ thống không lưu mật khẩu."
        maxlength={256}
      />
      <div class="actions">
        <button type="submit" data-busy="Đang đọc tệp…">
          Nhập chứng thư số
        </button>
      </div>
    </form>
  </details>
);

/** Names a key that a connection keeps. */
export const LinkKey: FC<{
  address: string;
  connections: KeyConnection[];
  owners?: [string, string][];
  typed: Record<string, string>;
  open?: boolean;
  mayConnect?: boolean;
}> = (props) => {
  const enabled = props.connections.filter((one) => one.enabled);
  return (
    <details open={props.open}>
      <summary>Liên kết khóa ở dịch vụ ký số từ xa hoặc thiết bị</summary>
      {enabled.length === 0 ? (
        <p class="soft">
          Chưa có kết nối ký số nào đang bật.{" "}
          {props.mayConnect ? (
            <a href="/quan-tri/ket-noi-ky-so">Thêm kết nối ký số</a>
          ) : (
            "Đề nghị người quản trị thêm ở Quản trị → Kết nối ký số."
          )}
        </p>
      ) : (
        <form method="post" action={`${props.address}/khoa/lien-ket`}>
          <OwnerChoice owners={props.owners} scope="lien-ket-" value={props.typed.owner} />
          <Select
            name="connection"
            label="Kết nối"
            value={props.typed.connection}
            options={enabled.map((one) => [one.id, connectionWords(one)])}
          />
          <Field
            name="userId"
            label="Tài khoản tại dịch vụ"
            optional
            value={props.typed.userId}
            hint="Với VNPT SmartCA, Viettel MySign: số căn cước hoặc tên tài khoản của người ký. AWS KMS, thiết bị: để trống."
            maxlength={200}
          />
          <Field
            name="credentialId"
            label="Mã chứng thư số hoặc mã khóa"
            optional
            value={props.typed.credentialId}
            hint="Chỉ cần khi tài khoản có nhiều chứng thư số."
            maxlength={500}
          />
          <div class="pair">
            <Field
              name="linkPassword"
              label="Mật khẩu tài khoản"
              optional
              type="password"
              autocomplete="off"
              hint="Chỉ khi dịch vụ yêu cầu để xem chứng thư số."
              maxlength={256}
            />
            <Field
              name="linkPin"
              label="Mã PIN"
              optional
              type="password"
              autocomplete="off"
              hint="Chỉ với thiết bị cần PIN để đọc."
              maxlength={256}
            />
          </div>
          <p class="hint">
            Hệ thống hỏi dịch vụ lấy chứng thư số và chỉ nhận khi đúng là của người hoặc cơ quan được chọn.
          </p>
          <div class="actions">
            <button type="submit" data-busy="Đang hỏi dịch vụ…">
              Liên kết
            </button>
          </div>
        </form>
      )}
    </details>
  );
};
