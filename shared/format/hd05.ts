import { HD36 } from "./hd36.ts";
import type { ElementName, ElementRule, RuleSet } from "./model.ts";

/** HD05 keeps the sizes of HD36 (both transcriptions agree), so each rule is carried over under its new clause. */
function carriedOver(): Record<ElementName, ElementRule> {
  const entries = Object.entries(HD36.elements) as [ElementName, ElementRule][];
  return Object.fromEntries(
    entries.map(([name, rule]) => [name, { ...rule, clause: rule.clause.replace("HD36", "HD05") }]),
  ) as Record<ElementName, ElementRule>;
}

/** Guidance 05-HD/VPTW (27/5/2026), under Regulation 399-QĐ/TW: form and technique of Party documents. */
export const HD05: RuleSet = {
  ...HD36,
  id: "hd05",
  name: "Hướng dẫn số 05-HD/VPTW ngày 27/5/2026 của Văn phòng Trung ương Đảng",
  validFrom: "2026-05-27",
  validTo: undefined,
  font: { ...HD36.font, clause: "HD05 I" },
  page: { ...HD36.page, clause: "HD05 I" },
  bodyText: { ...HD36.bodyText, clause: "HD05 II.6" },
  elements: carriedOver(),
  national: { ...HD36.national, clause: "HD05 II.1" },
  number: { ...HD36.number, clause: "HD05 II.3" },
  headings: { ...HD36.headings, clause: "HD05 II.6" },
  recipients: {
    value: { head: "Nơi nhận:", between: ";", last: ".", archive: "Lưu Văn phòng" },
    clause: "HD05 II.9",
  },
  signaturePrefixes: { ...HD36.signaturePrefixes, clause: "HD05 II.7" },
  addresseesHead: {
    value: { letter: "Kính gửi:", submission: "Kính trình:", between: ";", last: "." },
    clause: "HD05 II.9.2.4",
  },
  letterSubjectPrefix: { value: "về việc ", clause: "HD05 II.5" },
  endMark: { value: ".", clause: "HD05 II.6" },
  citedDate: { value: "slashes", clause: "HD05 II.6" },
};
