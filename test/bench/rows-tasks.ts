import type { Actor } from "../../shared/access/index.ts";
import { compareRevisions } from "../../shared/amendments/index.ts";
import type { DocumentDescription } from "../../shared/documents/index.ts";
import {
  diffProgrammes,
  exportXlsx,
  importTable,
  type Programme,
  parseDeadline,
  type Task,
} from "../../shared/tasks/index.ts";
import { LETTER, openOffices, openService, PASSWORD, type TestService } from "../api/service.ts";
import { programmeOf } from "./inputs.ts";
import type { Row } from "./measure.ts";

const TASKS = 5000;
const REVISIONS = 20;
const INPUT = "5.000 nhiệm vụ, 20 bản";

/** Tasks over time at the size of a province: 5,000 tasks in 20 revisions, each row through the door that pages and the API use. */
export function taskRows(): { name: string; make: () => Promise<Row> }[] {
  let made: Promise<Setting> | undefined;
  const setting = () => {
    made ??= makeSetting();
    return made;
  };
  return [
    { name: "tasks-diff", make: async () => diffRow(await setting()) },
    { name: "tasks-amended-appendix", make: async () => appendixRow(await setting()) },
    { name: "tasks-yearly-report", make: async () => reportRow(await setting()) },
    { name: "tasks-list-page", make: async () => pageRow(await setting()) },
    { name: "tasks-filter-sort", make: async () => filterRow(await setting()) },
    { name: "tasks-progress", make: async () => progressRow(await setting()) },
    { name: "tasks-export", make: async () => exportRow(await setting()) },
    { name: "tasks-import", make: async () => importRow(await setting()) },
  ];
}

interface Setting {
  service: TestService;
  actor: Actor;
  cookie: string;
  programmeId: string;
  first: Programme;
  last: Programme;
}

async function makeSetting(): Promise<Setting> {
  const service = openService();
  process.once("beforeExit", () => service.close());
  await openOffices(service);
  const { actor, token } = await service.office.access.signIn("thuan", PASSWORD);
  const base = programmeOf(TASKS);
  const { id } = await service.office.programmes.create(actor, { title: base.title, period: base.period });
  const stored = await service.office.programmes.get(actor, id);
  let programme = await service.office.programmes.save(
    actor,
    { ...stored, groups: base.groups, targets: base.targets, tasks: base.tasks.map(named) },
    "Lập danh mục nhiệm vụ",
  );
  const first = programme;
  for (let revision = programme.revision + 1; revision <= REVISIONS; revision += 1) {
    programme = await service.office.programmes.save(actor, changed(programme, revision), {
      why: `Điều chỉnh đợt ${revision}`,
      basis: `Thông báo số ${100 + revision}/TB-UBND ngày 18/11/2026`,
    });
  }
  return { service, actor, cookie: `vanthu_phien=${token}`, programmeId: id, first, last: programme };
}

/** Names that tell the tasks apart: the sample's 28 stand here many times over. */
function named(task: Task, index: number): Task {
  return { ...task, name: `${task.name} (đợt ${Math.floor(index / 28) + 1})` };
}

/** Sixteen tasks of the next stretch change: deadline, name, lead agency, completion, progress; one is gone, one is new. */
function changed(programme: Programme, revision: number): Programme {
  const from = revision * 200;
  const tasks = programme.tasks.map((task, index): Task => {
    if (index < from || index >= from + 16) return task;
    switch (index % 4) {
      case 0:
        return { ...task, deadline: parseDeadline("Trước ngày 30/9/2027") };
      case 1:
        return { ...task, name: `${task.name}, mở rộng đến cấp xã` };
      case 2:
        return { ...task, leadAgency: "Sở Nông nghiệp và Môi trường" };
      default:
        return { ...task, completedOn: "2026-11-20" };
    }
  });
  const extra: Task = { ...programme.tasks[0]!, id: `moi-${revision}`, name: `Nhiệm vụ mới của đợt ${revision}` };
  return { ...programme, tasks: [...tasks.slice(0, from + 20), extra, ...tasks.slice(from + 21)] };
}

function row(name: string, run: () => unknown, target: number | undefined, runs: number, more = ""): Row {
  const aim = target === undefined ? {} : { target };
  return { name, unit: "ms", input: INPUT + more, ours: { name: "vanthu", run }, peers: [], runs, ...aim };
}

function diffRow({ first, last }: Setting): Row {
  return row(
    "tasks-diff",
    () => {
      diffProgrammes(first, last);
      compareRevisions(first, last, { basis: "Thông báo số 118/TB-UBND" });
    },
    150,
    20,
    ": khác nhau giữa bản 2 và bản 20, thành sự kiện và thành dòng điều chỉnh",
  );
}

function appendixRow({ service, actor, programmeId, first, last }: Setting): Row {
  return row(
    "tasks-amended-appendix",
    async () => {
      const { pdf } = await service.office.amendments.appendix(actor, {
        programmeId,
        from: first.revision,
        to: last.revision,
        basis: "Thông báo số 118/TB-UBND",
        appendixTitle: "Danh mục nhiệm vụ điều chỉnh, bổ sung",
        letter: LETTER as DocumentDescription,
      });
      if (pdf.length < 10_000) throw new Error("The appendix is empty.");
    },
    1500,
    7,
    ": từ kho dữ liệu đến PDF của phụ lục điều chỉnh",
  );
}

function reportRow({ service, actor, programmeId }: Setting): Row {
  return row(
    "tasks-yearly-report",
    async () => {
      const draft = await service.office.reports.draft(actor, {
        programmeId,
        period: { kind: "year", year: 2026 },
        notation: "BC-UBND",
        recipients: LETTER.recipients,
        signature: LETTER.signature,
      });
      const { pdf } = await service.office.documents.render(actor, draft.id);
      if (pdf.length < 10_000) throw new Error("The report is empty.");
    },
    1000,
    7,
    ": từ kho dữ liệu đến PDF của báo cáo năm có bản chốt số liệu",
  );
}

function pageRow({ service, cookie, programmeId }: Setting): Row {
  return row(
    "tasks-list-page",
    async () => {
      const answer = await service.app.request(`/nhiem-vu/${programmeId}`, { headers: { cookie } });
      const text = await answer.text();
      if (answer.status !== 200 || !text.includes("nhiệm vụ")) throw new Error(`Page answered ${answer.status}.`);
    },
    200,
    20,
    ": trang danh mục nhiệm vụ",
  );
}

/** What a keystroke in the search field of a sorted table costs: other words each time, so that nothing is had from before. */
function filterRow({ service, cookie, programmeId }: Setting): Row {
  const words = ["so", "bao cao", "du lieu", "ha tang", "tap huan", "xa", "dot 1", "chuyen doi"];
  const orders = ["-ten", "chu-tri", "-han", "tien-do", "tinh-trang", "san-pham"];
  let turn = 0;
  return row(
    "tasks-filter-sort",
    async () => {
      turn += 1;
      const query = new URLSearchParams({
        tim: words[turn % words.length]!,
        xep: orders[turn % orders.length]!,
        phang: "1",
        tt: turn % 2 === 0 ? "open" : "",
      });
      const answer = await service.app.request(`/nhiem-vu/${programmeId}?${query}`, {
        headers: { cookie, "hx-request": "true" },
      });
      const text = await answer.text();
      if (answer.status !== 200 || !text.includes("phù hợp")) throw new Error(`Page answered ${answer.status}.`);
    },
    200,
    24,
    ": lọc và sắp xếp bảng nhiệm vụ",
  );
}

function progressRow({ service, actor, programmeId, last }: Setting): Row {
  let percent = 0;
  let { revision } = last;
  return row(
    "tasks-progress",
    async () => {
      percent = (percent + 1) % 100;
      const changed = await service.office.programmes.reportProgress(actor, programmeId, revision, "t4000", {
        percent,
        result: "Đã họp thống nhất nội dung.",
        evidence: "Biên bản số 12/BB-SKHCN",
        difficulties: "",
        proposals: "",
        on: "2026-11-20",
      });
      revision = changed.revision;
    },
    undefined,
    10,
    ": báo cáo tiến độ một nhiệm vụ, thành một bản mới",
  );
}

function exportRow({ last }: Setting): Row {
  return row("tasks-export", () => exportXlsx(last), undefined, 7, ": xuất .xlsx");
}

function importRow({ last }: Setting): Row {
  const bytes = exportXlsx(last);
  return row(
    "tasks-import",
    () => {
      const { tasks } = importTable({ name: "nhiem-vu.xlsx", bytes });
      if (tasks.length !== last.tasks.length) throw new Error(`${tasks.length} tasks came back.`);
    },
    undefined,
    7,
    ": nhập lại tệp .xlsx đã xuất",
  );
}
