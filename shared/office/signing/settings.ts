import { allow, may } from "../../access/index.ts";
import { type Fault, VanthuError } from "../../errors/index.ts";
import type { SignatureLevel } from "../../signing/index.ts";
import { withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { KeyDesk, SigningSettings } from "../keys/model.ts";

/** Signature levels, each with everything of the one before it. */
export const LEVELS: readonly SignatureLevel[] = ["B-B", "B-T", "B-LT", "B-LTA"];

/**
 * What holds while an office has set nothing: proof of time and everything to verify by, in the file; nothing is stored when the authorities
 * cannot be reached; the decree's order (NĐ 30/2020/NĐ-CP Điều 13 to 17).
 */
const DEFAULT_SIGNING: SigningSettings = {
  level: "B-LT",
  authorities: [],
  order: "leader-first",
  whenUnreachable: "refuse",
};

const SIGNING = "signing";
const MAX_AUTHORITIES = 5;

/** How an organisation signs: level, time-stamping authorities, order of signature and number. */
export function signingSettingsDesk(context: OfficeContext): Pick<KeyDesk, "settings" | "changeSettings"> {
  return {
    async settings(actor) {
      if (!may(actor, "administer")) allow(actor, "document.read");
      return withoutHeaders(await readSigningSettings(context, actor.organisationId));
    },

    async changeSettings(actor, settings) {
      allow(actor, "administer");
      const data = checked(settings);
      const { records } = context.storage;
      const pk = settingsOf(actor.organisationId);
      await withRetry(
        async () => {
          const stored = await records.get<SigningSettings>(pk, SIGNING);
          // Headers may carry a secret: they are not given out, so what comes back without them keeps those of the same address.
          const before = stored?.data.authorities ?? [];
          const authorities = data.authorities.map((one) => {
            const headers = one.headers ?? before.find(({ url }) => url === one.url)?.headers;
            return headers === undefined ? one : { ...one, headers };
          });
          const place = { pk, sk: SIGNING, data: { ...data, authorities } };
          await context.access.commitAudited(
            [stored === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: stored.rev }],
            {
              organisationId: actor.organisationId,
              actor: { personId: actor.personId, name: actor.name },
              at: context.clock().toISOString(),
              action: "settings.signing",
              subject: actor.organisationId,
              details: { level: data.level, order: data.order },
            },
          );
        },
        { partition: pk },
      );
      return withoutHeaders(data);
    },
  };
}

/** Settings of an organisation, for desks and workers of the office. */
export async function readSigningSettings(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
): Promise<SigningSettings> {
  const item = await context.storage.records.get<SigningSettings>(settingsOf(organisationId), SIGNING);
  return { ...DEFAULT_SIGNING, ...item?.data };
}

function withoutHeaders(settings: SigningSettings): SigningSettings {
  return { ...settings, authorities: settings.authorities.map(({ headers: _headers, ...one }) => one) };
}

function checked(given: SigningSettings): SigningSettings {
  const { level, authorities, order } = given;
  const whenUnreachable = given.whenUnreachable ?? "refuse";
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  if (!LEVELS.includes(level)) fault("level", `Mức chữ ký là một trong: ${LEVELS.join(", ")}.`);
  if (order !== "leader-first" && order !== "number-first")
    fault("order", "Thứ tự là leader-first (ký trước) hoặc number-first (cấp số trước).");
  if (whenUnreachable !== "refuse" && whenUnreachable !== "lower-level")
    fault("whenUnreachable", "Chọn refuse (không ký) hoặc lower-level (ký ở mức thấp hơn, nâng mức sau).");
  if (authorities.length > MAX_AUTHORITIES) fault("authorities", `Khai báo tối đa ${MAX_AUTHORITIES} dịch vụ.`);
  for (const [index, { url, policy }] of authorities.entries()) {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username !== "" || url.length > 500)
      fault(`authorities.${index}.url`, "Địa chỉ dịch vụ cấp dấu thời gian phải bắt đầu bằng http:// hoặc https://.");
    if (policy !== undefined && !/^[0-2](\.\d{1,12}){1,20}$/.test(policy))
      fault(`authorities.${index}.policy`, "Mã chính sách là các số cách nhau bằng dấu chấm, ví dụ 1.3.6.1.4.1.1.");
  }
  if (faults.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Cài đặt ký số có ${faults.length} lỗi: ${faults[0]!.message}`,
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi lưu lại.",
      faults,
    });
  }
  return {
    level,
    order,
    whenUnreachable,
    authorities: authorities.map(({ url, policy, headers }) => ({
      url,
      ...(policy === undefined || policy === "" ? {} : { policy }),
      ...(headers === undefined ? {} : { headers }),
    })),
  };
}

function settingsOf(organisationId: string): string {
  return `org/${organisationId}/settings`;
}
