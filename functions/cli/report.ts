import { existsSync } from "node:fs";
import { vietnameseDay } from "../../shared/calendar/index.ts";
import type { DocumentDescription, RuleSetId } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { RULE_SETS, ruleSetFor } from "../../shared/format/index.ts";
import { reportSources, vietnamDate } from "../../shared/office/index.ts";
import {
  composeReport,
  computeReport,
  type InputSources,
  nextWindow,
  parsePeriod,
  plain,
  previousPeriod,
  type ReportPeriod,
  reportInput,
  reportWindow,
  sealSnapshot,
  snapshotAttachment,
} from "../../shared/reports/index.ts";
import { layFields } from "../../shared/signing/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { ProgrammeInput } from "../api/programme-schema.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { printJson, writeOutput } from "./files.ts";
import { findProgramme } from "./programme-file.ts";
import { readJson } from "./render.ts";

/** Whose report it is, and what it is computed from. */
interface Subject {
  sources: InputSources;
  organisation: { code: string; name: string; superior?: string; place: string; system: "state" | "party" };
}

/** `vanthu report`: a periodic report over a programme, with its figures' sealed snapshot in the PDF. */
export const report: Command = {
  name: "report",
  usage:
    "--programme MÃ|CHƯƠNG_TRÌNH.json --period 2026-Q2|2026-05|2026-6M|2026-9M|2026 -o KẾT_QUẢ.docx|KẾT_QUẢ.pdf [--previous KỲ_TRƯỚC.json] [--data THƯ_MỤC] [--frame KHUNG.json] [--rules nd30|hd36|hd05] [--json]",
  summary: "Lập báo cáo định kỳ từ một chương trình nhiệm vụ; bản PDF mang theo bản chốt số liệu.",
  async run(args) {
    const { values } = readArguments(
      report,
      args,
      {
        programme: { type: "string" },
        previous: { type: "string" },
        period: { type: "string" },
        output: { type: "string", short: "o" },
        data: { type: "string" },
        frame: { type: "string" },
        rules: { type: "string" },
        json: { type: "boolean", default: false },
      },
      { min: 0, max: 0 },
    );
    const { programme, output } = values;
    if (programme === undefined || values.period === undefined || !/\.(docx|pdf)$/i.test(output ?? "")) {
      throw new VanthuError("USAGE", {
        message: "Thiếu --programme, --period hoặc -o với tệp .docx hoặc .pdf.",
        hint: `vanthu report ${report.usage}`,
      });
    }
    if (values.rules !== undefined && !Object.hasOwn(RULE_SETS, values.rules))
      throw new VanthuError("USAGE", { message: "Bộ quy tắc là nd30, hd36 hoặc hd05.", where: values.rules });
    const period = parsePeriod(values.period);
    const isFile = /\.json$/i.test(programme) || existsSync(programme);
    const { sources, organisation } = isFile
      ? fromFiles(programme, values.previous, period)
      : await fromData(programme, period, values.data);
    const input = reportInput(sources);
    const computed = computeReport(input);
    const sealed = sealSnapshot(organisation, input, computed);
    const frame = values.frame === undefined ? {} : (readJson(values.frame) as Partial<DocumentDescription>);
    const description = composeReport(computed, {
      ruleSet: (values.rules as RuleSetId | undefined) ?? ruleSetFor(organisation.system, vietnamDate(new Date())),
      organisation: {
        name: organisation.name,
        ...(organisation.superior === undefined ? {} : { superior: organisation.superior }),
      },
      notation: organisation.system === "party" ? "BC/…" : "BC-…",
      place: organisation.place,
      recipients: [organisation.system === "party" ? "Lưu Văn phòng" : "Lưu: VT"],
      signature: { authority: [], position: "", name: "" },
      ...frame,
    });
    const { docx } = renderDocx(description);
    if (/\.docx$/i.test(output!)) writeOutput(output!, docx);
    else {
      const set = typeset(docx, { attachments: [snapshotAttachment(sealed.bytes, computed)] });
      writeOutput(output!, layFields(set.pdf, set.anchors, { notation: description.notation, leader: true }));
    }
    const { window } = computed;
    if (values.json) {
      const sections = computed.sections.map(({ heading, level, sentences }) => ({
        heading,
        level,
        sentences: sentences.map(({ parts }) => plain(parts)),
      }));
      printJson({ window, snapshot: { sha256: sealed.sha256 }, sections, figures: computed.figures });
    } else {
      process.stdout.write(
        `${output}: ${window.label}, số liệu từ ngày ${vietnameseDay(window.from)} đến hết ngày ${vietnameseDay(window.to)}, hạn gửi ${vietnameseDay(window.sendBy)}\n`,
      );
      process.stdout.write(`Bản chốt số liệu: SHA-256 ${sealed.sha256}\n`);
    }
    return EXIT.ok;
  },
};

/** Programmes as files: what they say holds for the close of their windows. */
function fromFiles(file: string, previous: string | undefined, period: ReportPeriod): Subject {
  const programme = readProgramme(file);
  return {
    sources: {
      window: reportWindow(period),
      next: nextWindow(period),
      programme,
      ...(previous === undefined
        ? {}
        : { previous: { window: reportWindow(previousPeriod(period)), programme: readProgramme(previous) } }),
    },
    organisation: { code: programme.organisationId, name: "…", place: "…", system: "state" },
  };
}

function readProgramme(file: string): Programme {
  const result = ProgrammeInput.safeParse(readJson(file));
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, 20).map((issue) => ({
    code: "INVALID" as const,
    where: issue.path.join("."),
    message: "Thiếu, thừa hoặc không đúng dạng.",
  }));
  throw new VanthuError("INVALID", { message: "Tệp không phải là một chương trình nhiệm vụ.", where: file, faults });
}

/** A stored programme, at the revisions that were valid at the close of the two windows, which are those of its office. */
async function fromData(id: string, period: ReportPeriod, data: string | undefined): Promise<Subject> {
  const storage = openSqliteStorage(dataFolder(data, { mustExist: true }));
  try {
    const { programmes, organisation } = await findProgramme(storage, id);
    const context = { storage, programmes, clock: () => new Date() };
    return {
      sources: await reportSources(context, organisation.id, id, period),
      organisation: { ...organisation, system: organisation.system ?? "state" },
    };
  } finally {
    await storage.records.close();
  }
}
