import { amendedAppendix, compareRevisions } from "../../shared/amendments/index.ts";
import { type DocumentDescription, parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { ruleSetFor } from "../../shared/format/index.ts";
import { vietnamDate } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";
import { printJson, writeOutput } from "./files.ts";
import { findProgramme } from "./programme-file.ts";
import { readJson } from "./render.ts";

/** `vanthu amend`: the amended appendix from two revisions of a programme. */
export const amend: Command = {
  name: "amend",
  usage:
    "--programme MÃ --from BẢN --to BẢN -o KẾT_QUẢ.docx|KẾT_QUẢ.pdf [--data THƯ_MỤC] [--basis CĂN_CỨ] [--letter CÔNG_VĂN.json] [--title TIÊU_ĐỀ] [--json]",
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
      const rows = compareRevisions(before.programme, after.programme, { basis: values.basis });
      const letter =
        values.letter === undefined ? defaultLetter(after.organisation) : parseDescription(readJson(values.letter));
      const title = values.title ?? `Danh mục nhiệm vụ điều chỉnh, bổ sung\n${after.programme.title}`;
      const { docx } = await renderDocx(amendedAppendix(rows, { letter, title, programme: after.programme }));
      writeOutput(output, /\.docx$/i.test(output) ? docx : typeset(docx).pdf);
      if (values.json) printJson({ rows });
      else process.stdout.write(`${output}: ${rows.length} nhiệm vụ thay đổi\n`);
      return EXIT.ok;
    } finally {
      await storage.records.close();
    }
  },
};

/** What the appendix takes from its letter, while there is no letter yet: whose it is. */
function defaultLetter(organisation: {
  name: string;
  superior?: string;
  place: string;
  system?: "state" | "party";
}): DocumentDescription {
  return {
    ruleSet: ruleSetFor(organisation.system ?? "state", vietnamDate(new Date())),
    kind: "CV",
    organisation: { name: organisation.name, ...(organisation.superior ? { superior: organisation.superior } : {}) },
    notation: "…",
    place: organisation.place,
    subject: "",
    body: "",
    recipients: [],
    signature: { authority: [], position: "", name: "" },
  };
}
