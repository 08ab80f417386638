import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { VanthuError } from "../errors/index.ts";
import { openPackage } from "../opc/index.ts";
import { readPdf } from "../pdf/index.ts";

/** The optional second engine: LibreOffice Writer, for Word files outside of what is typeset here. */
export interface LibreOffice {
  /**
   * @returns the PDF (tagged PDF/A-2) and its number of pages
   * @throws FILE_NOT_ZIP, FILE_ENCRYPTED, PACKAGE_TOO_LARGE, PACKAGE_BROKEN; LIBREOFFICE_MISSING when it is not installed, LIBREOFFICE_TIMEOUT, LIBREOFFICE_FAILED when it gives no PDF
   */
  convert(docx: Uint8Array): Promise<{ pdf: Uint8Array; pages: number }>;
  /** Ends what still runs and removes the profiles. */
  close(): void;
}

/** Settings of {@link openLibreOffice}. */
export interface LibreOfficeOptions {
  /** Processes at a time; 1 when absent. */
  processes?: number;
  /** Milliseconds for one file; two minutes when absent. */
  timeoutMs?: number;
  /** Program to run; `soffice` when absent. */
  command?: string;
}

/** PDF/A-2 with tags, as our own typesetter gives. */
const FILTER = `pdf:writer_pdf_Export:${JSON.stringify({
  SelectPdfVersion: { type: "long", value: "2" },
  UseTaggedPDF: { type: "boolean", value: "true" },
})}`;

/** Settings of a profile that reads files of strangers: no macro runs, nothing is fetched from elsewhere. */
const PROFILE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
${[
  ["MacroSecurityLevel", "3"],
  ["DisableMacrosExecution", "true"],
  ["BlockUntrustedRefererLinks", "true"],
  ["DisableActiveContent", "true"],
]
  .map(
    ([name, value]) =>
      `<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  )
  .join("\n")}
</oor:items>
`;

/** A place for one process at a time, with a profile of its own: two processes on one profile would be one process. */
interface Slot {
  folder: string;
  busy: boolean;
}

/**
 * Opens a pool of LibreOffice processes. Nothing is started before the first file; each file gets a process of its own, which is ended with all it
 * started when its time is over.
 *
 * @example
 * const libreOffice = openLibreOffice({ processes: 2 });
 * const { pdf, pages } = await libreOffice.convert(readFileSync("bieu-do.docx"));
 * libreOffice.close();
 */
export function openLibreOffice(options: LibreOfficeOptions = {}): LibreOffice {
  const { processes = 1, timeoutMs = 120_000, command = "soffice" } = options;
  const slots: Slot[] = [];
  const waiting: ((slot: Slot) => void)[] = [];
  const children = new Set<ChildProcess>();

  const take = (): Promise<Slot> => {
    const free = slots.find((slot) => !slot.busy);
    if (free !== undefined) {
      free.busy = true;
      return Promise.resolve(free);
    }
    if (slots.length < Math.max(1, processes)) {
      const slot = { folder: newSlotFolder(), busy: true };
      slots.push(slot);
      return Promise.resolve(slot);
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const give = (slot: Slot): void => {
    const next = waiting.shift();
    if (next === undefined) slot.busy = false;
    else next(slot);
  };

  return {
    async convert(docx) {
      // It makes a blank page of anything; what is no package, a bomb or encrypted is named before it is asked.
      openPackage(docx);
      const slot = await take();
      const work = mkdtempSync(path.join(slot.folder, "tep-"));
      try {
        const input = path.join(work, "in.docx");
        writeFileSync(input, docx);
        const said = await runOnce(command, slot.folder, work, input, timeoutMs, children);
        let pdf: Uint8Array;
        try {
          pdf = new Uint8Array(readFileSync(path.join(work, "in.pdf")));
        } catch {
          throw new VanthuError("LIBREOFFICE_FAILED", {
            message: "LibreOffice không chuyển được tệp này sang PDF.",
            hint: "Mở tệp bằng Word rồi lưu lại, hoặc dùng --engine own.",
            cause: new Error(said),
          });
        }
        return { pdf, pages: readPdf(pdf).pages().length };
      } finally {
        rmSync(work, { recursive: true, force: true });
        give(slot);
      }
    },
    close() {
      for (const child of children) endGroup(child);
      for (const slot of slots.splice(0))
        rmSync(slot.folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
    },
  };
}

function newSlotFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-soffice-"));
  mkdirSync(path.join(folder, "profile/user"), { recursive: true });
  writeFileSync(path.join(folder, "profile/user/registrymodifications.xcu"), PROFILE);
  return folder;
}

/** Runs it for one file; answers what it said. */
function runOnce(
  command: string,
  folder: string,
  work: string,
  input: string,
  timeoutMs: number,
  children: Set<ChildProcess>,
): Promise<string> {
  const profile = pathToFileURL(path.join(folder, "profile")).href;
  return new Promise((resolve, reject) => {
    // A group of its own: soffice is a script that starts the real program, and both must end.
    const child = spawn(
      command,
      [
        `-env:UserInstallation=${profile}`,
        "--headless",
        "--norestore",
        "--convert-to",
        FILTER,
        "--outdir",
        work,
        input,
      ],
      { stdio: ["ignore", "pipe", "pipe"], detached: true },
    );
    children.add(child);
    let said = "";
    const listen = (text: Buffer): void => {
      said = (said + text.toString("utf8")).slice(-2000);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup(child);
    }, timeoutMs);
    child.on("error", (cause) => {
      clearTimeout(timer);
      children.delete(child);
      reject(
        new VanthuError("LIBREOFFICE_MISSING", {
          message: "LibreOffice không có trên máy này.",
          where: command,
          hint: "Cài LibreOffice Writer (Debian, Ubuntu: apt-get install libreoffice-writer-nogui), hoặc dùng --engine own.",
          cause,
        }),
      );
    });
    child.on("close", () => {
      clearTimeout(timer);
      children.delete(child);
      if (!late) resolve(said);
      else
        reject(
          new VanthuError("LIBREOFFICE_TIMEOUT", {
            message: `LibreOffice chuyển tệp này quá ${Math.round(timeoutMs / 100) / 10} giây nên đã dừng.`,
            hint: "Chia tệp thành nhiều phần hoặc tăng giới hạn thời gian.",
          }),
        );
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
