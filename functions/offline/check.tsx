import {
  type EvidenceSummary,
  evidenceSummary,
  isEvidenceContainer,
  openEvidence,
} from "../../shared/evidence/index.ts";
import { checkSnapshot } from "../../shared/reports/index.ts";
import { type TrustAnchor, type Verdict, verifyPdf } from "../../shared/verification/index.ts";
import { Notice } from "../web/parts/pieces.tsx";
import { VerdictReport } from "../web/parts/verdict.tsx";
import type { OfflineTrust } from "./page.tsx";

/** What the page hands to its worker: a file and what it trusts. */
interface Question {
  name: string;
  bytes: ArrayBuffer;
  trust: OfflineTrust;
}

/** What the worker answers: the report as HTML, and as data to be saved. */
interface Answer {
  html: string;
  verdict: Verdict & { container?: EvidenceSummary };
}

/** A file that keeps the worker busy for longer is given up. */
const MOST_SECONDS = 120;

function check({ name, bytes, trust }: Question): Answer {
  const anchors: TrustAnchor[] = trust.anchors.map((one) => ({ ...one, certificate: bytesOf(one.certificate) }));
  const file = new Uint8Array(bytes);
  const options = { trust: anchors, crls: trust.crls.map(bytesOf), offline: true };
  if (isEvidenceContainer(file)) {
    const opened = openEvidence(file, options);
    const container = evidenceSummary(opened);
    const html = String(<VerdictReport verdict={opened.verdict} fileName={name} container={container} />);
    return { html, verdict: { ...opened.verdict, container } };
  }
  const report = checkSnapshot(file);
  const verdict = {
    ...verifyPdf(file, options),
    ...(report === undefined ? {} : { report }),
  };
  return { html: String(<VerdictReport verdict={verdict} fileName={name} />), verdict };
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

/** In a worker: one file, one answer. A file may be made to hurt; the page ends the worker then. */
function runAsWorker(): void {
  addEventListener("message", (event: MessageEvent<Question>) => postMessage(check(event.data)));
}

function runAsPage(): void {
  const text = (id: string) => document.getElementById(id)!.textContent ?? "";
  const trust = JSON.parse(text("tin-cay")) as OfflineTrust;
  const result = document.getElementById("ket-qua")!;
  const input = document.getElementById("tep") as HTMLInputElement;
  const workerAddress = URL.createObjectURL(new Blob([text("kiem-tra")], { type: "text/javascript" }));
  let working: { end(): void } | undefined;

  // Whatever is put here was made by our own components, which escape what comes from a file; the page's policy runs no other script.
  const show = (html: string) => {
    result.innerHTML = html;
    result.scrollIntoView();
  };
  const fault = (title: string, what: string) =>
    show(
      String(
        <Notice tone="bad" title={title}>
          <p>{what}</p>
        </Notice>,
      ),
    );
  const answer = ({ html, verdict }: Answer, name: string) => {
    show(html);
    const save = document.createElement("a");
    save.className = "button";
    save.textContent = "Lưu kết quả (JSON)";
    save.download = `${name.replace(/\.(pdf|asice)$/i, "")}.ket-qua.json`;
    save.href = URL.createObjectURL(new Blob([JSON.stringify(verdict, null, 2)], { type: "application/json" }));
    const actions = document.createElement("div");
    actions.className = "actions no-print";
    actions.append(save);
    result.append(actions);
  };

  const start = async (file: File) => {
    working?.end();
    show(
      String(
        <Notice tone="info" title={`Đang kiểm tra ${file.name}…`}>
          {null}
        </Notice>,
      ),
    );
    const question: Question = { name: file.name, bytes: await file.arrayBuffer(), trust };
    const worker = new Worker(workerAddress);
    const timer = setTimeout(() => {
      worker.terminate();
      fault(
        "Kiểm tra quá lâu nên đã dừng",
        `Tệp làm việc kiểm tra kéo dài quá ${MOST_SECONDS} giây. Tệp như vậy không đáng tin.`,
      );
    }, MOST_SECONDS * 1000);
    const end = () => {
      clearTimeout(timer);
      worker.terminate();
    };
    working = { end };
    worker.onmessage = (event: MessageEvent<Answer>) => {
      end();
      answer(event.data, file.name);
    };
    worker.onerror = () => {
      end();
      fault("Không kiểm tra được tệp này", "Trình duyệt không đủ bộ nhớ hoặc quá cũ. Thử lại bằng trình duyệt khác.");
    };
    worker.postMessage(question, [question.bytes]);
  };

  input.addEventListener("change", () => {
    if (input.files?.[0] !== undefined) void start(input.files[0]);
  });
  const area = document.querySelector("[data-tha]")!;
  for (const name of ["dragover", "dragenter"])
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("over");
    });
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = (event as DragEvent).dataTransfer?.files[0];
    if (file !== undefined) void start(file);
  });
}

if (typeof document === "undefined") runAsWorker();
else runAsPage();
