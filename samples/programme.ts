import { type Programme, parseDeadline, parseTargets, type Task } from "../shared/tasks/index.ts";
import { SAMPLE_GROUPS, SAMPLE_TARGETS } from "./tasks.ts";

/** Ids used by every sample. */
export const SAMPLE_PROGRAMME_ID = "cds-2027";
/** Basis of the second revision, as its notes cite it. */
export const SAMPLE_AMENDMENT_BASIS = "Thông báo số 118/TB-UBND";

/** The sample programme as first stored: 28 tasks in 6 groups, 12 targets. */
export function sampleProgramme(organisationId: string): Programme {
  const groups = SAMPLE_GROUPS.map(({ number, name }, index) => ({ id: `g${index + 1}`, number, name }));
  const tasks = SAMPLE_GROUPS.flatMap(({ rows }, group) =>
    rows.map(
      ([number, name, leadAgency, coordinatingAgencies, output, deadline, basis, note]): Task => ({
        id: `t${number}`,
        groupId: `g${group + 1}`,
        number,
        name,
        leadAgency,
        coordinatingAgencies,
        output,
        deadline: parseDeadline(deadline),
        basis,
        note,
        amendmentNote: "",
      }),
    ),
  );
  return {
    id: SAMPLE_PROGRAMME_ID,
    organisationId,
    title: "Chương trình nhiệm vụ chuyển đổi số tỉnh Hương Giang",
    period: "quý IV năm 2026 và năm 2027",
    basis: [
      "Chương trình số 12-CTr/TU ngày 20/8/2026 của Tỉnh ủy Hương Giang",
      "Nghị quyết số 27/NQ-HĐND ngày 10/7/2026 của HĐND tỉnh Hương Giang",
    ],
    revision: 1,
    groups,
    tasks,
    targets: parseTargets(SAMPLE_TARGETS),
  };
}

/**
 * The second revision, after the notice of {@link SAMPLE_AMENDMENT_BASIS}: a task renamed, two deadlines moved, a lead agency and
 * coordinators changed, an output changed, a task moved to another group, one removed, one completed, two added.
 */
export function sampleRevision(organisationId: string): Programme {
  const first = sampleProgramme(organisationId);
  const basis = "Thông báo số 118/TB-UBND ngày 18/11/2026 của UBND tỉnh";
  const changes: Record<string, Partial<Task>> = {
    t1: { completedOn: "2026-11-20", note: "(Đã hoàn thành ngày 20/11/2026)" },
    t6: { deadline: parseDeadline("Quý II năm 2027"), basis },
    t8: {
      name: "Rà soát bản quyền, thời hạn bảo hành và mức độ sử dụng của toàn bộ phần mềm dùng chung; lập lộ trình thay thế hoặc dừng các phần mềm không còn phù hợp",
      basis,
    },
    t12: { deadline: parseDeadline("Hoàn thành trước ngày 31/5/2027"), basis },
    t16: { output: "Bản đồ số; tối thiểu 1.500 mã vùng trồng, có lớp dữ liệu về nguồn nước tưới", basis },
    t20: { leadAgency: "Sở Khoa học và Công nghệ", basis },
    t26: { coordinatingAgencies: "Sở Nông nghiệp và Môi trường; Hội Nông dân tỉnh; Liên minh Hợp tác xã tỉnh", basis },
    t28: { groupId: "g1", basis },
  };
  const added: Task[] = [
    {
      id: "t29",
      groupId: "g4",
      number: "29",
      name: "Lập kho dữ liệu ảnh viễn thám phục vụ cảnh báo sạt lở đất tại các xã vùng cao",
      leadAgency: "Sở Nông nghiệp và Môi trường",
      coordinatingAgencies: "Sở Khoa học và Công nghệ; UBND các xã, phường",
      output: "- Kho ảnh cập nhật sau mỗi đợt mưa lớn\n- Bản đồ cảnh báo gửi đến từng thôn",
      deadline: parseDeadline("Trước ngày 30/4/2027"),
      basis,
      note: "",
      amendmentNote: "",
    },
    {
      id: "t30",
      groupId: "g5",
      number: "30",
      name: "Thí điểm trợ lý ảo trả lời câu hỏi về thủ tục hành chính bằng tiếng Việt và tiếng Thái",
      leadAgency: "Văn phòng UBND tỉnh",
      coordinatingAgencies: "Sở Khoa học và Công nghệ",
      output: "Trợ lý ảo hoạt động tại 6 xã, phường; báo cáo đánh giá thí điểm",
      deadline: parseDeadline("Quý III/2027"),
      basis,
      note: "",
      amendmentNote: "",
    },
  ];
  const tasks = first.tasks
    .filter((task) => task.id !== "t23")
    .map((task) => ({ ...task, ...changes[task.id] }))
    .concat(added);
  return { ...first, revision: 2, tasks: inGroupOrder(tasks, first.groups) };
}

function inGroupOrder(tasks: Task[], groups: Programme["groups"]): Task[] {
  return groups.flatMap((group) => tasks.filter((task) => task.groupId === group.id));
}
