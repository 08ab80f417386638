import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composePlan, type DocumentDescription, escapeText, parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { openPackage, parseXml, textOf } from "../../shared/opc/index.ts";
import { PLAN } from "./sample.ts";

const BASE = composePlan(PLAN);
/** Letters, signs of every language involved, control characters and halves of surrogate pairs. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'ắ -+*_^~[]|#:<>\\/\t\n"&{}@.;1I)'),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 60,
});

describe("whatever the texts are", () => {
  it("the Word file is well-formed, or the description is refused with every fault named", () => {
    fc.assert(
      fc.property(text, text, text, text, (body, subject, cell, name) => {
        const description: DocumentDescription = {
          ...BASE,
          body,
          subject,
          footnotes: undefined,
          recipients: [name],
          signature: { authority: [name], position: subject, name },
          appendices: [
            {
              title: subject,
              body,
              table: { columns: [{ header: cell, width: 1 }], rows: [{ cells: [cell] }], markup: true },
            },
          ],
        };
        let checked: DocumentDescription;
        try {
          checked = parseDescription(description);
        } catch (error) {
          expect(error).toMatchObject({ code: "INVALID" });
          return;
        }
        const source = openPackage(renderDocx(checked).docx);
        for (const part of source.names) if (part.endsWith(".xml")) parseXml(source.text(part)!, part);
      }),
      { numRuns: 60 },
    );
  });

  it("an escaped text stands in the Word file letter for letter", () => {
    const line = fc.string({ unit: fc.constantFrom(...'aắ -+*_^~[]|#:<>\\/"&{}@;1I)'), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(line, (each) => {
        const body = `${escapeText(`${each}!`)}`;
        const { docx } = renderDocx({ ...BASE, body, footnotes: undefined, appendices: undefined });
        expect(textOf(parseXml(openPackage(docx).text("word/document.xml")!))).toContain(`${each}!`);
      }),
      { numRuns: 60 },
    );
  });
});
