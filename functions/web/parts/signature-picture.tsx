import type { FC } from "hono/jsx";
import { Field } from "./pieces.tsx";

/** Pixels of the screen in a millimetre (CSS Values 4, 6.2: 1 in = 96 px). */
const PX_PER_MM = 96 / 25.4;

/** A picture as it is kept. */
export interface KeptPicture {
  widthMm: number;
  heightMm: number;
}

/** The picture of a signature or of the seal: as it was cleaned, at true size on a checkerboard; a new one, or none. */
export const SignaturePicture: FC<{
  title: string;
  /** Where the picture and the forms are: "/tai-khoan/hinh". */
  address: string;
  /** Value of the owner in the forms of a page for several. */
  owner?: string;
  picture?: KeptPicture;
  seal?: boolean;
  level?: 2 | 3;
}> = (props) => {
  const { picture, seal, owner } = props;
  const scope = `hinh-${owner ?? ""}-`;
  const query = owner === undefined ? "" : `?cua=${encodeURIComponent(owner)}`;
  const Heading = props.level === 3 ? "h3" : "h2";
  return (
    <>
      <Heading>{props.title}</Heading>
      {picture ? (
        <figure class="sign-picture">
          <div class="checker">
            <img
              src={`${props.address}.png${query}`}
              alt={`${props.title}, nền trong suốt`}
              width={Math.round(picture.widthMm * PX_PER_MM)}
              height={Math.round(picture.heightMm * PX_PER_MM)}
            />
            <span class="ruler" aria-hidden="true">
              {[0, 10, 20, 30, 40].map((mm) => (
                <i>{mm}</i>
              ))}
            </span>
          </div>
          <figcaption class="small soft">
            Rộng {inMm(picture.widthMm)}, cao {inMm(picture.heightMm)}; thước chia 10 mm, đúng kích thước khi trình
            duyệt ở mức thu phóng 100%. Nền ô vuông là phần trong suốt.
          </figcaption>
        </figure>
      ) : (
        <p class="soft">
          {seal
            ? "Chưa có hình dấu. Khi đóng dấu, hệ thống tự vẽ một dấu tròn đỏ với tên cơ quan."
            : "Chưa có hình chữ ký. Khi ký, hệ thống tự viết tên người ký ở chỗ ký."}
        </p>
      )}
      <details>
        <summary>{picture ? "Thay hoặc bỏ hình" : seal ? "Thêm hình dấu" : "Thêm hình chữ ký"}</summary>
        <form method="post" enctype="multipart/form-data" action={props.address}>
          {owner === undefined ? null : <input type="hidden" name="owner" value={owner} />}
          <div class="field">
            <label for={`${scope}tep`}>Tệp ảnh .png hoặc .jpg</label>
            <input
              id={`${scope}tep`}
              type="file"
              name="file"
              accept="image/png,image/jpeg"
              required
              aria-describedby={`${scope}tep-goi-y`}
            />
            <p class="hint" id={`${scope}tep-goi-y`}>
              {seal
                ? "Ảnh quét con dấu trên giấy trắng. Hệ thống bỏ nền, giữ mực đỏ."
                : "Ký bút xanh trên giấy trắng rồi quét hoặc chụp thẳng. Hệ thống bỏ nền giấy, giữ mực xanh."}
            </p>
          </div>
          {seal ? (
            <Field
              scope={scope}
              name="widthMm"
              label="Đường kính hoặc bề rộng thật của con dấu (mm)"
              type="number"
              optional
              value={picture ? String(Math.round(picture.widthMm * 10) / 10) : undefined}
              hint="Dấu số hiện đúng kích thước con dấu thật. Để trống là 36 mm."
            />
          ) : null}
          <div class="actions">
            <button type="submit" data-busy="Đang làm sạch ảnh…">
              {picture ? "Thay hình" : "Thêm hình"}
            </button>
          </div>
        </form>
        {picture ? (
          <form method="post" action={`${props.address}/go`} data-ask="Bỏ hình này? Các lần ký sau sẽ không có hình.">
            {owner === undefined ? null : <input type="hidden" name="owner" value={owner} />}
            <div class="actions">
              <button type="submit" class="danger">
                Bỏ hình
              </button>
            </div>
          </form>
        ) : null}
      </details>
    </>
  );
};

function inMm(length: number): string {
  return `${(Math.round(length * 10) / 10).toLocaleString("vi-VN")} mm`;
}
