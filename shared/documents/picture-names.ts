import type { Drawing } from "../charts/model.ts";
import type { Fault } from "../errors/index.ts";
import { parseBlocks } from "./markup.ts";
import type { DocumentDescription } from "./model.ts";

/** Answers every name, so that reading sees exactly those pictures that composing would show. */
const ANY: Drawing = { width: 1, height: 1, title: "", shapes: [] };

/** Pictures that are shown and absent, or given and shown nowhere: in both cases something would be missing from the page. */
export function pictureFaults(description: DocumentDescription): Fault[] {
  const given = description.pictures ?? {};
  const shown = new Map<string, string>();
  const texts: [string, string][] = [["body", description.body]];
  for (const [index, appendix] of (description.appendices ?? []).entries())
    if (appendix.body !== undefined) texts.push([`appendices[${index}].body`, appendix.body]);
  for (const [where, text] of texts) {
    if (!text.includes("![")) continue;
    parseBlocks(text, undefined, (name) => {
      if (!shown.has(name)) shown.set(name, where);
      return ANY;
    });
  }
  const faults: Fault[] = [];
  for (const [name, where] of shown) {
    if (!Object.hasOwn(given, name))
      faults.push({
        code: "PICTURE_MISSING",
        where,
        message: `Có đặt hình ![…](${name}) nhưng không có hình tên này.`,
      });
  }
  for (const name of Object.keys(given)) {
    if (!shown.has(name))
      faults.push({
        code: "PICTURE_UNUSED",
        where: `pictures.${name}`,
        message: "Hình không được đặt ở đâu trong văn bản.",
      });
  }
  return faults;
}
