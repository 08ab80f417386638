import { roman } from "../../format/index.ts";
import { fold } from "../fold.ts";
import type { Line } from "../model.ts";
import { PREFIX } from "../parts-end.ts";
import type { Judgement } from "./judge.ts";
import { judgeLook, placeOf, textFix } from "./judge.ts";

/** Academic ranks and degrees, which do not stand before a signatory's name (NĐ30 PL I.II.7.b; HD36/HD05 II.7). */
const DEGREE =
  /^(?:(?:GS|PGS|TS|TSKH|ThS|Th\.S|ThS|CN|BS|KS|BSCK\s*I{1,2}|DS|Giáo sư|Phó Giáo sư|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|Cử nhân|Dược sĩ|NGND|NGƯT|TTND|TTƯT)[.,\s]+)+/i;
/** Bodies whose ministry may permit them (the same clause): schools, hospitals, institutes. */
const EXEMPT = /(trường|đại học|học viện|bệnh viện|viện|y tế|giáo dục|khoa học)/;

/** Quyền hạn, chức vụ, họ tên. */
export function judgeSignature(j: Judgement): void {
  const { parts, rules } = j;
  const { elements } = rules;
  if (!parts.signed) {
    j.add({
      rule: "signature.missing",
      clause: elements.position.clause,
      where: "cuối văn bản, bên phải, ngang “Nơi nhận”",
      expected: "quyền hạn, chức vụ, họ và tên người ký",
      found: "không thấy",
    });
    return;
  }
  judgeLook(j, "authority", parts.authority, elements.authority);
  for (const line of parts.authority) {
    const prefix = PREFIX.exec(line.text)![0].trim();
    const allowed = rules.signaturePrefixes.value;
    if (allowed.includes(prefix)) continue;
    j.add({
      rule: "signature.prefix",
      clause: rules.signaturePrefixes.clause,
      where: placeOf(line),
      expected: `một trong ${allowed.join(", ")}`,
      found: prefix,
    });
  }
  judgeLook(j, "position", parts.position, elements.position);
  const name = parts.signatoryName;
  if (name === undefined) {
    j.add({
      rule: "signatoryName.missing",
      clause: elements.signatoryName.clause,
      where: "dòng cuối của khối chữ ký",
      expected: "họ và tên người ký",
      found: "không thấy",
    });
    return;
  }
  judgeLook(j, "signatoryName", [name], elements.signatoryName);
  const degree = DEGREE.exec(name.text.normalize("NFC"));
  if (degree !== null) {
    const body = [...parts.superior, ...parts.organisation].map((line) => fold(line.text)).join(" ");
    j.add({
      rule: "signatoryName.degree",
      clause: elements.signatoryName.clause,
      severity: EXEMPT.test(body) ? "warning" : "error",
      where: placeOf(name),
      expected: "không ghi học hàm, học vị, danh hiệu trước họ tên",
      found: degree[0].trim(),
    });
  }
}

/** Nơi nhận: head, items, punctuation, the archive line. */
export function judgeRecipients(j: Judgement): void {
  const { parts, rules } = j;
  const { value, clause } = rules.recipients;
  const head = parts.recipientsHead;
  if (head === undefined) {
    j.add({
      rule: "recipients.missing",
      clause,
      where: "cuối văn bản, bên trái, ngang khối chữ ký",
      expected: `“${value.head}” và danh sách`,
      found: "không thấy",
    });
    return;
  }
  judgeLook(j, "recipientsHead", [head], rules.elements.recipientsHead);
  if (head.text.normalize("NFC") !== value.head) {
    const typed = fold(head.text) === "nơi nhận";
    j.add({
      rule: "recipients.head",
      clause,
      where: placeOf(head),
      expected: `“${value.head}”`,
      found: head.text,
      fixes: typed ? textFix(head, 0, head.text.length, value.head) : [],
    });
  }
  if (parts.recipients.length === 0) {
    j.add({
      rule: "recipients.list",
      clause,
      where: `dưới ${placeOf(head)}`,
      expected: "danh sách nơi nhận",
      found: "không thấy",
    });
    return;
  }
  judgeLook(j, "recipients", parts.recipients, rules.elements.recipients, { capitals: true });
  const items = itemsOf(parts.recipients);
  judgePunctuation(j, items);
  const [first] = items[0]!;
  if (parts.addresseesHead !== undefined && !/^[-–]?\s*như trên/.test(fold(first!.text))) {
    j.add({
      rule: "recipients.asAbove",
      clause,
      where: placeOf(first!),
      expected: "văn bản có “Kính gửi” thì dòng đầu là “- Như trên”",
      found: first!.text,
    });
  }
  const last = items.at(-1)!;
  const archive = items.find((item) => /^[-–]?\s*lưu\b/.test(fold(item[0]!.text)))?.[0];
  if (archive === undefined) {
    j.add({
      rule: "recipients.archive",
      clause,
      where: placeOf(last[0]!),
      expected: `dòng cuối “- ${value.archive}…”`,
      found: "không có dòng lưu",
    });
    return;
  }
  if (archive !== last[0]) {
    j.add({
      rule: "recipients.archive",
      clause,
      where: placeOf(archive),
      expected: "dòng lưu đứng cuối danh sách",
      found: "dòng lưu không đứng cuối",
    });
  }
  const text = fold(archive.text).replace(/^[-–]\s*/, "");
  const ok = rules.system === "state" ? /^lưu: ?vt\b|^lưu: ?văn thư/.test(text) : /^lưu (văn phòng|vp)/.test(text);
  if (!ok) {
    j.add({
      rule: "recipients.archive",
      clause,
      where: placeOf(archive),
      expected: `“- ${value.archive}…”`,
      found: archive.text,
    });
  }
}

/** Lines that begin with a dash begin an item; the others go on with the one before. A list number counts as a dash. */
function itemsOf(lines: readonly Line[]): Line[][] {
  const items: Line[][] = [];
  for (const line of lines) {
    const begins = /^[-–+•]/.test(line.text) || (line.paragraph?.label ?? "") !== "" || items.length === 0;
    const archive = /^lưu\b/.test(fold(line.text));
    if (begins || archive) items.push([line]);
    else items.at(-1)!.push(line);
  }
  return items;
}

function judgePunctuation(j: Judgement, items: readonly Line[][]): void {
  const { value, clause } = j.rules.recipients;
  const wrong: { line: Line; wanted: string }[] = [];
  items.forEach((item, index) => {
    const end = item.at(-1)!;
    const wanted = index === items.length - 1 ? value.last : value.between;
    if (!end.text.endsWith(wanted)) wrong.push({ line: end, wanted });
  });
  if (wrong.length > 0) {
    j.add({
      rule: "recipients.punctuation",
      clause,
      where:
        wrong.length === 1
          ? placeOf(wrong[0]!.line)
          : wrong
              .slice(0, 6)
              .map(({ line }) => line.where)
              .join("; "),
      expected: `mỗi dòng kết thúc bằng “${value.between}”, dòng cuối bằng “${value.last}”`,
      found: wrong
        .slice(0, 3)
        .map(({ line }) => `“…${line.text.slice(-10)}”`)
        .join("; "),
      fixes: wrong.flatMap(({ line, wanted }) => {
        const bare = line.text.replace(/[\s\u00a0]*[;,.:]*$/, "");
        return textFix(line, bare.length, line.text.length, wanted);
      }),
    });
  }
  const bare = items
    .map((item) => item[0]!)
    .filter((line) => !/^-[\s\u00a0]*\S/.test(line.text) && !/^[-–•]/.test(line.paragraph?.label ?? ""));
  if (bare.length > 0) {
    j.add({
      rule: "recipients.dash",
      clause,
      where: placeOf(bare[0]!),
      expected: "mỗi nơi nhận bắt đầu bằng gạch đầu dòng “- ”",
      found: bare[0]!.text.slice(0, 20),
      fixes: bare.every((line) => /^[–+•]/.test(line.text)) ? bare.flatMap((line) => textFix(line, 0, 1, "-")) : [],
    });
  }
}

/** Phụ lục: label, title, "(Kèm theo …)", Roman numbers where there are several, page numbers of their own. */
export function judgeAppendices(j: Judgement): void {
  const { parts, rules } = j;
  const { elements } = rules;
  const own = parts.appendices.map((one) => one.label);
  judgeLook(j, "appendixLabel", own, elements.appendixLabel);
  const untitled = parts.appendices.filter((one) => one.title.length === 0);
  if (untitled.length > 0) {
    j.add({
      rule: "appendixTitle.missing",
      clause: elements.appendixTitle.clause,
      where: `dưới ${placeOf(untitled[0]!.label)}`,
      expected: "tên phụ lục canh giữa, in hoa, đậm",
      found: "không thấy",
    });
  }
  judgeLook(
    j,
    "appendixTitle",
    parts.appendices.flatMap((one) => one.title),
    elements.appendixTitle,
  );
  judgeLook(
    j,
    "appendixAttachedTo",
    parts.appendices.flatMap((one) => one.attachedTo),
    elements.appendixAttachedTo,
  );
  if (rules.system === "state" && parts.appendices.length > 1) {
    const wrong = parts.appendices.findIndex(
      (one, index) => !new RegExp(`\\s${roman(index + 1)}[.:]?$`, "i").test(one.label.text),
    );
    if (wrong >= 0) {
      j.add({
        rule: "appendixLabel.numbering",
        clause: elements.appendixLabel.clause,
        where: placeOf(parts.appendices[wrong]!.label),
        expected: `“Phụ lục ${roman(wrong + 1)}”: từ hai phụ lục trở lên đánh số La Mã theo thứ tự`,
        found: parts.appendices[wrong]!.label.text,
      });
    }
  }
  const shared = parts.appendices.filter(({ label }) => {
    const number = j.file.sections[label.section]?.pageNumber;
    return label.section > 0 && number?.place !== undefined && !number.restarts;
  });
  if (shared.length > 0) {
    j.add({
      rule: "appendix.pageNumber",
      clause: rules.system === "state" ? "NĐ30 PL I.III.1.đ" : rules.elements.pageNumber.clause,
      where: placeOf(shared[0]!.label),
      expected: "số trang của phụ lục đánh riêng, từ 1",
      found: "số trang nối tiếp phần trước",
    });
  }
}
