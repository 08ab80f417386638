/** How a reader is told of the fields that Vanthu lays; names of others' fields are quoted as they are. */
const LABELS: Record<string, string> = {
  SoVanBan: "số văn bản",
  NgayBanHanh: "ngày ban hành",
  ThangBanHanh: "tháng ban hành",
  NamBanHanh: "năm ban hành",
  ChuKyLanhDao: "chữ ký của người có thẩm quyền",
  ConDauCoQuan: "dấu của cơ quan",
  KyPhuLuc: "chữ ký trên phụ lục",
  KyBanSao: "chữ ký trên bản sao",
};

/** A field by its Vietnamese label, else by its name in the file, in quotes. */
export function fieldLabel(name: string): string {
  return `“${Object.hasOwn(LABELS, name) ? LABELS[name] : name}”`;
}
