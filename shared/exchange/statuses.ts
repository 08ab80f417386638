import { VanthuError } from "../errors/index.ts";
import { STATUS_WORDS } from "./edxml/names.ts";
import type { IncomingRecord, StatusCode } from "./model.ts";

/**
 * Which status may follow which at the receiver: arrived, then rejected (the end) or accepted, assigned, in progress, done. Steps may be
 * left out forwards (systems are seen that go from 03 to 05); none goes backwards. 15 and 16 answer a request to take back or change.
 */
const NEXT: Partial<Record<StatusCode, StatusCode[]>> = {
  "01": ["02", "03"],
  "03": ["04", "05", "06"],
  "04": ["05", "06"],
  "05": ["06"],
};

/**
 * Holds a change of status to the order.
 * @throws EXCHANGE_STATUS_ORDER; INVALID for a rejection without a reason
 */
export function refuseWrongOrder(record: IncomingRecord, next: StatusCode, description: string): void {
  const answersRequest = (next === "15" || next === "16") && record.changeAsked !== undefined;
  if (!answersRequest && !NEXT[record.status]?.includes(next)) {
    throw new VanthuError("EXCHANGE_STATUS_ORDER", {
      message: `Văn bản đang ở trạng thái “${STATUS_WORDS[record.status]}”, không thể chuyển sang “${STATUS_WORDS[next]}”.`,
      where: record.id,
      hint:
        next === "15" || next === "16"
          ? "Bên gửi chưa có yêu cầu lấy lại hoặc cập nhật nào."
          : "Tải lại trang để xem trạng thái mới nhất.",
    });
  }
  if (next === "02" && description.trim() === "") {
    throw new VanthuError("INVALID", { message: "Từ chối tiếp nhận phải nêu lý do.", where: "description" });
  }
  // One real system keeps a rejection's reason to 1000 characters.
  if (description.length > 1000)
    throw new VanthuError("INVALID", { message: "Lý do dài quá 1000 ký tự.", where: "description" });
}
