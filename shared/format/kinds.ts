import type { DocumentKind } from "../documents/model.ts";
import type { Kind } from "./model.ts";

/** Kinds of documents in use here (NĐ30 Điều 7, PL III.I; QĐ 399-QĐ/TW). */
export const KINDS: Record<DocumentKind, Kind> = {
  KH: { code: "KH", title: "KẾ HOẠCH", name: "Kế hoạch" },
  BC: { code: "BC", title: "BÁO CÁO", name: "Báo cáo" },
  CV: { code: "CV", title: "", name: "Công văn" },
  TB: { code: "TB", title: "THÔNG BÁO", name: "Thông báo" },
  QĐ: { code: "QĐ", title: "QUYẾT ĐỊNH", name: "Quyết định" },
  CTr: { code: "CTr", title: "CHƯƠNG TRÌNH", name: "Chương trình" },
  TTr: { code: "TTr", title: "TỜ TRÌNH", name: "Tờ trình" },
  HD: { code: "HD", title: "HƯỚNG DẪN", name: "Hướng dẫn" },
  PL: { code: "PL", title: "PHỤ LỤC", name: "Phụ lục" },
};

/** Name of a kind in running text and in registers: "Kế hoạch", "Công văn". */
export function kindName(kind: DocumentKind): string {
  return KINDS[kind].name;
}
