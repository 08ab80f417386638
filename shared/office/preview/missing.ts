import type { Person } from "../../access/index.ts";
import type { DocumentDescription, PlanPart } from "../../documents/index.ts";
import type { Fault } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import type { Programme } from "../../tasks/index.ts";
import type { PreviewFinding } from "./model.ts";

/** Kinds that rest on a basis (căn cứ ban hành, NĐ30 PL I.II.6.b). */
const WITH_BASIS = new Set(["QĐ", "KH", "CTr"]);

/** "…", "[...]", "......": a place left open for what is to be written. */
const OPEN_PLACE = /…|\.{4,}|\[\s*(?:\.{3}|…|_+)\s*\]|_{4,}/;

/** What a document still lacks, as somebody writes it. */
export function missingParts(given: DocumentDescription): PreviewFinding[] {
  const { kind } = given;
  const found: PreviewFinding[] = [];
  const lacks = (
    field: string,
    message: string,
    more: Partial<Pick<PreviewFinding, "hint" | "clause" | "severity">> = {},
  ) => found.push({ code: `${field}.missing`, kind: "missing", severity: "error", message, field, ...more });
  if (empty(given.subject))
    lacks("subject", "Chưa có trích yếu.", { hint: "Ghi ngắn gọn nội dung chính, không ghi tên loại văn bản." });
  if (empty(given.notation)) lacks("notation", "Chưa có ký hiệu.");
  if (empty(given.place)) lacks("place", "Chưa có địa danh.");
  if (kind === "CV" && lines(given.addressees).length === 0)
    lacks("addressees", "Công văn chưa có nơi kính gửi.", { hint: "Ghi mỗi nơi một dòng ở ô Kính gửi." });
  if (empty(given.body) && kind !== "PL") lacks("body", "Chưa có nội dung.");
  if (lines(given.recipients).length === 0)
    lacks("recipients", "Chưa có nơi nhận.", { hint: "Ghi mỗi nơi một dòng; dòng cuối là nơi lưu, ví dụ: Lưu: VT." });
  if (
    WITH_BASIS.has(kind) &&
    !empty(given.body) &&
    !/^\s*[*_]*(?:Căn cứ|Thực hiện|Theo|Để|Triển khai)\b/imu.test(given.body.slice(0, 4000))
  )
    lacks("body", `${KINDS[kind].name} chưa nêu căn cứ.`, {
      severity: "warning",
      hint: "Mở đầu bằng “Căn cứ …” hoặc “Thực hiện …”, nêu số, ký hiệu, ngày và cơ quan ban hành.",
    });
  return found;
}

/** What the free parts of a plan and its programme still lack. */
export function missingPlanParts(
  parts: Partial<Record<PlanPart, string>>,
  programme: Pick<Programme, "tasks">,
  undated: number,
): PreviewFinding[] {
  const names: [PlanPart, string, string][] = [
    ["opening", "mở đầu, căn cứ", "Nêu văn bản mà kế hoạch thực hiện."],
    ["purpose", "mục đích", "Mỗi ý một dòng, bắt đầu bằng “- ”."],
    ["requirements", "yêu cầu", "Mỗi ý một dòng, bắt đầu bằng “- ”."],
    ["implementation", "tổ chức thực hiện", "Nêu việc của từng cơ quan, mỗi cơ quan một tiêu đề “## ”."],
  ];
  const found = names
    .filter(([part]) => empty(parts[part]))
    .map(([field, name, hint]): PreviewFinding => {
      return {
        code: `${field}.missing`,
        kind: "missing",
        severity: "error",
        message: `Chưa viết phần ${name}.`,
        hint,
        field,
      };
    });
  const say = (count: number, what: string) => {
    if (count === 0) return;
    const message = `${count} nhiệm vụ ${what}.`;
    const hint = "Bổ sung ở trang Nhiệm vụ rồi quay lại soạn.";
    found.push({ code: "programme.gap", kind: "missing", severity: "warning", message, hint, field: "programme" });
  };
  if (programme.tasks.length === 0) {
    found.push({
      code: "programme.empty",
      kind: "missing",
      severity: "warning",
      message: "Chương trình (hoặc kỳ đã chọn) không có nhiệm vụ nào, nên kế hoạch không có phụ lục.",
      hint: "Chọn kỳ khác, hoặc nhập nhiệm vụ trước.",
      field: "programme",
    });
  }
  say(
    programme.tasks.filter(({ leadAgency }) => empty(leadAgency)).length,
    "chưa có cơ quan chủ trì; ô ấy trong phụ lục để trống",
  );
  say(
    programme.tasks.filter(({ deadline }) => empty(deadline.text)).length,
    "chưa có thời hạn; ô ấy trong phụ lục để trống",
  );
  say(undated, "không đọc được thời hạn nên không vào kỳ đã chọn");
  return found;
}

/** What the signature block lacks. */
export function missingSignatory({ signature }: DocumentDescription, people: readonly Person[]): PreviewFinding[] {
  const finding = (
    code: string,
    message: string,
    hint: string,
    severity: "error" | "warning" = "error",
  ): PreviewFinding => {
    return { code: `signature.${code}`, kind: "missing", severity, message, hint, field: "signature.name" };
  };
  const leaders = people.filter(({ roles, disabled }) => roles.includes("leader") && disabled !== true);
  if (leaders.length === 0)
    return [finding("nobody", "Cơ quan chưa có ai ký được văn bản.", "Nhờ quản trị thêm người có vai trò lãnh đạo.")];
  if (empty(signature.name)) return [finding("missing", "Chưa chọn người ký.", "Chọn người ký ở ô Người ký.")];
  const named = leaders.filter(({ id, name }) =>
    signature.personId === undefined ? same(name, signature.name) : id === signature.personId,
  );
  const found: PreviewFinding[] = [];
  if (named.length === 0)
    found.push(
      finding("unknown", `${signature.name} hiện không phải người ký được văn bản của cơ quan.`, "Chọn lại người ký."),
    );
  if (named.length > 1)
    found.push(
      finding(
        "ambiguous",
        `Có ${named.length} người tên ${signature.name} cùng ký được.`,
        "Chọn đúng người ở ô Người ký.",
      ),
    );
  if (empty(signature.position)) {
    const message = "Chưa ghi chức vụ của người ký.";
    found.push({
      code: "signature.position",
      kind: "missing",
      severity: "error",
      message,
      field: "signature.position",
    });
  }
  return found;
}

/** Places of the body that were left open ("Lý do thu hồi: …"), by their line. */
export function openPlaces(body: string): { line: number; finding: PreviewFinding }[] {
  return body.split(/\r\n?|\n/).flatMap((text, line) => {
    if (!OPEN_PLACE.test(text)) return [];
    const message = `Còn chỗ để trống: “${text.trim().slice(0, 60)}”.`;
    const finding: PreviewFinding = {
      code: "text.open",
      kind: "missing",
      severity: "warning",
      message,
      hint: "Viết nốt, hoặc bỏ dấu chấm lửng.",
    };
    return [{ line, finding }];
  });
}

/** What the shape of a description has against it, besides what is empty (told by {@link missingParts}). */
export function unfitParts(faults: readonly Fault[]): { where: string; finding: PreviewFinding }[] {
  return faults
    .filter(({ message }) => message !== "Không được để trống.")
    .map(({ code, message, where = "", hint }) => {
      const finding: PreviewFinding = {
        code,
        kind: "text",
        severity: "error",
        message,
        ...(hint === undefined ? {} : { hint }),
      };
      return { where, finding };
    });
}

function empty(text: string | undefined): boolean {
  return typeof text !== "string" || text.trim() === "";
}

function lines(list: readonly string[] | undefined): string[] {
  return (list ?? []).filter((line) => !empty(line));
}

function same(one: string, other: string): boolean {
  const plain = (text: string) => text.normalize("NFC").replaceAll(/\s+/g, " ").trim();
  return plain(one) === plain(other);
}
