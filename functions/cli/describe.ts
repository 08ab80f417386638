import { describeText } from "../../shared/documents/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson, readInput, writeOutput } from "./files.ts";
import { readJson } from "./render.ts";

/** `vanthu describe`: the text of an existing document (from Word, PDF or OCR) as a JSON description that `render` reads. */
export const describe: Command = {
  name: "describe",
  usage: "VĂN_BẢN.txt [--defaults MẶC_ĐỊNH.json] [-o MÔ_TẢ.json]",
  summary: "Đọc chữ của một văn bản có sẵn thành tệp mô tả JSON.",
  async run(args) {
    const { values, positionals } = readArguments(
      describe,
      args,
      { output: { type: "string", short: "o" }, defaults: { type: "string" } },
      { min: 1, max: 1 },
    );
    const text = new TextDecoder("utf-8").decode(readInput(positionals[0]!));
    const defaults =
      values.defaults === undefined ? {} : (readJson(values.defaults) as Parameters<typeof describeText>[1]);
    const { description, warnings } = describeText(text, defaults);
    for (const { line, message } of warnings) process.stderr.write(`dòng ${line}: ${message}\n`);
    if (values.output === undefined) printJson(description);
    else writeOutput(values.output, `${JSON.stringify(description, null, 2)}\n`);
    return EXIT.ok;
  },
};
