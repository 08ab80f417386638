import type { Context, MiddlewareHandler } from "hono";
import type { Child } from "hono/jsx";
import type { Actor } from "../../shared/access/index.ts";
import { isVanthuError, type Problem, VanthuError } from "../../shared/errors/index.ts";
import type { Office } from "../../shared/office/index.ts";
import { postedForm } from "../api/files.ts";
import { logFault, problemOf } from "../api/problems.ts";
import { refuseMarkedRequest } from "../api/secrecy.ts";
import { sessionToken } from "../api/security.ts";
import { documentHtml, OfficePage, type PageParts, type Reader } from "./parts/layout.tsx";
import { Notice, ProblemNotice } from "./parts/pieces.tsx";
import { waitingFor } from "./waiting.ts";

/** What page routes find in the context: who is signed in. */
export interface WebEnv {
  Variables: { actor: Actor };
}

/** A request of a signed-in person. */
export type WebContext = Context<WebEnv>;

/** What page routes are made with. */
export interface Desk {
  office: Office;
  secureCookies: boolean;
}

/** Said on top of the page that a finished step leads to: `?xong=<code>`; only these texts, never text from the address. */
const DONE_WORDS = new Map(
  Object.entries({
    "da-tao-chuong-trinh": "Đã tạo chương trình nhiệm vụ.",
    "da-nhap": "Đã nhập nhiệm vụ thành một bản mới của chương trình.",
    "da-luu": "Đã lưu.",
    "da-gui-de-nghi": "Đã gửi đề nghị; quyền chỉ có hiệu lực khi một quản trị khác hoặc lãnh đạo xác nhận.",
    "da-them-nhiem-vu": "Đã thêm nhiệm vụ.",
    "da-bao-cao": "Đã ghi báo cáo tiến độ.",
    "da-hoan-thanh": "Đã báo hoàn thành nhiệm vụ.",
    "da-mo-lai": "Đã mở lại nhiệm vụ.",
    "da-gia-han": "Đã gia hạn; thời hạn ban đầu vẫn được giữ bên cạnh.",
    "da-dua-ra": "Đã đưa nhiệm vụ ra khỏi chương trình; các bản trước vẫn còn.",
    "da-khoi-phuc": "Đã khôi phục thành một bản mới của chương trình.",
    "da-sua-hang-loat": "Đã sửa các nhiệm vụ đã chọn, thành một bản mới của chương trình.",
    "da-hoan-tac": "Đã hoàn tác thành một bản mới; thay đổi của người khác vẫn giữ nguyên.",
    "khong-con-gi-hoan-tac": "Nội dung đã như trước, không còn gì để hoàn tác.",
    "da-them-tep": "Đã thêm tệp minh chứng.",
    "da-go-tep": "Đã gỡ tệp minh chứng; các bản trước vẫn giữ tệp này.",
    "da-nho-cot": "Đã ghi nhớ cách hiện bảng cho bạn, trên mọi máy.",
    "da-xac-nhan": "Đã xác nhận. Trong 15 phút tới làm được các việc cần xác nhận.",
    "da-ket-thuc-phien": "Đã kết thúc phiên.",
    "da-bo-xac-thuc": "Đã bỏ ứng dụng xác thực.",
    "da-dang-ky-khoa": "Đã đăng ký khóa truy cập.",
    "da-go-khoa-truy-cap": "Đã gỡ khóa truy cập.",
    "da-lien-ket": "Đã liên kết tài khoản của nhà cung cấp định danh.",
    "da-bo-lien-ket": "Đã bỏ liên kết.",
    "da-dat-lai-xac-thuc": "Đã bỏ bước xác thực thứ hai và khóa truy cập của người này; mọi phiên của họ đã kết thúc.",
    "da-thu-hoi-khoa-api": "Đã thu hồi khóa API.",
    "nha-cung-cap-tra-loi": "Nhà cung cấp trả lời đúng OpenID Connect.",
    "da-go-nha-cung-cap": "Đã gỡ nhà cung cấp định danh.",
    "da-luu-lich": "Đã lưu lịch làm việc.",
    "da-luu-nhac-viec": "Đã lưu cài đặt nhắc việc.",
    "da-soan": "Đã soạn dự thảo. Xem lại bản PDF rồi trình ký.",
    "da-sua": "Đã lưu dự thảo.",
    "da-nhan-word": "Đã nhận bản Word: bản PDF dưới đây dàn từ tệp đó.",
    "da-bo-word": "Đã bỏ tệp Word; dự thảo không đổi.",
    "da-roi-word": "Dự thảo trở lại bố cục theo mẫu; bản Word vẫn được giữ.",
    "da-thu-mau": "Đã thử mẫu. Xem kết quả rồi đưa vào sử dụng.",
    "da-dung-mau": "Đã đưa phiên bản này vào sử dụng.",
    "da-tat-mau": "Đã tắt mẫu.",
    "da-trinh": "Đã trình ký.",
    "da-tra-lai": "Đã trả lại người soạn.",
    "da-duyet": "Đã duyệt. Văn bản chờ người có thẩm quyền ký.",
    "da-rut-lai": "Đã rút lại. Văn bản lại là dự thảo, sửa được.",
    "da-huy": "Đã hủy văn bản; số đã cấp (nếu có) được ghi là đã hủy kèm lý do.",
    "da-thu-hoi": "Đã thu hồi. Thông báo thu hồi vào hàng gửi tới mọi nơi đã nhận.",
    "da-cho-y-kien": "Đã ghi ý kiến vào phiếu trình.",
    "da-soan-lien-quan":
      "Đã soạn dự thảo. Sửa nội dung, trình ký; việc sửa đổi, thay thế, đính chính hoặc thu hồi có hiệu lực khi phát hành.",
    "da-nhan-sua": "Đã nhận quyền sửa; người đang sửa được thông báo.",
    "da-ky": "Ký số thành công.",
    "da-cap-so": "Đã cấp số và ghi ngày ban hành.",
    "da-phat-hanh": "Đã đóng dấu cơ quan. Văn bản được phát hành và vào sổ văn bản đi.",
    "da-ky-ban-sao": "Đã ký số bản sao. Tải về, hoặc gửi tới các cơ quan.",
    "da-lap-ban-sao": "Đã cấp số và lập bản in. In ra, trình ký, đóng dấu rồi xác nhận.",
    "da-gui": "Đã đưa vào hàng gửi. Tình trạng của từng nơi nhận hiện ở khung bên.",
    "da-tiep-nhan": "Đã tiếp nhận và vào sổ văn bản đến; trạng thái đã gửi lại nơi gửi.",
    "da-tu-choi": "Đã từ chối tiếp nhận; lý do đã gửi lại nơi gửi.",
    "da-dang-ky-den": "Đã đăng ký. Đối chiếu thông tin rồi tiếp nhận vào sổ.",
    "da-phan-phoi": "Đã phân phối; người được giao đã được thông báo.",
    "da-ghi-y-kien": "Đã ghi ý kiến.",
    "da-nhan-viec": "Đã nhận giải quyết; trạng thái đã gửi lại nơi gửi.",
    "da-ket-thuc": "Đã kết thúc giải quyết; trạng thái đã gửi lại nơi gửi.",
    "da-giai-quyet-lai": "Văn bản được giải quyết lại.",
    "da-huy-den": "Đã hủy văn bản theo yêu cầu của nơi gửi và báo lại nơi gửi.",
    "da-tra-loi-yeu-cau": "Đã trả lời yêu cầu của nơi gửi.",
    "da-soan-tra-loi": "Đã soạn dự thảo công văn trả lời. Bổ sung nội dung rồi trình ký.",
    "da-them-nguoi": "Đã thêm người dùng.",
    "da-cap-khoa": "Đã cấp khóa ký thử nghiệm.",
    "da-nhap-khoa": "Đã nhập chứng thư số.",
    "da-lien-ket-khoa": "Đã liên kết chứng thư số.",
    "da-gui-otp": "Dịch vụ đã gửi mã OTP tới người ký; nhập mã đó khi ký.",
    "da-go-khoa": "Đã gỡ chứng thư số khỏi hệ thống.",
    "da-luu-hinh": "Đã làm sạch và lưu hình.",
    "da-bo-hinh": "Đã bỏ hình.",
    "da-go-ket-noi": "Đã gỡ kết nối.",
    "da-them-tin-cay": "Đã thêm chứng thư gốc vào danh sách tin cậy.",
    "da-go-tin-cay": "Đã gỡ chứng thư gốc khỏi danh sách tin cậy.",
    "da-hoi-dau-thoi-gian": "Đã hỏi các dịch vụ dấu thời gian; kết quả ở dưới.",
    "da-them-co-quan": "Đã thêm cơ quan.",
    "da-thiet-lap": "Thiết lập xong. Hệ thống đã sẵn sàng làm việc.",
  }),
);

/** Lets only signed-in people pass; others are led to the sign-in page and back again. */
export function signedIn(office: Office): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const token = sessionToken(c);
    const actor = token === undefined ? undefined : await actorOf(office, token);
    if (actor === undefined) {
      const back = c.req.method === "GET" ? `?ve=${encodeURIComponent(c.req.path)}` : "";
      return c.redirect(`/dang-nhap${back}`, 303);
    }
    c.set("actor", actor);
    await refuseMarkedRequest(office, actor, c);
    await next();
  };
}

/** The person a session token belongs to; undefined when it has ended. */
export async function actorOf(office: Office, token: string): Promise<Actor | undefined> {
  try {
    return await office.access.actorOf(token);
  } catch (error) {
    if (isVanthuError(error) && error.status === 401) return undefined;
    throw error;
  }
}

/**
 * Answers with a page in the frame. A problem is told on top and gives the answer its status. `waiting`: the counts of the menu, when the
 * page has them already. `offer`: what stands with the message of a finished step, such as the way to take it back.
 */
export async function show(
  desk: Desk,
  c: WebContext,
  page: PageParts & { problem?: Problem; waiting?: Reader["waiting"]; offer?: Child },
  content: Child,
): Promise<Response> {
  const actor = c.get("actor");
  const [organisation, waiting] = await Promise.all([
    desk.office.access.organisation(actor.organisationId),
    page.waiting ?? waitingFor(desk.office, actor),
  ]);
  const reader: Reader = { actor, organisation: organisation.name, waiting };
  const done = DONE_WORDS.get(c.req.query("xong") ?? "");
  const body = (
    <OfficePage {...page} reader={reader}>
      {done && !page.problem ? (
        <Notice tone="good" title={done}>
          {page.offer}
        </Notice>
      ) : null}
      <ProblemNotice problem={page.problem} />
      {content}
    </OfficePage>
  );
  c.header("cache-control", "private, no-store");
  return c.html(documentHtml(body), (page.problem?.status ?? 200) as 200);
}

/**
 * Does a step and leads on to a page; when it fails, shows the page it came from again with what happened.
 *
 * @param again shows the form page with the problem, keeping what was typed
 */
export async function step(
  c: Context,
  does: () => Promise<string>,
  again: (problem: Problem) => Promise<Response>,
): Promise<Response> {
  try {
    return c.redirect(await does(), 303);
  } catch (error) {
    logFault(error, c);
    return again(problemOf(error));
  }
}

/** A whole number from 1 that the address asks for (`?trang=2`); anything else counts as nothing. */
export function askedNumber(c: Context, name: string, otherwise: number): number {
  const value = Number(c.req.query(name) ?? "");
  return Number.isInteger(value) && value >= 1 ? value : otherwise;
}

/** A form's fields: single texts (trimmed, NFC), several of one name, files. */
export interface Form {
  text(name: string): string;
  /** Lines of a text area, without empty ones. */
  lines(name: string): string[];
  all(name: string): string[];
  file(name: string): unknown;
  /** Revision that a form was made from. @throws INVALID */
  rev(): number;
  /** All single texts, for showing a form again. */
  texts(): Record<string, string>;
}

/** Reads a posted form. */
export async function formOf(c: Context): Promise<Form> {
  const body = await postedForm(c);
  const all = (name: string) => [body[name] ?? []].flat().filter((value) => typeof value === "string");
  const text = (name: string) => (all(name)[0] ?? "").replaceAll("\r\n", "\n").normalize("NFC").trim();
  return {
    text,
    all,
    lines: (name) => text(name).split("\n").map((line) => line.trim()).filter((line) => line !== ""), // biome-ignore format: one thought
    file: (name) => body[name],
    rev() {
      const rev = Number(text("rev"));
      if (!Number.isInteger(rev) || rev < 0)
        throw new VanthuError("INVALID", {
          message: "Biểu mẫu thiếu số phiên bản.",
          where: "rev",
          hint: "Tải lại trang rồi làm lại.",
        });
      return rev;
    },
    texts: () => Object.fromEntries(Object.keys(body).map((name) => [name, text(name)])),
  };
}
