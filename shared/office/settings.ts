import { allow } from "../access/index.ts";
import { type Fault, isVanthuError, VanthuError } from "../errors/index.ts";
import { checkRule, type WindowRule } from "../reports/index.ts";
import type { OfficeContext } from "./context.ts";
import type { ReportSettings, SettingsDesk } from "./reports/schedule-model.ts";

/** What holds while an office has set nothing: the rule of the decree, three working days' warning. */
const DEFAULT_SETTINGS: ReportSettings = { remindBefore: 3 };

const REPORTS = "reports";

/** Settings of the actor's own organisation. */
export function settingsDesk(context: Pick<OfficeContext, "storage" | "clock" | "access">): SettingsDesk {
  return {
    async reports(actor) {
      allow(actor, "programme.read");
      return readSettings(context, actor.organisationId);
    },

    async setReports(actor, rev, settings) {
      allow(actor, "programme.edit");
      const data = checked(settings);
      const pk = settingsOf(actor.organisationId);
      try {
        await context.access.commitAudited(
          [rev === 0 ? { op: "insert", pk, sk: REPORTS, data } : { op: "update", pk, sk: REPORTS, rev, data }],
          {
            organisationId: actor.organisationId,
            actor: { personId: actor.personId, name: actor.name },
            at: context.clock().toISOString(),
            action: "settings.reports",
            subject: actor.organisationId,
          },
        );
      } catch (error) {
        if (isVanthuError(error) && error.code === "CONFLICT") throw changedByAnother();
        throw error;
      }
      return { ...data, rev: rev + 1 };
    },
  };
}

/** Settings of an organisation, for desks and workers of the office. */
export async function readSettings(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
): Promise<ReportSettings & { rev: number }> {
  const item = await context.storage.records.get<ReportSettings>(settingsOf(organisationId), REPORTS);
  return { ...DEFAULT_SETTINGS, ...item?.data, rev: item?.rev ?? 0 };
}

/** Faults of a window rule as somebody typed it, for offices and schedules alike; `where` begins with "rule.". */
export function ruleFaults(rule: WindowRule): Fault[] {
  try {
    checkRule(rule);
    return [];
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return (error.faults ?? []).map((fault) => ({ ...fault, where: `rule.${fault.where}` }));
  }
}

function checked({ rule, remindBefore }: ReportSettings): ReportSettings {
  const faults = rule === undefined ? [] : ruleFaults(rule);
  if (!Number.isInteger(remindBefore) || remindBefore < 0 || remindBefore > 20)
    faults.push({ code: "INVALID", where: "remindBefore", message: "Số ngày nhắc trước phải là số từ 0 đến 20." });
  if (faults.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Cài đặt báo cáo có ${faults.length} lỗi: ${faults[0]!.message}`,
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi lưu lại.",
      faults,
    });
  }
  return { ...(rule === undefined ? {} : { rule }), remindBefore };
}

function changedByAnother(): VanthuError {
  return new VanthuError("CONFLICT", {
    message: "Cài đặt báo cáo đã được người khác thay đổi.",
    where: "settings",
    hint: "Tải lại trang để xem cài đặt mới rồi làm lại.",
  });
}

function settingsOf(organisationId: string): string {
  return `org/${organisationId}/settings`;
}
