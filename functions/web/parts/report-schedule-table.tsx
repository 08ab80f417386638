import type { FC } from "hono/jsx";
import type { ReportScheduleView, ScheduledWindow } from "../../../shared/office/index.ts";
import { periodCode } from "../../../shared/reports/index.ts";
import { dateAndTime, shortDate } from "./dates.ts";
import { Chip, Scroll, type Tone } from "./pieces.tsx";
import { KIND_WORDS } from "./report-forms.tsx";

/** States of a window in words. */
const WINDOW_WORDS: Record<ScheduledWindow["state"], { tone: Tone; words: string }> = {
  upcoming: { tone: "plain", words: "Chưa mở" },
  open: { tone: "info", words: "Đang nhận số liệu" },
  due: { tone: "warn", words: "Đã chốt, sắp soạn" },
  drafted: { tone: "good", words: "Đã soạn" },
  missed: { tone: "warn", words: "Chưa soạn" },
  failed: { tone: "bad", words: "Soạn lỗi" },
};

/** Address of a schedule. */
export function scheduleAddress(id: string): string {
  return `/bao-cao/lich/${encodeURIComponent(id)}`;
}

/** Schedules with the window that is open now and the last one that closed. */
export const ScheduleTable: FC<{ schedules: ReportScheduleView[] }> = ({ schedules }) => (
  <Scroll label="Lịch báo cáo">
    <table>
      <thead>
        <tr>
          <th scope="col">Báo cáo</th>
          <th scope="col">Kỳ đang nhận số liệu</th>
          <th scope="col">Kỳ vừa chốt</th>
          <th scope="col">Người phụ trách</th>
        </tr>
      </thead>
      <tbody>
        {schedules.map((schedule) => {
          const open = schedule.windows.find((one) => one.state === "open");
          const closed = schedule.windows.find((one) => one.state !== "open" && one.state !== "upcoming");
          return (
            <tr>
              <td>
                <a href={scheduleAddress(schedule.id)}>
                  {KIND_WORDS[schedule.kind]}: {schedule.programme}
                </a>
                {schedule.enabled ? null : (
                  <div>
                    <Chip tone="plain">Đang tắt</Chip>
                  </div>
                )}
              </td>
              <td>
                {open === undefined ? (
                  <span class="soft">Không có</span>
                ) : (
                  <>
                    {open.label}
                    <div class="small soft">Chốt hết ngày {shortDate(open.to)}</div>
                  </>
                )}
              </td>
              <td>
                {closed === undefined ? (
                  <span class="soft">Chưa có</span>
                ) : (
                  <>
                    {closed.label}
                    <div>
                      <WindowState schedule={schedule} window={closed} />
                    </div>
                  </>
                )}
              </td>
              <td>{schedule.responsibleName}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  </Scroll>
);

/** Every window of a schedule and what became of it, the newest first. */
export const WindowTable: FC<{ schedule: ReportScheduleView }> = ({ schedule }) => (
  <Scroll label="Các kỳ số liệu">
    <table>
      <thead>
        <tr>
          <th scope="col">Kỳ báo cáo</th>
          <th scope="col">Số liệu từ</th>
          <th scope="col">Chốt hết ngày</th>
          <th scope="col">Hạn gửi</th>
          <th scope="col">Tình trạng</th>
        </tr>
      </thead>
      <tbody>
        {schedule.windows.map((window) => (
          <tr>
            <td>{window.label}</td>
            <td class="nowrap">{shortDate(window.from)}</td>
            <td class="nowrap">{shortDate(window.to)}</td>
            <td class="nowrap">{shortDate(window.sendBy)}</td>
            <td>
              <WindowState schedule={schedule} window={window} />
              {window.reason ? <div class="small">{window.reason}</div> : null}
              {window.at ? <div class="small soft">{dateAndTime(window.at)}</div> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const WindowState: FC<{ schedule: ReportScheduleView; window: ScheduledWindow }> = ({ schedule, window }) => {
  const { tone, words } = WINDOW_WORDS[window.state];
  const preview = `/bao-cao/moi?ct=${encodeURIComponent(schedule.programmeId)}&ky=${periodCode(window.period)}`;
  return (
    <span class="period">
      <Chip tone={tone}>{words}</Chip>
      {window.documentId ? (
        <a href={`/van-ban/${window.documentId}`}>Mở văn bản</a>
      ) : window.state === "missed" || window.state === "failed" ? (
        <a href={preview}>Soạn bù</a>
      ) : window.state === "open" ? (
        <a href={preview}>Xem trước</a>
      ) : null}
    </span>
  );
};
