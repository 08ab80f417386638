/**
 * A text without what people leave out when they search: marks and case gone, đ as d, spaces single. "Kế  hoạch Đầu tư" → "ke hoach dau tu".
 */
export function foldVietnamese(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
}
