import { renderBounded, typesetBounded } from "../../shared/bounded/index.ts";
import { parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { layFields } from "../../shared/signing/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";

/** `vanthu render`: a document from its JSON description. */
export const render: Command = {
  name: "render",
  usage: "MÔ_TẢ.json -o KẾT_QUẢ.docx|KẾT_QUẢ.pdf [--template MẪU.docx] [--json]",
  summary: "Lập văn bản Word hoặc PDF từ tệp mô tả JSON.",
  async run(args) {
    const { values, positionals } = readArguments(
      render,
      args,
      {
        output: { type: "string", short: "o" },
        template: { type: "string" },
        json: { type: "boolean", default: false },
      },
      { min: 1, max: 1 },
    );
    const output = values.output;
    if (output === undefined || !/\.(docx|pdf)$/i.test(output)) {
      throw new VanthuError("USAGE", {
        message: "Cần -o với tệp .docx hoặc .pdf.",
        hint: `vanthu render ${render.usage}`,
      });
    }
    const description = parseDescription(readJson(positionals[0]!));
    const own = values.template !== undefined;
    const { docx } = own ? await renderBounded(readInput(values.template!), description) : renderDocx(description);
    if (/\.docx$/i.test(output)) {
      writeOutput(output, docx);
      if (values.json) printJson({ bytes: docx.length });
      return EXIT.ok;
    }
    const result = own ? await typesetBounded(docx) : typeset(docx);
    // Ready to be signed by `vanthu sign`: blanks for number and date, and the leader's place, are laid as form fields.
    const pdf = layFields(result.pdf, result.anchors, { notation: description.notation, leader: true });
    writeOutput(output, pdf);
    if (values.json)
      printJson({ bytes: pdf.length, pages: result.pages, anchors: result.anchors, warnings: result.warnings });
    return EXIT.ok;
  },
};

/**
 * A JSON file as a value.
 * @throws INVALID with the place of the syntax error
 */
export function readJson(file: string): unknown {
  const text = new TextDecoder("utf-8").decode(readInput(file));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new VanthuError("INVALID", {
      message: "Tệp không phải là JSON đúng cú pháp.",
      where: `${file}: ${(cause as Error).message}`,
      hint: "Xem docs/noi-dung.md để biết cách viết tệp mô tả.",
      cause,
    });
  }
}
