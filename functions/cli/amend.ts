import { amendedAppendix, compareRevisions, issuedPlaces, proposeInstrument } from "../../shared/amendments/index.ts";
import { parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import {
  type ChosenRow,
  chooseRows,
  eventsBetween,
  plainLetter,
  readWording,
  vietnamDate,
} from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { amendedRows, readRowChoice } from "./amend-rows.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { printJson, writeOutput } from "./files.ts";
import { findProgramme } from "./programme-file.ts";
import { readJson } from "./render.ts";

/** `vanthu amend`: the amended appendix from two revisions of a programme. */
export const amend: Command = {
  name: "amend",
  usage:
    "--programme MÃ --from BẢN --to BẢN -o KẾT_QUẢ.docx|KẾT_QUẢ.pdf [--data THƯ_MỤC] [--basis CĂN_CỨ] [--appendix PHỤ_LỤC] [--rows 1,3,5-8|DÒNG.json] [--issued KẾ_HOẠCH.json] [--letter CÔNG_VĂN.json] [--title TIÊU_ĐỀ] [--json]",
  summary: "Lập phụ lục điều chỉnh từ hai bản của một chương trình nhiệm vụ.",
  async run(args) {
    const { values } = readArguments(
      amend,
      args,
      {
        programme: { type: "string" },
        from: { type: "string" },
        to: { type: "string" },
        output: { type: "string", short: "o" },
        data: { type: "string" },
        basis: { type: "string", default: "" },
        appendix: { type: "string" },
        rows: { type: "string" },
        issued: { type: "string" },
        letter: { type: "string" },
        title: { type: "string" },
        json: { type: "boolean", default: false },
      },
      { min: 0, max: 0 },
    );
    const [from, to] = [Number(values.from), Number(values.to)];
    const output = values.output;
    if (
      values.programme === undefined ||
      !(from >= 1) ||
      !(to >= 1) ||
      output === undefined ||
      !/\.(docx|pdf)$/i.test(output)
    ) {
      throw new VanthuError("USAGE", {
        message: "Thiếu --programme, --from, --to hoặc -o.",
        hint: `vanthu amend ${amend.usage}`,
      });
    }
    const storage = openSqliteStorage(dataFolder(values.data, { mustExist: true }));
    try {
      const before = await findProgramme(storage, values.programme, from);
      const after = await findProgramme(storage, values.programme, to);
      const { organisation, programmes } = after;
      const issued = values.issued === undefined ? undefined : parseDescription(readJson(values.issued));
      const rows = compareRevisions(before.programme, after.programme, {
        events: await eventsBetween(programmes, before.programme, after.programme),
        wording: (await readWording(storage.records, organisation.id)).own,
        basis: values.basis,
        ...(values.appendix === undefined ? {} : { appendix: values.appendix }),
        ...(issued === undefined ? {} : { places: issuedPlaces([issued], before.programme) }),
      });
      const chosen = chooseRows(rows, values.rows === undefined ? {} : readRowChoice(values.rows, rows));
      const taken = amendedRows(chosen);
      const letter =
        values.letter === undefined
          ? plainLetter(organisation, vietnamDate(new Date()))
          : parseDescription(readJson(values.letter));
      const proposal = proposeInstrument(taken, {
        tasks: before.programme.tasks.length,
        ...(issued === undefined ? {} : { amended: issued.kind }),
        ruleSet: letter.ruleSet,
      });
      const title = values.title ?? `Danh mục nhiệm vụ điều chỉnh, bổ sung\n${after.programme.title}`;
      const { docx } = renderDocx(amendedAppendix(taken, { letter, title }));
      writeOutput(output, /\.docx$/i.test(output) ? docx : typeset(docx).pdf);
      if (values.json) printJson({ rows: taken, left: leftOut(chosen), proposal });
      else {
        process.stdout.write(`${output}: ${taken.length} nhiệm vụ thay đổi\n`);
        process.stdout.write(`Đề xuất ${proposal.name.toLocaleLowerCase("vi")}. ${proposal.reason}\n`);
      }
      return EXIT.ok;
    } finally {
      await storage.records.close();
    }
  },
};

function leftOut(chosen: ChosenRow[]): string[] {
  return chosen.filter((row) => !row.taken).map(({ row }) => row.taskId);
}
