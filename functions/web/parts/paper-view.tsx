import type { FC } from "hono/jsx";
import { PAGE_PICTURES, PAPER_VIEW, pdfjsFolder } from "../assets.ts";

/**
 * A PDF on a page: in the browser's own viewer; in a narrow window, where phones show nothing in a frame, as pictures of its pages, drawn when they
 * come near. Without script there is always the link.
 *
 * @param source address of the PDF; `drawn`: of the same bytes, for the pictures
 */
export const PaperView: FC<{ source: string; drawn: string; title: string }> = ({ source, drawn, title }) => {
  const folder = pdfjsFolder();
  return (
    <>
      <iframe class="paper" src={`${source}#navpanes=0&view=FitH`} title={title}></iframe>
      {folder === undefined ? null : (
        <section
          class="card pictures no-print"
          aria-label={`Các trang: ${title}`}
          data-pictures="[]"
          data-pdfjs={folder}
          data-paper={drawn}
          data-script={PAGE_PICTURES.address}
          hidden
        >
          <div data-picture-place></div>
          <script type="module" src={PAPER_VIEW.address}></script>
        </section>
      )}
      <p class="small no-print">
        Không thấy văn bản? <a href={source}>Mở bản PDF riêng</a>.
      </p>
    </>
  );
};
