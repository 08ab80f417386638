import { type Fault, VanthuError } from "../errors/index.ts";
import type { WarningPolicy } from "./model.ts";

/** What holds while an office has set nothing: five working days' notice; a month for reports and for evidence. */
export const DEFAULT_POLICY: WarningPolicy = { dueSoonWorkingDays: 5, staleDays: 30, evidenceDays: 30 };

const BOUNDS: Record<keyof WarningPolicy, { most: number; words: string }> = {
  dueSoonWorkingDays: { most: 60, words: "Số ngày làm việc báo trước hạn" },
  staleDays: { most: 366, words: "Số ngày không cập nhật tiến độ" },
  evidenceDays: { most: 366, words: "Số ngày được nợ minh chứng" },
};

/** A policy as somebody typed it. @throws INVALID with every fault */
export function checkPolicy(policy: WarningPolicy): WarningPolicy {
  const faults: Fault[] = [];
  for (const [name, { most, words }] of Object.entries(BOUNDS) as [keyof WarningPolicy, (typeof BOUNDS)["staleDays"]][])
    if (!Number.isInteger(policy[name]) || policy[name] < 1 || policy[name] > most)
      faults.push({ code: "INVALID", where: name, message: `${words} phải là số nguyên từ 1 đến ${most}.` });
  if (faults.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Cài đặt nhắc việc có ${faults.length} lỗi: ${faults[0]!.message}`,
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi lưu lại.",
      faults,
    });
  }
  const { dueSoonWorkingDays, staleDays, evidenceDays } = policy;
  return { dueSoonWorkingDays, staleDays, evidenceDays };
}
