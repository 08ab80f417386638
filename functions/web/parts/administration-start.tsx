import type { FC } from "hono/jsx";
import type { Person } from "../../../shared/access/index.ts";
import type {
  CertificateStanding,
  HealthReport,
  KeyConnection,
  SigningKey,
  TrustList,
} from "../../../shared/office/index.ts";
import { HEALTH_WORDS } from "./health-words.ts";
import { Chip, type Tone } from "./pieces.tsx";

/** What the start page of administration tells of each part. */
export interface AdministrationState {
  people: Person[];
  units: number;
  mandates: number;
  organisations: number;
  keys: SigningKey[];
  connections: KeyConnection[];
  certificates: CertificateStanding[];
  trust: TrustList;
  health: HealthReport;
  apiKeys: number;
  providers: number;
  approval: boolean;
  level: string;
  /** May the reader open the books? */
  books: boolean;
}

interface Item {
  href: string;
  name: string;
  words: string;
  /** How it stands today. */
  state?: { tone: Tone; words: string };
}

/** Everything that can be administered, by what it is about, each with its state beside it. */
export const AdministrationStart: FC<{ state: AdministrationState }> = ({ state }) => (
  <div class="columns start">
    {partsOf(state).map(({ title, items }) => (
      <nav class="card" aria-label={title}>
        <h2>{title}</h2>
        <ul class="list">
          {items.map((item) => (
            <li>
              <div>
                <a href={item.href}>
                  <b>{item.name}</b>
                </a>
                <div class="small soft">{item.words}</div>
              </div>
              {item.state ? <Chip tone={item.state.tone}>{item.state.words}</Chip> : null}
            </li>
          ))}
        </ul>
      </nav>
    ))}
  </div>
);

function partsOf(state: AdministrationState): { title: string; items: Item[] }[] {
  const parts: { title: string; items: (Item | false)[] }[] = [
    {
      title: "Cơ quan và con người",
      items: [
        {
          href: "/quan-tri/nguoi-dung",
          name: "Người dùng",
          words: "vai trò, chức vụ, mật khẩu, khóa tài khoản",
          state: peopleState(state),
        },
        {
          href: "/quan-tri/don-vi",
          name: "Đơn vị",
          words: "phòng, ban và ký hiệu trong số văn bản",
          state: plain(state.units === 0 ? "Chưa có" : `${state.units} đơn vị`),
        },
        {
          href: "/quan-tri/tham-quyen",
          name: "Thẩm quyền ký",
          words: "ai ký thay ai, loại văn bản nào, đến bao giờ",
          state: state.mandates === 0 ? { tone: "warn", words: "Chưa ghi" } : plain(`${state.mandates} đang hiệu lực`),
        },
        {
          href: "#co-quan",
          name: "Cơ quan",
          words: "tên, cấp trên; các cơ quan trên máy chủ này",
          state: plain(`${state.organisations} cơ quan`),
        },
      ],
    },
    {
      title: "Ký số",
      items: [
        {
          href: "/quan-tri/chung-thu-so",
          name: "Chứng thư số",
          words: "khóa của lãnh đạo và của dấu, hình chữ ký, hình dấu",
          state: keyState(state),
        },
        {
          href: "/quan-tri/han-chung-thu",
          name: "Hạn chứng thư",
          words: "mọi chứng thư cơ quan dùng, còn bao nhiêu ngày",
          state: endingState(state.certificates),
        },
        {
          href: "/quan-tri/tin-cay",
          name: "Danh sách tin cậy",
          words: "tổ chức chứng thực được công nhận khi kiểm tra",
          state: trustState(state.trust),
        },
        {
          href: "/quan-tri/ket-noi-ky-so",
          name: "Kết nối ký số",
          words: "VNPT SmartCA, Viettel MySign, CSC, AWS KMS, thiết bị PKCS#11",
          state: connectionState(state.connections),
        },
        {
          href: "/quan-tri/thiet-lap-ky",
          name: "Thiết lập ký",
          words: "mức chữ ký, dấu thời gian, ký trước hay cấp số trước",
          state: plain(`Mức ${state.level}`),
        },
        {
          href: "/quan-tri/quy-trinh",
          name: "Quy trình duyệt",
          words: "ký là duyệt, hay phải duyệt trước khi ký",
          state: plain(state.approval ? "Duyệt trước khi ký" : "Ký là duyệt"),
        },
      ],
    },
    {
      title: "Văn bản và sổ",
      items: [
        { href: "/quan-tri/mau-van-ban", name: "Mẫu văn bản", words: "mẫu Word của cơ quan, thử trước khi dùng" },
        state.books && {
          href: "/so-van-ban/quan-ly",
          name: "Sổ và dãy số",
          words: "mở, khóa sổ, tiếp quản số từ hệ thống cũ",
        },
        {
          href: "/quan-tri/lich-lam-viec",
          name: "Lịch làm việc",
          words: "ngày nghỉ, làm bù; nhắc việc trước hạn bao nhiêu ngày",
        },
      ],
    },
    {
      title: "Đăng nhập và máy",
      items: [
        {
          href: "/quan-tri/dang-nhap",
          name: "Đăng nhập",
          words: "bước xác thực thứ hai, nhà cung cấp định danh, phiên của từng người",
          state: plain(state.providers === 0 ? "Mật khẩu" : `${state.providers} nhà cung cấp`),
        },
        {
          href: "/quan-tri/khoa-api",
          name: "Khóa API",
          words: "cho phần mềm khác gọi hệ thống",
          state: plain(state.apiKeys === 0 ? "Chưa có" : `${state.apiKeys} khóa`),
        },
        {
          href: "/quan-tri/tinh-trang",
          name: "Tình trạng hệ thống",
          words: "kho dữ liệu, đĩa, tiến trình nền, hàng gửi, sao lưu",
          state: healthState(state.health),
        },
        { href: "/nhat-ky", name: "Nhật ký", words: "ai đã làm gì, lúc nào; chứng minh không bị sửa" },
      ],
    },
  ];
  return parts.map(({ title, items }) => ({ title, items: items.filter((item) => item !== false) }));
}

function plain(words: string): { tone: Tone; words: string } {
  return { tone: "plain", words };
}

function peopleState({ people, keys }: AdministrationState): { tone: Tone; words: string } {
  const active = people.filter(({ disabled }) => !disabled);
  const without = active.filter(
    ({ id, roles }) =>
      roles.includes("leader") && !keys.some(({ owner }) => typeof owner === "object" && owner.personId === id),
  );
  if (without.length > 0) return { tone: "warn", words: `${without.length} lãnh đạo chưa có khóa` };
  return plain(`${active.length} người`);
}

function keyState({ keys }: AdministrationState): { tone: Tone; words: string } {
  if (!keys.some(({ owner }) => owner === "seal")) return { tone: "warn", words: "Chưa có khóa dấu" };
  const test = keys.filter((one) => one.test).length;
  return test === keys.length ? { tone: "warn", words: "Chỉ có thử nghiệm" } : plain(`${keys.length} chứng thư`);
}

function endingState(certificates: CertificateStanding[]): { tone: Tone; words: string } {
  const count = (...endings: string[]) => certificates.filter(({ ending }) => endings.includes(ending)).length;
  const over = count("over");
  if (over > 0) return { tone: "bad", words: `${over} đã hết hạn` };
  const week = count("within-7");
  if (week > 0) return { tone: "bad", words: `${week} hết hạn trong 7 ngày` };
  const soon = count("within-30", "within-60");
  return soon > 0 ? { tone: "warn", words: `${soon} sắp hết hạn` } : { tone: "good", words: "Còn hạn" };
}

function trustState({ anchors }: TrustList): { tone: Tone; words: string } {
  const real = anchors.filter(({ scope, inUse }) => scope !== "test" && inUse).length;
  return real === 0 ? { tone: "warn", words: "Chỉ có thử nghiệm" } : plain(`${real} tổ chức`);
}

function connectionState(connections: KeyConnection[]): { tone: Tone; words: string } {
  const used = connections.filter(({ enabled }) => enabled);
  const failed = used.filter(({ problem }) => problem !== undefined).length;
  if (failed > 0) return { tone: "bad", words: `${failed} không trả lời` };
  return plain(used.length === 0 ? "Không dùng" : `${used.length} đang bật`);
}

function healthState({ state, checks }: HealthReport): { tone: Tone; words: string } {
  const wanted = checks.filter((one) => one.state === state).length;
  return {
    tone: HEALTH_WORDS[state].tone,
    words: state === "good" ? "Tốt" : `${wanted} việc ${HEALTH_WORDS[state].words.toLowerCase()}`,
  };
}
