import { type Actor, allow } from "../../access/index.ts";
import { vietnamDate, vietnameseDay, vietnamTime } from "../../calendar/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { programVersion } from "../../home/index.ts";
import type { OfficeContext } from "../context.ts";
import { connectionDesk } from "../keys/connections.ts";
import { DATA_VERSION, dataVersion } from "../migrations/index.ts";
import { readSigningSettings } from "../signing/settings.ts";
import { certificateList } from "./certificates.ts";
import type { HealthCheck, HealthReport, HealthState, MachineReadings } from "./model.ts";
import { timestampAnswers } from "./timestamps.ts";

const PROBE = { pk: "health", sk: "probe" };
/** What is written to see that files can be: always the same bytes, so that nothing grows. */
const PROBE_FILE = new TextEncoder().encode("vanthu: kho tệp ghi và đọc được\n");
const GIGABYTE = 1024 ** 3;
const LOW_DISK = 5 * GIGABYTE;
const FULL_DISK = 1 * GIGABYTE;
const DAY_MS = 86_400_000;
/** A backup that is made daily may be so old before somebody is told. */
const BACKUP_MS = 2 * DAY_MS;
/** Signatures state times to the second, and authorities refuse what is minutes off. */
const CLOCK_OFF_MS = 2_000;
const CLOCK_WRONG_MS = 60_000;
/** A worker that has not ended a run for so many of its turns, and at least so long, stands still. */
const LATE_TURNS = 5;
const LATE_MS = 10 * 60_000;

const ORDER: readonly HealthState[] = ["bad", "warn", "unknown", "good"];

/** Looks at every part of an installation: what works, what wants somebody, what to do. */
export function healthReport(
  context: OfficeContext,
  machine: MachineReadings,
): (actor: Actor) => Promise<HealthReport> {
  const certificates = certificateList(context);
  const { connections } = connectionDesk(context);

  return async (actor) => {
    allow(actor, "administer");
    const now = context.clock();
    const checks = await Promise.all([
      storage(context, now),
      disk(machine).catch(() => unreadable("disk", "Dung lượng đĩa còn trống")),
      version(context),
      workers(machine),
      outbox(context, actor),
      timestamps(context, actor),
      asked(await connections(actor)),
      clock(context, actor),
      ending(await certificates(actor)),
      backup(machine).catch(() => unreadable("backup", "Sao lưu")),
    ]);
    // What cannot be told does not make the whole worse.
    const state = ORDER.find((one) => one !== "unknown" && checks.some((check) => check.state === one)) ?? "good";
    return { at: now.toISOString(), state, checks };
  };
}

/** A part of which the machine itself could not tell: the others are told all the same. */
function unreadable(code: "disk" | "backup", name: string): HealthCheck {
  const advice = "Kiểm tra ổ đĩa và quyền đọc của thư mục dữ liệu, thư mục sao lưu; xem nhật ký của dịch vụ.";
  return { code, name, state: "bad", words: "Máy chủ không đọc được phần này.", advice };
}

async function storage(context: OfficeContext, now: Date): Promise<HealthCheck> {
  const name = "Kho dữ liệu và kho tệp";
  const { records, files } = context.storage;
  const began = performance.now();
  try {
    const at = now.toISOString();
    await records.commit([{ op: "put", ...PROBE, data: { at } }]);
    const read = await records.get<{ at: string }>(PROBE.pk, PROBE.sk);
    const { sha256 } = await files.put(PROBE_FILE, "text/plain");
    const file = await files.get(sha256);
    // Another look at the same moment may have written its own time.
    if (read === undefined || Buffer.compare(file, PROBE_FILE) !== 0) throw new Error("other than written");
    const ms = Math.round(performance.now() - began);
    return { code: "storage", name, state: "good", words: `Ghi rồi đọc lại đúng, hết ${ms} ms.`, figures: { ms } };
  } catch (error) {
    if (!isVanthuError(error) && !(error instanceof Error)) throw error;
    return {
      code: "storage",
      name,
      state: "bad",
      words: "Không ghi hoặc không đọc lại được dữ liệu.",
      advice: "Kiểm tra dung lượng đĩa và quyền ghi của thư mục dữ liệu; xem nhật ký của dịch vụ.",
    };
  }
}

async function disk({ freeBytes }: MachineReadings): Promise<HealthCheck> {
  const name = "Dung lượng đĩa còn trống";
  if (freeBytes === undefined)
    return { code: "disk", name, state: "unknown", words: "Kho dữ liệu không nằm trên đĩa của máy này." };
  const free = await freeBytes();
  const state = free < FULL_DISK ? "bad" : free < LOW_DISK ? "warn" : "good";
  return {
    code: "disk",
    name,
    state,
    words: `Còn ${(free / GIGABYTE).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} GB.`,
    ...(state === "good"
      ? {}
      : { advice: "Mở rộng đĩa, hoặc chuyển bản sao lưu cũ sang nơi khác. Đĩa đầy thì dịch vụ ngừng nhận văn bản." }),
    figures: { freeBytes: free },
  };
}

async function version(context: OfficeContext): Promise<HealthCheck> {
  const stored = await dataVersion(context);
  const program = programVersion();
  const same = stored === DATA_VERSION;
  return {
    code: "version",
    name: "Phiên bản",
    state: same ? "good" : "warn",
    words: `Chương trình ${program}, dữ liệu phiên bản ${stored}${same ? "" : ` (chương trình này ghi phiên bản ${DATA_VERSION})`}.`,
    ...(same ? {} : { advice: "Khởi động lại dịch vụ để dữ liệu được chuyển sang phiên bản của chương trình." }),
    figures: { program, data: stored, writes: DATA_VERSION },
  };
}

async function workers({ workers: read }: MachineReadings): Promise<HealthCheck> {
  const name = "Tiến trình nền";
  const all = read?.() ?? [];
  if (all.length === 0)
    return {
      code: "workers",
      name,
      state: "unknown",
      words: "Tiến trình nền chạy ở nơi khác, không xem được từ đây.",
      advice: "Xem cảnh báo của hạ tầng (CloudWatch).",
    };
  // Of this machine, not of the office: its clock may stand still in a trial.
  const now = Date.now();
  const late = all.filter(
    ({ everyMs, lastAt }) => lastAt !== undefined && now - Date.parse(lastAt) > Math.max(LATE_MS, everyMs * LATE_TURNS),
  );
  const failed = all.filter(
    ({ lastAt, failedAt }) => failedAt !== undefined && (lastAt === undefined || lastAt < failedAt),
  );
  const names = (some: typeof all) => some.map((one) => one.name).join(", ");
  const state = late.length > 0 ? "bad" : failed.length > 0 ? "warn" : "good";
  return {
    code: "workers",
    name,
    state,
    words:
      late.length > 0
        ? `Đứng lâu không chạy: ${names(late)}.`
        : failed.length > 0
          ? `Lần chạy gần nhất bị lỗi: ${names(failed)}.`
          : `${all.length} tiến trình chạy đều: ${names(all)}.`,
    ...(state === "good" ? {} : { advice: "Xem nhật ký của dịch vụ; khởi động lại dịch vụ nếu tiến trình vẫn đứng." }),
    figures: Object.fromEntries(all.map(({ name: worker, lastAt }) => [worker, lastAt ?? null])),
  };
}

async function outbox(context: OfficeContext, actor: Actor): Promise<HealthCheck> {
  const { code } = await context.access.organisation(actor.organisationId);
  const { waiting, givenUp } = await context.outbox.backlog([code]);
  return {
    code: "outbox",
    name: "Hàng gửi văn bản",
    state: givenUp > 0 ? "warn" : "good",
    words: `${waiting} gói tin đang chờ gửi; ${givenUp} gói tin của cơ quan đã ngừng gửi sau nhiều lần không được.`,
    ...(givenUp > 0 ? { advice: "Mở văn bản ở trang Văn thư, xem lý do rồi gửi lại.", href: "/van-thu" } : {}),
    figures: { waiting, givenUp },
  };
}

async function timestamps(context: OfficeContext, actor: Actor): Promise<HealthCheck> {
  const name = "Dịch vụ cấp dấu thời gian";
  const [{ authorities, level }, answers] = await Promise.all([
    readSigningSettings(context, actor.organisationId),
    timestampAnswers(context, actor.organisationId),
  ]);
  const href = "/quan-tri/thiet-lap-ky";
  const figures = { configured: authorities.length, answered: 0, failed: 0 };
  if (authorities.length === 0) {
    const needed = level !== "B-B";
    return {
      code: "timestamps",
      name,
      state: needed ? "warn" : "good",
      words: needed
        ? `Chưa khai dịch vụ nào, trong khi mức ký là ${level}: chứng thư số thật chưa ký được ở mức này.`
        : "Chưa khai dịch vụ nào; mức ký B-B không cần.",
      ...(needed ? { advice: "Khai địa chỉ dịch vụ cấp dấu thời gian trước khi ký bằng chứng thư số thật." } : {}),
      href,
      figures,
    };
  }
  const known = authorities.flatMap(({ url }) => answers.find(({ authority }) => authority === url) ?? []);
  const failed = known.filter(({ problem }) => problem !== undefined);
  figures.failed = failed.length;
  figures.answered = known.length - failed.length;
  if (known.length === 0)
    return {
      code: "timestamps",
      name,
      state: "unknown",
      words: `Đã khai ${authorities.length} dịch vụ, chưa hỏi lần nào.`,
      advice: "Bấm “Hỏi dịch vụ dấu thời gian” ở trang Tình trạng.",
      href,
      figures,
    };
  const state = failed.length === 0 ? "good" : figures.answered > 0 ? "warn" : "bad";
  return {
    code: "timestamps",
    name,
    state,
    words: `${figures.answered} trên ${authorities.length} dịch vụ trả lời đúng ở lần hỏi gần nhất.${failed.map(({ problem }) => ` ${problem}`).join("")}`,
    ...(failed.length === 0 ? {} : { advice: "Kiểm tra địa chỉ và đường mạng, rồi hỏi lại." }),
    href,
    figures,
  };
}

async function asked(
  all: readonly { name: string; enabled: boolean; checkedAt?: string; problem?: string }[],
): Promise<HealthCheck> {
  const name = "Kết nối ký số";
  const used = all.filter(({ enabled }) => enabled);
  const failed = used.filter(({ problem }) => problem !== undefined);
  const never = used.filter(({ checkedAt }) => checkedAt === undefined);
  const figures = { enabled: used.length, failed: failed.length, neverAsked: never.length };
  const href = "/quan-tri/ket-noi-ky-so";
  if (used.length === 0)
    return { code: "connections", name, state: "good", words: "Không dùng kết nối nào.", href, figures };
  return {
    code: "connections",
    name,
    state: failed.length > 0 ? "warn" : never.length === used.length ? "unknown" : "good",
    words:
      failed.length > 0
        ? failed.map((one) => `${one.name}: ${one.problem}`).join(" ")
        : `${used.length - never.length} trên ${used.length} kết nối trả lời ở lần kiểm tra gần nhất.`,
    ...(failed.length + never.length > 0 ? { advice: "Mở trang Kết nối ký số rồi bấm Kiểm tra." } : {}),
    href,
    figures,
  };
}

async function clock(context: OfficeContext, actor: Actor): Promise<HealthCheck> {
  const name = "Đồng hồ máy chủ";
  const answers = await timestampAnswers(context, actor.organisationId);
  const [last] = answers.filter(({ aheadMs }) => aheadMs !== undefined).sort((a, b) => (a.at < b.at ? 1 : -1));
  if (last?.aheadMs === undefined)
    return {
      code: "clock",
      name,
      state: "unknown",
      words: "Chưa so được với giờ của dịch vụ dấu thời gian nào.",
      advice: "Bật đồng bộ giờ (NTP) cho máy chủ.",
    };
  const off = Math.abs(last.aheadMs);
  const state = off > CLOCK_WRONG_MS ? "bad" : off > CLOCK_OFF_MS ? "warn" : "good";
  return {
    code: "clock",
    name,
    state,
    words: `Lệch ${(off / 1000).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} giây so với dịch vụ dấu thời gian ở lần hỏi gần nhất.`,
    ...(state === "good" ? {} : { advice: "Bật đồng bộ giờ (NTP) cho máy chủ; giờ sai thì dấu thời gian bị từ chối." }),
    figures: { aheadMs: last.aheadMs },
  };
}

async function ending(all: Awaited<ReturnType<ReturnType<typeof certificateList>>>): Promise<HealthCheck> {
  // A root that ended is of no harm to what it was for; one's own keys and services are.
  const own = all.filter(({ kind }) => kind !== "anchor");
  const count = (...wanted: string[]) => own.filter((one) => wanted.includes(one.ending)).length;
  const over = count("over");
  const week = count("within-7");
  const soon = count("within-30", "within-60");
  const state = over + week > 0 ? "bad" : soon > 0 ? "warn" : "good";
  const parts = [
    over > 0 ? `${over} đã hết hạn` : "",
    week > 0 ? `${week} hết hạn trong 7 ngày` : "",
    soon > 0 ? `${soon} hết hạn trong 60 ngày` : "",
  ].filter(Boolean);
  return {
    code: "certificates",
    name: "Hạn của chứng thư số",
    state,
    words: parts.length === 0 ? `${own.length} chứng thư số còn hạn trên 60 ngày.` : `${parts.join(", ")}.`,
    ...(state === "good" ? {} : { advice: "Xin gia hạn hoặc cấp mới, nhập chứng thư số mới rồi mới gỡ cái cũ." }),
    href: "/quan-tri/han-chung-thu",
    figures: { certificates: own.length, over, within7Days: week, within60Days: soon },
  };
}

async function backup({ backup: read }: MachineReadings): Promise<HealthCheck> {
  const name = "Sao lưu";
  if (read === undefined)
    return { code: "backup", name, state: "unknown", words: "Việc sao lưu do hạ tầng làm, không xem được từ đây." };
  const { configured, lastAt } = await read();
  if (!configured)
    return {
      code: "backup",
      name,
      state: "warn",
      words: "Chưa đặt sao lưu hằng ngày.",
      advice: "Đặt VANTHU_BACKUP_FOLDER, hoặc chạy vanthu backup theo lịch của máy (docs/van-hanh.md).",
      figures: { configured, lastAt: null },
    };
  const old = lastAt === undefined || Date.now() - Date.parse(lastAt) > BACKUP_MS;
  return {
    code: "backup",
    name,
    state: old ? "bad" : "good",
    words:
      lastAt === undefined
        ? "Chưa có bản sao lưu nào."
        : `Bản gần nhất lúc ${vietnamTime(new Date(lastAt)).slice(11, 16)} ngày ${vietnameseDay(vietnamDate(new Date(lastAt)))}.`,
    ...(old ? { advice: "Xem nhật ký của dịch vụ và dung lượng nơi sao lưu." } : {}),
    figures: { configured, lastAt: lastAt ?? null },
  };
}
