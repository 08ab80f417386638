import type { Shape } from "./openapi-model.ts";

/** Values that a reader recognises, by the name of a field. Where a schema names its own example, that one stands. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  id: "01J9Z6T2M8",
  organisationId: "01J9Z6ORG1",
  personId: "01J9Z6P001",
  programmeId: "01J9Z6CT01",
  documentId: "01J9Z6VB01",
  connectionId: "01J9Z6KN01",
  keyId: "01J9Z6KH01",
  providerId: "01J9Z6NC01",
  messageId: "01J9Z6GT01",
  unitId: "01J9Z6DV01",
  parentId: "01J9Z6DV00",
  makerId: "01J9Z6P001",
  reviewerId: "01J9Z6P002",
  responsible: "01J9Z6P001",
  rev: 3,
  revision: 2,
  from: 1,
  to: 2,
  year: 2026,
  percent: 60,
  days: 90,
  subject: "Kế hoạch chuyển đổi số năm 2027",
  title: "Chuyển đổi số năm 2027",
  name: "Phạm Văn Thuận",
  position: "Chuyên viên",
  userName: "thuan",
  password: "mat-khau-dai",
  keyPassword: "khoa-ky-dai",
  current: "mat-khau-cu",
  replacement: "mat-khau-moi",
  notation: "KH-UBND",
  place: "Hương Giang",
  period: "2026-Q4",
  form: "letter",
  reason: "Ghi rõ thời hạn.",
  opening: "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
  purpose: "- Đưa dịch vụ công lên mạng.",
  requirements: "- Rõ người, rõ việc.",
  implementation: "Các sở, ban, ngành tổ chức thực hiện.",
  leadAgency: "Sở Khoa học và Công nghệ",
  coordinatingAgencies: "Sở Tài chính",
  deadline: "Trước ngày 30/6/2027",
  output: "Báo cáo kết quả",
  recipients: ["Các sở, ban, ngành", "Lưu: VT"],
  addressees: ["Các sở, ban, ngành"],
  authority: ["TM. ỦY BAN NHÂN DÂN"],
  code: "H98",
  scopes: ["document.read"],
  roles: ["drafter"],
  result: "Đã hoàn thành 6/10 trạm.",
  note: "Đã đối chiếu",
  opinion: "Đồng ý",
  text: "Đề nghị xử lý trước ngày 30/11.",
  on: "2026-11-20",
  issuer: "https://dinh-danh.example.vn",
  url: "https://tsa.example.vn",
  email: "vanthu@huonggiang.example.vn",
  number: "15",
  symbol: "15/KH-UBND",
  instant: "2026-11-22T10:05:00+07:00",
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  series: "state:chung:2026",
  words: "chuyển đổi số",
  search: "chuyen doi so",
};

const BY_FORMAT: Readonly<Record<string, unknown>> = {
  date: "2026-11-22",
  "date-time": "2026-11-22T10:05:00+07:00",
  base64: "TUlJ",
  binary: "@tep.pdf",
};

/**
 * An example of a schema: what must be there, with the values of the schemas' own examples or of names that readers know.
 *
 * @param all components, by name
 */
export function exampleOf(shape: Shape, all: Readonly<Record<string, Shape>>, name = "", depth = 0): unknown {
  if (shape.$ref !== undefined)
    return depth > 14 ? {} : exampleOf(all[shape.$ref.split("/").at(-1)!] ?? {}, all, name, depth + 1);
  if (shape.example !== undefined) return shape.example;
  if (shape.examples !== undefined) return shape.examples[0];
  if (shape.const !== undefined) return shape.const;
  const sample = SAMPLES[name];
  if (shape.enum !== undefined)
    return Array.isArray(sample) || !shape.enum.includes(sample as string) ? shape.enum[0] : sample;
  if (shape.allOf !== undefined)
    return Object.assign({}, ...shape.allOf.map((part) => exampleOf(part, all, name, depth + 1) as object));
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices !== undefined) {
    const fitting = choices.find((one) => sample !== undefined && kindOf(sample) === one.type);
    return fitting === undefined
      ? exampleOf(choices[0]!, all, name, depth + 1)
      : exampleOf(fitting, all, name, depth + 1);
  }
  const type = Array.isArray(shape.type) ? shape.type.find((one) => one !== "null") : shape.type;
  switch (type) {
    case "object":
      return objectOf(shape, all, depth);
    case "array": {
      if (
        Array.isArray(sample) &&
        shape.items !== undefined &&
        kindOf(sample[0]) === shape.items.type &&
        allowed(sample[0], shape.items)
      )
        return sample;
      if (shape.prefixItems !== undefined) return shape.prefixItems.map((one) => exampleOf(one, all, name, depth + 1));
      return shape.items === undefined || depth > 4 ? [] : [exampleOf(shape.items, all, name, depth + 1)];
    }
    case "boolean":
      return shape.default ?? true;
    case "integer":
    case "number": {
      if (typeof sample === "number" && allowed(sample, shape)) return sample;
      return Math.max(shape.minimum ?? 1, Math.min(1, shape.maximum ?? 1));
    }
    case "string":
      return textOf(shape, sample);
    case "null":
      return null;
    default:
      return sample ?? "…";
  }
}

function objectOf(shape: Shape, all: Readonly<Record<string, Shape>>, depth: number): unknown {
  const made: Record<string, unknown> = {};
  const properties = Object.entries(shape.properties ?? {});
  const required = new Set(shape.required ?? []);
  // Of what nothing must be there, one field shows how it looks.
  const shown = required.size > 0 ? properties.filter(([key]) => required.has(key)) : properties.slice(0, 1);
  for (const [key, value] of shown) made[key] = exampleOf(value, all, key, depth + 1);
  return made;
}

function textOf(shape: Shape, sample: unknown): string {
  if (shape.format !== undefined && shape.format in BY_FORMAT) return String(BY_FORMAT[shape.format]);
  for (const text of [sample, "2026-11-22", "2026", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    if (typeof text === "string" && (text === sample || shape.pattern !== undefined) && allowed(text, shape))
      return text;
  return "…".padEnd(shape.minLength ?? 1, "…");
}

function allowed(value: unknown, shape: Shape): boolean {
  if (typeof value === "number") return value >= (shape.minimum ?? value) && value <= (shape.maximum ?? value);
  if (typeof value !== "string") return true;
  return (
    value.length >= (shape.minLength ?? 0) &&
    value.length <= (shape.maxLength ?? value.length) &&
    (shape.pattern === undefined || new RegExp(shape.pattern, "u").test(value)) &&
    (shape.enum === undefined || shape.enum.includes(value))
  );
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value;
}
