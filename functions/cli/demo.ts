import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { SAMPLE_ORGANISATIONS, SAMPLE_PEOPLE } from "../../samples/organisations.ts";
import { SAMPLE_APPENDIX_TITLE, SAMPLE_LETTER, SAMPLE_PLAN } from "../../samples/plan.ts";
import { SAMPLE_AMENDMENT_BASIS, SAMPLE_PROGRAMME_ID, sampleProgramme } from "../../samples/programme.ts";
import type { Actor, Organisation } from "../../shared/access/index.ts";
import { INSTRUMENTS } from "../../shared/amendments/index.ts";
import { vietnameseDay } from "../../shared/calendar/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { homeFolder } from "../../shared/home/index.ts";
import { citationOf, type DocumentRecord, type Office, openOffice, type Revised } from "../../shared/office/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { describeVerdict } from "../../shared/verification/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { printJson } from "./files.ts";

/** Password of every account and key of the demo. Everything in it is invented and marked "thử nghiệm". */
const DEMO_PASSWORD = "thu-nghiem-2026";
/** Marks a folder as made by the demo, so that running it again may replace it. */
const MARKER = ".vanthu-demo";

/** `vanthu demo`: the main job on the sample programme, from the task table to the receiver's verdict. Leaves every file in the folder. */
export const demo: Command = {
  name: "demo",
  usage: "[--out THƯ_MỤC] [--json]",
  summary:
    "Chạy trọn công việc chính trên dữ liệu mẫu: nhập nhiệm vụ, kế hoạch, phụ lục điều chỉnh, ký, số, dấu, gửi, nhận, kiểm tra.",
  async run(args) {
    const { values } = readArguments(
      demo,
      args,
      { out: { type: "string", default: "vanthu-demo" }, json: { type: "boolean", default: false } },
      { min: 0, max: 0 },
    );
    const folder = freshFolder(values.out);
    const diary = openDiary(folder, values.json);
    const storage = openSqliteStorage(path.join(folder, "data"));
    try {
      const office = openOffice({ storage });
      const passed = await mainJob(office, diary);
      if (values.json) printJson({ passed, ms: diary.total(), steps: diary.steps });
      else {
        process.stdout.write(
          `\nXong trong ${(diary.total() / 1000).toFixed(1)} giây. ${passed ? "Mọi văn bản đều được xác nhận." : "CÓ VĂN BẢN KHÔNG ĐẠT."}\n`,
        );
        process.stdout.write(`Xem các trang: npx vanthu start --data ${path.join(values.out, "data")}\n`);
        process.stdout.write(
          `Tài khoản: nguyet (lãnh đạo), thuan (chuyên viên), thuha (văn thư), yen (nơi nhận); mật khẩu ${DEMO_PASSWORD}\n`,
        );
      }
      return passed ? EXIT.ok : EXIT.findings;
    } finally {
      await storage.records.close();
    }
  },
};

/** The line of work, step by step; answers whether every document was verified. */
async function mainJob(office: Office, diary: Diary): Promise<boolean> {
  const { organisations, sender, receivers, actors } = await diary.step(
    "Lập cơ quan, tài khoản và chứng thư thử nghiệm",
    () => setUp(office, diary),
  );
  const { drafter, leader, clerk } = actors;
  const sample = sampleProgramme(sender.id);

  const programme = await diary.step("Nhập nhiệm vụ từ nhiem-vu.xlsx", async () => {
    await office.programmes.create(drafter, {
      id: SAMPLE_PROGRAMME_ID,
      title: sample.title,
      period: sample.period,
      basis: sample.basis,
      targets: sample.targets,
    });
    const imported = await office.programmes.import(drafter, SAMPLE_PROGRAMME_ID, 1, sampleFile("nhiem-vu.xlsx"));
    diary.say(`${imported.tasks.length} nhiệm vụ, ${imported.groups.length} nhóm, ${imported.targets.length} chỉ tiêu`);
    return imported;
  });

  const plan = await diary.step("Lập kế hoạch từ chương trình nhiệm vụ", async () => {
    const drafted = await office.documents.draftPlan(drafter, { ...SAMPLE_PLAN, programmeId: programme.id });
    const rendered = await office.documents.render(drafter, drafted.id);
    diary.keep("01-ke-hoach.docx", rendered.docx);
    diary.keep("01-ke-hoach-du-thao.pdf", rendered.pdf);
    diary.say(`${rendered.pages} trang, ${rendered.warnings.length} cảnh báo dàn trang`);
    return drafted;
  });
  const issuedPlan = await issue(office, diary, plan, actors, "01-ke-hoach");

  const revision = await diary.step("Nhập bản điều chỉnh của nhiệm vụ", async () => {
    const imported = await office.programmes.import(
      drafter,
      programme.id,
      programme.revision,
      sampleFile("nhiem-vu-ban-2.xlsx"),
      {
        why: SAMPLE_AMENDMENT_BASIS,
      },
    );
    diary.say(`bản ${programme.revision} → bản ${imported.revision}`);
    return imported;
  });
  const amendment = await diary.step("Lập công văn và phụ lục điều chỉnh", async () => {
    const drafted = await office.documents.draftAmendment(drafter, {
      programmeId: programme.id,
      documentId: issuedPlan.id,
      from: programme.revision,
      to: revision.revision,
      basis: SAMPLE_AMENDMENT_BASIS,
      letter: SAMPLE_LETTER,
      appendixTitle: SAMPLE_APPENDIX_TITLE,
    });
    const { instrument, rows, amended } = drafted.amendment!;
    diary.say(
      `${rows} nhiệm vụ; đề xuất ${INSTRUMENTS[instrument].name.toLocaleLowerCase("vi")} ${citationOf(amended!, drafted.ruleSet)}`,
    );
    diary.keep("02-cong-van.docx", (await office.documents.docx(drafter, drafted.id)).bytes);
    diary.keep("02-phu-luc-dieu-chinh-du-thao.pdf", (await office.documents.attachment(drafter, drafted.id, 0)).bytes);
    return drafted;
  });
  const issuedLetter = await issue(office, diary, amendment, actors, "02-cong-van");
  await diary.step("Đóng dấu phụ lục điều chỉnh (tệp riêng)", async () => {
    diary.keep("02-phu-luc-dieu-chinh.pdf", (await office.documents.attachment(clerk, issuedLetter.id, 0)).bytes);
  });

  const sent = await diary.step("Gửi qua trục edXML", async () => {
    const to = receivers.map((receiver) => receiver.id);
    const results = [];
    for (const { id } of [issuedPlan, issuedLetter]) {
      // Issuing the amendment has noted itself on the plan, so both are read as they stand now.
      const { rev } = await office.documents.get(clerk, id);
      results.push(await office.documents.send(clerk, id, rev, to));
    }
    const delivered = await office.deliver();
    diary.say(`${delivered.sent} gói đến nơi, ${delivered.failed} gói chưa gửi được`);
    return results;
  });

  let passed = true;
  await diary.step("Nơi nhận tự động kiểm tra và tiếp nhận", async () => {
    for (const receiver of receivers) {
      const receivingClerk = await signIn(
        office,
        SAMPLE_PEOPLE.find(
          (person) => person.organisationId === sampleIdOf(receiver) && person.roles.includes("clerk"),
        )!.userName,
      );
      for (const { id } of await office.incoming.list(receivingClerk)) {
        const incoming = await office.incoming.get(receivingClerk, id);
        passed &&= incoming.verdict?.verdict === "TOTAL_PASSED";
        diary.keep(
          `03-nhan-${receiver.code}-${incoming.number}.verdict.json`,
          JSON.stringify(incoming.verdict, null, 2),
        );
        const accepted = await office.incoming.accept(receivingClerk, incoming.id);
        diary.say(
          `${receiver.name}: ${accepted.number}/${accepted.notation}, số đến ${accepted.entry?.number}: ${incoming.verdict?.summary}`,
        );
      }
    }
    await office.deliver();
  });
  await diary.step("Trạng thái quay về nơi gửi", async () => {
    for (const document of sent) {
      const deliveries = await office.documents.deliveries(clerk, document.id);
      passed &&= deliveries.length === receivers.length && deliveries.every((delivery) => delivery.status === "03");
      for (const delivery of deliveries) diary.say(`${delivery.documentId} → ${delivery.toName}: ${delivery.label}`);
      diary.keep(`04-goi-${document.number!.text}.edxml`, await office.storage.files.get(deliveries[0]!.packet));
    }
  });

  await diary.step("Ai cũng kiểm tra được (vanthu verify, /kiem-tra)", async () => {
    for (const name of ["01-ke-hoach.pdf", "02-cong-van.pdf", "02-phu-luc-dieu-chinh.pdf"]) {
      const verdict = await office.verify(diary.read(name));
      passed &&= verdict.verdict === "TOTAL_PASSED";
      diary.keep(`05-${name.replace(".pdf", "")}.verdict.json`, JSON.stringify(verdict, null, 2));
      diary.keep(`05-${name.replace(".pdf", "")}.ket-qua.txt`, `${describeVerdict(verdict)}\n`);
      diary.say(`${name}: ${verdict.summary}`);
    }
    diary.say(`${organisations.length} cơ quan trong danh mục; ${leader.name} ký, ${clerk.name} cấp số và đóng dấu`);
  });
  return passed;
}

/** Submit, the leader's signature, number and date, the organisation's seal; each state of the PDF is kept. */
async function issue(
  office: Office,
  diary: Diary,
  draft: Revised<DocumentRecord>,
  { drafter, leader, clerk }: DemoActors,
  name: string,
): Promise<Revised<DocumentRecord>> {
  const submitted = await diary.step("Trình ký", () => office.documents.submit(drafter, draft.id, draft.rev));
  const signed = await diary.step("Lãnh đạo ký số (PAdES B-LT)", async () => {
    const document = await office.documents.sign(leader, submitted.id, submitted.rev, DEMO_PASSWORD);
    diary.keep(`${name}-da-ky.pdf`, (await office.documents.pdf(leader, document.id)).bytes);
    return document;
  });
  const numbered = await diary.step("Cấp số và ngày ban hành", async () => {
    const document = await office.documents.number(clerk, signed.id, signed.rev);
    diary.say(
      `số ${document.number!.text}/${document.description.notation}, ngày ${vietnameseDay(document.issuedOn!)}`,
    );
    return document;
  });
  return diary.step("Đóng dấu cơ quan, phát hành", async () => {
    const document = await office.documents.seal(clerk, numbered.id, numbered.rev, DEMO_PASSWORD);
    diary.keep(`${name}.pdf`, (await office.documents.pdf(clerk, document.id)).bytes);
    return document;
  });
}

interface DemoActors {
  drafter: Actor;
  leader: Actor;
  clerk: Actor;
}

/** The sending office with its three people and two keys, two receiving offices with a clerk each, and what is needed to check by hand. */
async function setUp(
  office: Office,
  diary: Diary,
): Promise<{ organisations: Organisation[]; sender: Organisation; receivers: Organisation[]; actors: DemoActors }> {
  const organisations: Organisation[] = [];
  for (const { id: _sample, ...organisation } of SAMPLE_ORGANISATIONS)
    organisations.push(await office.access.createOrganisation(organisation));
  const bySample = (id: string) =>
    organisations[SAMPLE_ORGANISATIONS.findIndex((organisation) => organisation.id === id)]!;
  const sender = bySample("ubnd-hg");
  const receivers = [bySample("skhcn-hg"), bySample("xa-bach-sa")];
  const people = SAMPLE_PEOPLE.filter((person) =>
    ["ubnd-hg", "skhcn-hg", "xa-bach-sa"].includes(person.organisationId),
  );
  await Promise.all(
    people.map(({ id: _sample, organisationId, ...person }) =>
      office.access.createPerson({ ...person, organisationId: bySample(organisationId).id, password: DEMO_PASSWORD }),
    ),
  );
  const actors: DemoActors = {
    drafter: await signIn(office, "thuan"),
    leader: await signIn(office, "nguyet"),
    clerk: await signIn(office, "thuha"),
  };
  await office.keys.issueTestKey(sender, actors.leader, DEMO_PASSWORD);
  await office.keys.issueTestKey(sender, "seal", DEMO_PASSWORD);
  const { crls } = await office.keys.trust();
  diary.keep("tin-cay/thu-nghiem-goc.pem", await office.keys.testRoot());
  for (const [index, crl] of crls.entries()) diary.keep(`tin-cay/thu-nghiem-${index + 1}.crl`, crl);
  return { organisations, sender, receivers, actors };
}

function sampleIdOf(organisation: Organisation): string {
  return SAMPLE_ORGANISATIONS.find((sample) => sample.code === organisation.code)!.id;
}

async function signIn(office: Office, userName: string): Promise<Actor> {
  return (await office.access.signIn(userName, DEMO_PASSWORD)).actor;
}

function sampleFile(name: string): { name: string; bytes: Uint8Array } {
  return { name, bytes: readFileSync(path.join(homeFolder(), "samples/files", name)) };
}

/** The folder, empty: an earlier demo in it is replaced, anything else is refused. */
function freshFolder(folder: string): string {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(path.join(folder, MARKER))) {
      throw new VanthuError("USAGE", {
        message: "Thư mục đã có tệp khác.",
        where: folder,
        hint: "Chọn thư mục trống: vanthu demo --out THƯ_MỤC",
      });
    }
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, MARKER), "");
  return folder;
}

/** One step as it is told and timed. Times in milliseconds. */
interface DemoStep {
  name: string;
  ms: number;
  files: string[];
  notes: string[];
}

interface Diary {
  steps: DemoStep[];
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  say(note: string): void;
  keep(name: string, content: Uint8Array | string): void;
  read(name: string): Uint8Array;
  total(): number;
}

function openDiary(folder: string, quiet: boolean): Diary {
  const started = performance.now();
  const steps: DemoStep[] = [];
  let current: DemoStep | undefined;
  return {
    steps,
    async step(name, work) {
      const step: DemoStep = { name, ms: 0, files: [], notes: [] };
      current = step;
      const begun = performance.now();
      const result = await work();
      step.ms = Math.round((performance.now() - begun) * 10) / 10;
      steps.push(step);
      if (!quiet) {
        process.stdout.write(
          `${String(steps.length).padStart(2)}. ${name.padEnd(58)} ${step.ms.toFixed(1).padStart(8)} ms\n`,
        );
        for (const note of step.notes) process.stdout.write(`      ${note}\n`);
        for (const file of step.files) process.stdout.write(`      → ${path.join(folder, file)}\n`);
      }
      return result;
    },
    say: (note) => current?.notes.push(note),
    keep(name, content) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      current?.files.push(name);
    },
    read: (name) => readFileSync(path.join(folder, name)),
    total: () => Math.round(performance.now() - started),
  };
}
