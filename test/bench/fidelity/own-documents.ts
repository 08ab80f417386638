import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type DocumentDescription, describeText, type RuleSetId } from "../../../shared/documents/index.ts";
import { renderDocx } from "../../../shared/docx/index.ts";
import { seedsPresent, seedText } from "../../acceptance/seeds-support.ts";
import { appendixOf, planOf, programmeOf } from "../inputs.ts";

/** Our own templates, filled: a plan with its appendix and a letter in every rule set, and an appendix of its own. */
export function ownDocuments(folder: string): { name: string; file: string }[] {
  mkdirSync(folder, { recursive: true });
  const keep = (name: string, docx: Uint8Array) => {
    const file = path.join(folder, `${name}.docx`);
    writeFileSync(file, docx);
    return { name, file };
  };
  const plan = planOf(programmeOf(28));
  const inText = planOf(programmeOf(28), "text");
  const made = (["nd30", "hd36", "hd05"] as RuleSetId[]).flatMap((ruleSet) => [
    keep(`vanthu-ke-hoach-${ruleSet}`, renderDocx({ ...plan, ruleSet }).docx),
    keep(`vanthu-ke-hoach-trong-noi-dung-${ruleSet}`, renderDocx({ ...inText, ruleSet }).docx),
    keep(`vanthu-cong-van-${ruleSet}`, renderDocx({ ...letter(inText), ruleSet }).docx),
  ]);
  const seeds = seedsPresent()
    ? ["000", "001", "002", "003", "004"].flatMap((number) => {
        const { description, enclosed } = describeText(seedText(number), SEED_DEFAULTS);
        return [description, ...enclosed].map((one, index) =>
          keep(`vanthu-seed-${number}${index === 0 ? "" : `-kem-theo-${index}`}`, renderDocx(one).docx),
        );
      })
    : [];
  return [...made, keep("vanthu-phu-luc-200-hang", appendixOf(200)), ...seeds];
}

/** What the texts of the real documents leave out. */
const SEED_DEFAULTS = {
  organisation: { name: "Tỉnh ủy Lai Châu" },
  place: "Lai Châu",
  signature: { authority: ["T/M BAN THƯỜNG VỤ"], position: "PHÓ BÍ THƯ", name: "Nguyễn Văn Mẫu" },
};

function letter(plan: DocumentDescription): DocumentDescription {
  return {
    ...plan,
    kind: "CV",
    notation: "UBND-KGVX",
    subject: "về việc triển khai kế hoạch chuyển đổi số",
    addressees: ["Các sở, ban, ngành cấp tỉnh", "Ủy ban nhân dân các xã, phường"],
    body: plan.body.split("\n\n").slice(0, 6).join("\n\n"),
    footnotes: {},
    appendices: [],
  };
}
