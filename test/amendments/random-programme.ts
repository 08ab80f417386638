import { type Programme, parseDeadline, type Task } from "../../shared/tasks/index.ts";

/** Whole numbers from 0 below a bound, the same series for the same seed (a linear congruential generator). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NAMES = [
  "Rà soát thủ tục hành chính",
  "Xây dựng kho dữ liệu dùng chung",
  "Tập huấn kỹ năng số",
  "Nâng cấp đường truyền",
];
const AGENCIES = ["Sở Nội vụ", "Sở Tài chính", "Sở Khoa học và Công nghệ", "Văn phòng UBND tỉnh"];
const DEADLINES = ["Quý I/2027", "Trước ngày 30/6/2027", "Thường xuyên", "Năm 2027", "15/9/2027"].map((text) =>
  parseDeadline(text),
);
const BASES = ["Kế hoạch số 15/KH-UBND ngày 12/3/2027 của UBND tỉnh", "Thông báo số 118/TB-UBND", ""];

/** A programme of invented tasks in invented groups. */
export function randomProgramme(random: (below: number) => number, tasks: number): Programme {
  const groups = Array.from({ length: 1 + random(5) }, (_, index) => ({
    id: `g${index}`,
    number: ["I", "II", "III", "IV", "V"][index]!,
    name: `Nhóm nhiệm vụ ${index}`,
  }));
  return {
    id: "p",
    organisationId: "o",
    title: "Chương trình chuyển đổi số",
    period: "2027",
    basis: [],
    revision: 1,
    groups,
    tasks: Array.from({ length: tasks }, (_, index) => randomTask(random, `t${index}`, index + 1, groups.length)),
    targets: [],
  };
}

/** One invented task. */
export function randomTask(random: (below: number) => number, id: string, number: number, groups: number): Task {
  const pick = <T>(list: T[]) => list[random(list.length)]!;
  return {
    id,
    ...(random(6) === 0 ? {} : { groupId: `g${random(groups)}` }),
    number: String(number),
    name: `${pick(NAMES)} ${number}`,
    leadAgency: pick(AGENCIES),
    coordinatingAgencies: pick(AGENCIES),
    output: "Báo cáo kết quả",
    deadline: pick(DEADLINES),
    basis: pick(BASES),
    note: "",
    amendmentNote: "",
    ...(random(8) === 0 ? { completedOn: "2027-02-01" } : {}),
  };
}
