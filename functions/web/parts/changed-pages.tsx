import type { FC } from "hono/jsx";
import type { SignatureVerdict, Verdict } from "../../../shared/verification/index.ts";
import { PAGE_PICTURES, pdfjsFolder } from "../assets.ts";

/** Changes of one signature that are told in the list beside the pictures. */
const CHANGES_SHOWN = 50;

/** What the script is told of one signature: how many bytes were signed, and what the verdict says was changed after it, by page. */
export interface PictureTask {
  /** "chữ ký 1 (Lê Thị Minh Nguyệt)" */
  name: string;
  signedBytes: number;
  allowed: boolean;
  changes: { page?: number; what: string; allowed: boolean }[];
}

/**
 * Pictures of a checked file, drawn by the browser: each page that was changed after a signature, as it was signed and as it is now, with
 * the places marked that differ; and all pages to look at. The service keeps no file, so the browser draws from its own (`data-file`, the
 * position in the form's packet) or from an address (`data-source`). Without script nothing of this shows: the words of the verdict say
 * what was changed.
 */
export const ChangedPages: FC<{
  verdict: Verdict;
  source?: string;
  /** Name of the file in the evidence container that was sent. */
  inside?: string;
}> = ({ verdict, source, inside }) => {
  const folder = pdfjsFolder();
  if (folder === undefined) return null;
  const tasks = verdict.signatures.map(taskOf).filter((task) => task !== undefined);
  return (
    <section
      class="card pictures no-print"
      aria-label="Hình ảnh các trang"
      data-pictures={JSON.stringify(tasks)}
      data-pdfjs={folder}
      data-script={PAGE_PICTURES.address}
      data-sha256={verdict.document.sha256}
      data-source={source}
      data-inside={inside}
      hidden
    >
      <h2>
        {tasks.length > 0 ? "Trang lúc ký và hiện nay" : "Xem văn bản"}
        {inside === undefined ? "" : `: ${inside}`}
      </h2>
      <div data-picture-place></div>
      {source === undefined ? null : <script type="module" src={PAGE_PICTURES.address}></script>}
    </section>
  );
};

function taskOf(signature: SignatureVerdict, index: number): PictureTask | undefined {
  const { signedBytes, changes, kind } = signature;
  // Evidence kept for later changes nothing that a reader sees.
  const seen = changes.filter((change) => change.class !== "lta");
  if (signedBytes === undefined || seen.length === 0) return undefined;
  const noun = kind === "document-timestamp" ? "dấu thời gian" : "chữ ký";
  return {
    name: `${noun} ${index + 1} (${signature.signer.commonName})`,
    signedBytes,
    allowed: seen.every((change) => change.allowed),
    changes: seen.slice(0, CHANGES_SHOWN).map(({ page, what, allowed }) => ({
      ...(page === undefined ? {} : { page }),
      what,
      allowed,
    })),
  };
}
