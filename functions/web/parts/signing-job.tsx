import type { FC } from "hono/jsx";
import type { SigningJob, SigningRole } from "../../../shared/office/index.ts";
import { standingOf } from "../signing-desk.ts";
import { dateAndTime, exactTime } from "./dates.ts";
import { ROLE_SIGNING_WORDS } from "./key-words.ts";
import { Chip, Notice, Scroll, Step, type Tone } from "./pieces.tsx";

/** Where an act of signing is watched. */
export function jobAddress(job: Pick<SigningJob, "id">): string {
  return `/trinh-ky/lan-ky/${encodeURIComponent(job.id)}`;
}

/** Where documents that could not be signed or sealed are chosen again. */
export function againAddress(ids: readonly string[], role: SigningRole = "leader"): string {
  const query = new URLSearchParams(role === "leader" ? { muc: "can-ky" } : {});
  for (const id of ids) query.append("chon", id);
  return role === "leader" ? `/trinh-ky?${query}#ky` : `/van-thu?${query}#dong-dau`;
}

type State = SigningJob["documents"][number]["state"];

const TONES: Record<State, Tone> = { running: "info", waiting: "warn", signed: "good", failed: "bad" };

/** Was it given up by the person, rather than refused by something? */
export function isCancelled({ problem }: SigningJob["documents"][number]): boolean {
  return problem?.code === "SIGN_CANCELLED";
}

/** How one document of a job stands, in a word. */
const ActChip: FC<{ job: SigningJob; document: SigningJob["documents"][number] }> = ({ job, document }) =>
  isCancelled(document) ? (
    <Chip tone="plain">Đã hủy</Chip>
  ) : (
    <Chip tone={TONES[document.state]}>{stateWords(job, document.state)}</Chip>
  );

function stateWords(job: SigningJob, state: State): string {
  if (state === "signed") return ROLE_SIGNING_WORDS[job.role].done;
  if (state === "waiting") return "Chờ xác nhận";
  return state === "running" ? "Đang xử lý" : job.role === "seal" ? "Không đóng dấu được" : "Không ký được";
}

/** How many of a job's documents are in a state. */
export function countOf(job: SigningJob, ...states: State[]): number {
  return job.documents.filter(({ state }) => states.includes(state)).length;
}

/** "đã ký 2/3 văn bản, 1 không ký được": told aloud when it changes, and in lists. */
function progressWords(job: SigningJob): string {
  const { verb, done } = ROLE_SIGNING_WORDS[job.role];
  const cancelled = job.documents.filter(isCancelled).length;
  const failed = countOf(job, "failed") - cancelled;
  const of = `${done} ${countOf(job, "signed")}/${job.documents.length} văn bản`;
  return `${of}${failed === 0 ? "" : `, ${failed} không ${verb} được`}${cancelled === 0 ? "" : `, ${cancelled} đã hủy`}`;
}

function secondsLeft(until: string, now: Date): number {
  return Math.max(0, Math.round((Date.parse(until) - now.getTime()) / 1000));
}

/** Time that is left until an instant: "4 phút 32 giây". */
function leftWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} giây` : `${minutes} phút ${seconds % 60} giây`;
}

/** Time left, counted down by script where there is any. */
const Countdown: FC<{ until: string; now: Date }> = ({ until, now }) => (
  <>
    <time datetime={until} data-left={String(secondsLeft(until, now))} class="countdown">
      {leftWords(secondsLeft(until, now))}
    </time>{" "}
    <span class="soft">(đến {exactTime(until).slice(11)})</span>
  </>
);

/**
 * An act of signing: what is still to be done on the phone and how long there is, what came of each document, what to do about those that
 * failed. With script the part asks for itself every few seconds while something is awaited, and is replaced only when something changed.
 */
export const JobView: FC<{ job: SigningJob; now: Date }> = ({ job, now }) => {
  const address = jobAddress(job);
  const { verb } = ROLE_SIGNING_WORDS[job.role];
  const open = job.state !== "finished";
  return (
    <div
      id="lan-ky"
      data-say={open ? progressWords(job) : `Xong. ${progressWords(job)}.`}
      hx-get={open ? `${address}?da-co=${standingOf(job)}` : undefined}
      hx-trigger={open ? "every 3s" : undefined}
      hx-select="#lan-ky"
      hx-swap="outerHTML"
    >
      {open ? <Waiting job={job} now={now} /> : <Outcome job={job} />}
      {job.warning ? (
        <Notice tone="warn" title="Lưu ý khi ký">
          <p>{job.warning}</p>
        </Notice>
      ) : null}
      <section class="card">
        <header>
          <h2>Từng văn bản</h2>
          <span class="soft">{progressWords(job)}</span>
        </header>
        <progress
          max={job.documents.length}
          value={countOf(job, "signed", "failed")}
          aria-label={`Đã có kết quả ${countOf(job, "signed", "failed")} trong ${job.documents.length} văn bản`}
        ></progress>
        <ul class="list acts">
          {job.documents.map((document) => (
            <li>
              <div>
                <a href={`/van-ban/${document.id}`}>{document.title}</a>
                {document.problem ? (
                  <p class="reason">
                    Lý do: {document.problem.message}
                    {document.problem.hint ? <span class="soft"> {document.problem.hint}</span> : null}
                  </p>
                ) : null}
              </div>
              <ActChip job={job} document={document} />
            </li>
          ))}
        </ul>
      </section>
      {open ? (
        <div class="actions">
          <a class="button" id="cap-nhat" href={address}>
            Cập nhật
          </a>
          <a class="button" href={job.role === "seal" ? "/van-thu" : "/trinh-ky?muc=dang-xu-ly"}>
            Để đó, làm việc khác
          </a>
          <Step
            action={`${address}/huy`}
            name={`Thôi ${verb} các văn bản còn lại`}
            main={false}
            ask={`Thôi ${verb} các văn bản chưa xong của lần này?`}
            busy="Đang hủy…"
          />
        </div>
      ) : null}
    </div>
  );
};

const Waiting: FC<{ job: SigningJob; now: Date }> = ({ job, now }) => {
  const { verb } = ROLE_SIGNING_WORDS[job.role];
  if (!job.waiting?.length) {
    return (
      <Notice tone="info" title={`Đang ${verb}…`}>
        <p>Có thể rời trang này; việc vẫn được làm tiếp.</p>
      </Notice>
    );
  }
  return (
    <section class="card waiting" aria-label="Việc cần làm trên điện thoại">
      <h2>Chờ bạn xác nhận trên điện thoại</h2>
      {job.waiting.map(({ message, expiresAt }) => (
        <p>
          {message}
          <br />
          Còn <Countdown until={expiresAt} now={now} />
        </p>
      ))}
      <ol class="order">
        <li>Mở ứng dụng ký số trên điện thoại đã đăng ký chứng thư số “{job.key.label}”.</li>
        <li>
          Đối chiếu tên văn bản trong yêu cầu với danh sách dưới đây ({countOf(job, "waiting")} văn bản đang chờ
          {job.waiting.length > 1 ? `, chia thành ${job.waiting.length} yêu cầu` : ", một lần xác nhận"}).
        </li>
        <li>Bấm xác nhận, nhập mã PIN nếu được hỏi. Không phải của mình thì từ chối.</li>
      </ol>
      <p class="soft">
        Trang tự cập nhật. Có thể rời trang này: lần {verb} vẫn chờ{" "}
        {job.role === "seal" ? "ở trang Cấp số, đóng dấu, gửi" : "ở mục Đang xử lý"}, và văn bản được hoàn tất khi bạn
        xác nhận.
      </p>
    </section>
  );
};

const Outcome: FC<{ job: SigningJob }> = ({ job }) => {
  const { verb, done } = ROLE_SIGNING_WORDS[job.role];
  const failed = job.documents.filter(({ state }) => state === "failed");
  if (failed.length === 0) {
    return (
      <Notice tone="good" title={`${done} ${job.documents.length} văn bản`}>
        <p>
          {job.role === "seal"
            ? "Văn bản đã phát hành và vào sổ; bước tiếp theo là gửi."
            : "Văn thư đã thấy văn bản để cấp số, đóng dấu."}
        </p>
      </Notice>
    );
  }
  // Given up by the person is no fault of anything.
  const givenUp = failed.every(isCancelled);
  return (
    <Notice
      tone={givenUp ? "warn" : "bad"}
      title={
        givenUp
          ? `Đã hủy: ${failed.length} văn bản chưa ${verb}`
          : job.documents.length === 1
            ? `Văn bản không ${verb} được`
            : `${failed.length} trong ${job.documents.length} văn bản không ${verb} được`
      }
    >
      <p>
        {failed.length === job.documents.length
          ? "Văn bản vẫn nguyên như trước. "
          : `Các văn bản khác đã xong; văn bản chưa ${verb} vẫn nguyên như trước. `}
        {givenUp ? "" : "Xem lý do ở từng văn bản dưới đây."}
      </p>
      <div class="actions">
        <a
          class="button"
          href={againAddress(
            failed.map(({ id }) => id),
            job.role,
          )}
        >
          {job.role === "seal" ? "Đóng dấu lại" : "Ký lại"}
          {failed.length > 1 ? ` ${failed.length} văn bản` : ""}
        </a>
      </div>
    </Notice>
  );
};

/** Acts of signing that are not finished, to be found again. */
export const OpenJobs: FC<{ jobs: SigningJob[]; now: Date; label: string }> = ({ jobs, now, label }) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          <th scope="col">Bắt đầu</th>
          <th scope="col">Văn bản</th>
          <th scope="col">Chứng thư số</th>
          <th scope="col">Còn chờ</th>
          <th scope="col">
            <span class="visually-hidden">Mở</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr>
            <td class="nowrap">{dateAndTime(job.startedAt)}</td>
            <td>
              <ul class="plain">
                {job.documents.slice(0, 4).map(({ title }) => (
                  <li>{title}</li>
                ))}
              </ul>
              {job.documents.length > 4 ? <span class="soft">và {job.documents.length - 4} văn bản khác. </span> : null}
              <span class="small soft">{progressWords(job)}</span>
            </td>
            <td>{job.key.label}</td>
            <td>
              {job.waiting?.length ? (
                <>
                  <Chip tone="warn">Chờ xác nhận</Chip>
                  <div class="small">
                    còn <Countdown until={soonest(job.waiting)} now={now} />
                  </div>
                </>
              ) : (
                <Chip tone="info">Đang xử lý</Chip>
              )}
            </td>
            <td>
              <a class="button" href={jobAddress(job)}>
                Xem<span class="visually-hidden"> lần ký lúc {dateAndTime(job.startedAt)}</span>
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

function soonest(waiting: NonNullable<SigningJob["waiting"]>): string {
  return waiting.map(({ expiresAt }) => expiresAt).toSorted()[0]!;
}
