import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import { encode } from "uqr";
import { spokenCheckCode } from "../../../shared/office/index.ts";

/** Where a code leads, on this service. */
export function codeAddress(origin: string, code: string): string {
  return `${origin}/kiem-tra/ma/${code}`;
}

/** A QR code (ISO/IEC 18004, level M: 15 % may be lost) as an SVG of its own, with the quiet zone of four modules. */
export function qrSvg(text: string, title: string): string {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  const name = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img"><title>${name}</title><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`;
}

/**
 * The verification code of an issued document with its QR, to be printed or put into a covering letter. It stands beside the document and
 * never on it: the decree fixes what stands on an official page, and what was signed is not touched.
 */
export const CheckCodeCard: FC<{ code: string; origin: string; id: string }> = ({ code, origin, id }) => {
  const address = codeAddress(origin, code);
  return (
    <section class="card check-code" id="ma-kiem-tra">
      <h2>Mã kiểm tra</h2>
      <div class="qr">{raw(qrSvg(address, `Mã QR đến trang kiểm tra ${spokenCheckCode(code)}`))}</div>
      <p class="code">
        <code>{spokenCheckCode(code)}</code>
      </p>
      <p class="small">
        Ai cầm văn bản có thể nhập mã ở trang kiểm tra, hoặc quét mã QR, để biết văn bản có thật và còn hiệu lực không.
        In kèm hoặc dán vào thư gửi; không in lên trang văn bản vì thể thức đã được quy định.
      </p>
      <ul class="list small">
        <li>
          <span class="mono">{address}</span>
        </li>
        <li>
          <span>Ảnh mã QR (SVG)</span>
          <a href={`/van-ban/${id}/ma-kiem-tra.svg`} download={`ma-kiem-tra-${code}.svg`}>
            Tải
          </a>
        </li>
      </ul>
    </section>
  );
};
