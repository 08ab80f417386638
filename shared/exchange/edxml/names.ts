import type { PacketBusiness, StatusCode } from "../model.ts";

/** Namespace of QCVN 102:2016/BTTTT, for elements and for the unprefixed ones (default namespace). */
export const EDXML_NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

/** Other exchange formats seen in the wild, with what they are, so that a refusal can say it. */
export const FOREIGN_NAMESPACES: Record<string, string> = {
  "http://www.go.vn/eDoc": "eDoc (trước QCVN 102:2016)",
  "http://www.e-doc.vn/Schema/": "e-doc.vn",
  "http://edxml.gov.vn/schema": "edxml.gov.vn (chia sẻ thông tin mã độc, không phải văn bản)",
};

/** BussinessDocType, with the reason written when none is given. */
export const BUSINESS: Record<PacketBusiness, { code: string; reason: string }> = {
  new: { code: "0", reason: "Văn bản điện tử mới" },
  recall: { code: "1", reason: "Thu hồi văn bản" },
  update: { code: "2", reason: "Cập nhật văn bản" },
  replace: { code: "3", reason: "Thay thế văn bản" },
};

/** StatusCode in words. */
export const STATUS_WORDS: Record<StatusCode, string> = {
  "01": "Đã đến",
  "02": "Từ chối tiếp nhận",
  "03": "Đã tiếp nhận",
  "04": "Đã phân công",
  "05": "Đang xử lý",
  "06": "Hoàn thành",
  "13": "Lấy lại",
  "15": "Đồng ý cập nhật, lấy lại",
  "16": "Từ chối cập nhật, lấy lại",
};

/** Is this one of the nine status codes? */
export function isStatusCode(code: string): code is StatusCode {
  return Object.hasOwn(STATUS_WORDS, code);
}
