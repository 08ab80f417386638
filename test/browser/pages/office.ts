import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import { createApp } from "../../../functions/api/app.ts";
import { type Office, openOffice, type RegisterName, secretBox, vietnamDate } from "../../../shared/office/index.ts";
import { restoreTestAuthority, type TestAuthorityState } from "../../../shared/signing/index.ts";
import { openSqliteStorage } from "../../../shared/storage/index.ts";
import { addDays } from "../../../shared/tasks/index.ts";
import { ACCOUNT, type RemoteService, vnptGateway } from "../../key-holders/remote-simulators.ts";
import { issuingLine, makeDocuments, makePlan, makeProgramme } from "./documents.ts";
import { makeCopies, makeDossiers, makeIncoming } from "./papers.ts";
import { KEY, makePeople, type People } from "./people.ts";
import { makeWordFiles } from "./word-files.ts";

/** An app on a port of this process, over an office on a folder of its own. */
export interface ServedOffice {
  /** "http://127.0.0.1:8123" */
  address: string;
  app: ReturnType<typeof createApp>;
  office: Office;
  close(): Promise<void>;
}

/** Serves an empty installation. The clock can be given, so that things have happened on days before. */
export async function serveOffice(clock: () => Date = () => new Date()): Promise<ServedOffice> {
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-pages-"));
  const storage = openSqliteStorage(folder);
  const office = openOffice({ storage, clock, secrets: secretBox(new Uint8Array(32).fill(7)), passwordCost: 2 ** 8 });
  const app = createApp(office);
  let server: ServerType | undefined;
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => resolve(info.port));
  });
  return {
    address: `http://127.0.0.1:${port}`,
    app,
    office,
    async close() {
      if (server !== undefined && "closeAllConnections" in server) server.closeAllConnections();
      await new Promise((resolve) => server!.close(resolve));
      await office.idle();
      await storage.records.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An office with something to show on every page, and a second installation where nothing was set up. */
export interface PreparedOffice extends ServedOffice {
  people: People;
  ids: Awaited<ReturnType<typeof fill>>;
  /** Where {@link Viewer} "first" looks. */
  empty: ServedOffice;
}

/** What happened before today happened so many days ago. */
const DAYS_AGO = 9;

/** Prepares it: a programme, documents in every state, what came in, copies, dossiers, reports, registers, keys, connections, mandates. */
export async function prepareOffice(): Promise<PreparedOffice> {
  let back = DAYS_AGO * 86_400_000;
  const served = await serveOffice(() => new Date(Date.now() - back));
  const empty = await serveOffice();
  const people = await makePeople(served.office);
  let phone: RemoteService | undefined;
  const ids = await fill(served.office, people, {
    today: () => {
      back = 0;
    },
    tick: () => {
      back -= 1000;
    },
    phone: (one) => {
      phone = one;
    },
  });
  return {
    ...served,
    people,
    ids,
    empty,
    async close() {
      await phone?.close();
      await empty.close();
      await served.close();
    },
  };
}

interface Preparing {
  /** From now on it is today. */
  today(): void;
  /** Another second begins. */
  tick(): void;
  phone(service: RemoteService): void;
}

async function fill(office: Office, people: People, how: Preparing) {
  const { clerk, drafter, leader, administrator, receivingClerk, sender } = people;
  const begun = await makeProgramme(office, people);
  const { plan, changed, amendment } = await makePlan(office, people, begun);
  const documents = await makeDocuments(office, people);
  await office.deliver();
  for (const { id, status, business, changeAsked } of await office.incoming.list(receivingClerk))
    if (status === "01" && business === "new" && changeAsked === undefined)
      await office.incoming.accept(receivingClerk, id, { knownDuplicates: true });
  await office.deliver();
  const incoming = await makeIncoming(office, people, how.tick);
  how.today();

  const copies = await makeCopies(office, people, documents.issued);
  const dossiers = await makeDossiers(office, people, documents);
  const year = vietnamDate(office.clock()).slice(0, 4);
  const report = await makeReport(office, people, changed.id, Number(year));
  await makeRegisters(office, people);
  const connection = await makeConnection(office, people, how.phone);
  const jobs = await makeJobs(office, people, connection.key);

  const mandate = await office.mandates.give(administrator, {
    personId: leader.personId,
    form: "KT.",
    above: "TM. ỦY BAN NHÂN DÂN",
    onBehalfOf: "CHỦ TỊCH",
    title: "PHÓ CHỦ TỊCH",
    from: vietnamDate(office.clock()),
    basis: "Quyết định số 12/QĐ-UBND về phân công nhiệm vụ",
  });
  await office.access.createApiKey(administrator, {
    name: "Phần mềm một cửa",
    scopes: ["directory.read"],
    days: 90,
    personId: clerk.personId,
  });
  await office.access.createApiKey(drafter, { name: "Bảng tính của phòng", scopes: ["programme.read"], days: 30 });
  const agency = await office.agencies.save(drafter, { name: "Ban Quản lý dự án số tỉnh", abbreviations: ["BQLDAS"] });
  await office.calendar.setDay(
    administrator,
    Number(year) + 1,
    0,
    { day: `${Number(year) + 1}-07-05`, kind: "holiday", name: "Ngày thành lập tỉnh" },
    "Thông báo số 20/TB-UBND",
  );
  await office.search.save(drafter, "Công văn về chuyển đổi số", { words: "chuyển đổi số", kinds: ["document"] });
  await office.search.noteUse(leader, { kind: "document", id: documents.issued }, "view");
  await office.search.rebuild(people.archivist);
  const issued = await office.documents.get(clerk, documents.issued);
  const group = await office.recipients.saveGroup(clerk, {
    name: "Các sở, ban, ngành",
    organisations: [people.receiver.id],
  });
  const bulk = await office.bulk.number(clerk, [{ id: documents.draft, rev: 1 }]);
  await office.idle();
  const inWord = await issuingLine(office, people).drafted("Về việc chuẩn bị Hội nghị chuyển đổi số");
  return {
    year,
    ...(await makeWordFiles(office, people, inWord.id)),
    programme: changed.id,
    task: changed.tasks[1]!.id,
    target: changed.targets[0]!.id,
    plan: plan.id,
    amendment: amendment.id,
    documents,
    incoming,
    copies,
    dossiers,
    report,
    connection: connection.id,
    jobs,
    mandate: mandate.id,
    agency: agency.id,
    group: group.id,
    bulk: bulk.id,
    person: drafter.personId,
    organisation: sender.id,
    code: await office.standing.codeOf(clerk, documents.issued),
    sha256: issued.files.issued!,
    lines: await linesOf(office, people, Number(year)),
  };
}

/** A line of each register, by its place. */
async function linesOf(office: Office, { clerk }: People, year: number) {
  const first = async (name: RegisterName) => (await office.registers.page(clerk, name, { year })).rows[0]?.key ?? "";
  return {
    outgoing: await first("outgoing"),
    incoming: await first("incoming"),
    copies: await first("copies"),
    postal: await first("postal"),
    loans: await first("loans"),
    following: await first("following"),
  };
}

async function makeReport(office: Office, { drafter, leader }: People, programmeId: string, year: number) {
  const signature = { authority: ["TM. ỦY BAN NHÂN DÂN"], position: "CHỦ TỊCH", name: leader.name };
  const schedule = await office.reportSchedules.save(drafter, 0, {
    programmeId,
    kind: "month",
    notation: "BC-UBND",
    recipients: ["Lưu: VT"],
    signature,
    responsible: drafter.personId,
    enabled: true,
    since: addDays(vietnamDate(office.clock()), -70),
  });
  await office.runReportSchedule();
  const drafted = await office.reports.draft(drafter, {
    programmeId,
    period: { kind: "year", year },
    notation: "BC-UBND",
    recipients: ["Tỉnh ủy (để báo cáo)", "Lưu: VT, KGVX"],
    signature,
  });
  const { report } = await office.reports.preview(drafter, programmeId, { kind: "year", year });
  return { schedule: schedule.id, document: drafted.id, figure: report.figures[0]!.id };
}

async function makeRegisters(office: Office, { clerk }: People): Promise<void> {
  const today = vietnamDate(office.clock());
  await office.registers.enter(clerk, "postal", {
    sentOn: today,
    notation: "05/KH-UBND; 06/BC-UBND",
    recipients: "UBND xã Nà Tấu",
    envelopes: "2",
  });
  await office.registers.enter(clerk, "loans", {
    takenOn: today,
    reader: "Phạm Văn Thuận",
    notation: "05/KH-UBND ngày 15/01/2026",
    subject: "Kế hoạch chuyển đổi số",
    allowedBy: "Lê Thị Minh Nguyệt",
  });
}

/** A connection to a signing service that waits for the phone, and the leader's key there. */
async function makeConnection(office: Office, { administrator, leader }: People, phone: (one: RemoteService) => void) {
  const stored = await office.storage.records.get<TestAuthorityState>("office", "test-authority");
  const certificate = restoreTestAuthority(stored!.data).issueCertificate({ commonName: leader.name, kind: "person" });
  const service = await vnptGateway(certificate);
  phone(service);
  service.phone.decision = "waiting";
  const { id } = await office.keys.saveConnection(administrator, {
    kind: "vnpt-smartca",
    name: "SmartCA của cơ quan",
    settings: { baseUrl: service.url, clientId: ACCOUNT.clientId },
    secrets: { clientSecret: ACCOUNT.clientSecret },
    enabled: true,
  });
  await office.keys.checkConnection(administrator, id);
  const owner = { personId: leader.personId };
  const at = { userId: ACCOUNT.userId };
  const key = await office.keys.linkKey(leader, owner, id, at, { password: ACCOUNT.userPassword });
  return { id, key: key.id };
}

/** Acts of signing: one that is done, one that failed, one that waits for the phone. */
async function makeJobs(office: Office, people: People, remoteKey: string) {
  const { leader } = people;
  const line = issuingLine(office, people);
  const pair = [await line.submitted("công tác dân vận quý này"), await line.submitted("phân công trực Tết")];
  const usable = await office.keys.usable(leader, "leader");
  const own = usable.find(({ id }) => id !== remoteKey)!.id;
  const chosen = (all: typeof pair) => all.map(({ id, rev }) => ({ id, rev }));
  const done = await office.keys.sign(leader, chosen(pair), "leader", own, { password: KEY });
  const waiting = await office.keys.sign(
    leader,
    chosen([await line.submitted("kiểm tra an toàn thông tin"), await line.submitted("đôn đốc giải ngân vốn")]),
    "leader",
    remoteKey,
    { password: ACCOUNT.userPassword },
  );
  return { done: done.id, waiting: waiting.id };
}
