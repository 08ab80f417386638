import { readFileSync } from "node:fs";
import path from "node:path";
import { SAMPLE_APPENDIX_TITLE, SAMPLE_LETTER, SAMPLE_PLAN } from "../../../samples/plan.ts";
import { SAMPLE_AMENDMENT_BASIS, sampleProgramme } from "../../../samples/programme.ts";
import type { DocumentDescription } from "../../../shared/documents/index.ts";
import type { DocumentRecord, Office, Revised } from "../../../shared/office/index.ts";
import type { Programme } from "../../../shared/tasks/index.ts";
import { KEY, type People } from "./people.ts";

const SAMPLES = path.resolve(import.meta.dirname, "../../../samples/files");

type Document = Revised<DocumentRecord>;

/** A short letter of the sending organisation. */
export function letter(subject: string, changes: Partial<DocumentDescription> = {}): DocumentDescription {
  return {
    ...SAMPLE_LETTER,
    subject,
    body: "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành, Ủy ban nhân dân các xã, phường rà soát, gửi số liệu về Sở Khoa học và Công nghệ trước ngày 10 tháng sau.\n\nTrong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh kịp thời để được xem xét, chỉ đạo.",
    ...changes,
  };
}

/** The line of issuing, as far as somebody wants to go. */
export function issuingLine(office: Office, { drafter, leader, clerk, receiver }: People) {
  const { documents } = office;
  const drafted = (subject: string, changes?: Partial<DocumentDescription>) =>
    documents.draft(drafter, letter(subject, changes));
  const submitted = async (subject: string, changes?: Partial<DocumentDescription>) => {
    const { id, rev } = await drafted(subject, changes);
    return documents.submit(drafter, id, rev, { summary: `Trình ký: ${subject}` });
  };
  const signed = async (one: Document) => documents.sign(leader, one.id, one.rev, KEY);
  const numbered = async (one: Document) => {
    const { id, rev } = await signed(one);
    return documents.number(clerk, id, rev);
  };
  const issued = async (one: Document) => {
    const { id, rev } = await numbered(one);
    return documents.seal(clerk, id, rev, KEY);
  };
  const sent = async (one: Document) => {
    const { id, rev } = await issued(one);
    return documents.send(clerk, id, rev, [receiver.id]);
  };
  return { drafted, submitted, signed, numbered, issued, sent };
}

/** The programme with tasks that are done, late, under way and without a report, targets with what was reached, three revisions. */
export async function makeProgramme(office: Office, { sender, drafter }: People): Promise<Programme> {
  const sample = sampleProgramme(sender.id);
  const desk = office.programmes;
  const made = await desk.create(drafter, {
    title: sample.title,
    period: sample.period,
    basis: sample.basis,
    targets: sample.targets,
  });
  const file = { name: "nhiem-vu.xlsx", bytes: readFileSync(path.join(SAMPLES, "nhiem-vu.xlsx")) };
  let now = await desk.import(drafter, made.id, made.revision, file, { why: "Nhập danh mục nhiệm vụ" });
  const today = office.clock().toISOString().slice(0, 10);
  const [first, second, third] = now.tasks;
  now = await desk.reportProgress(drafter, now.id, now.revision, second!.id, {
    percent: 65,
    on: today,
    result: "Đã xong dự thảo, đang lấy ý kiến các sở, ban, ngành.",
    evidence: "Tờ trình số 14/TTr-SKHCN",
    difficulties: "Một số xã chưa có đường truyền ổn định.",
    proposals: "Đề nghị bổ sung kinh phí đường truyền.",
  });
  now = await desk.completeTask(drafter, now.id, now.revision, first!.id, today, { basis: "Báo cáo số 5/BC-SNV" });
  now = await desk.extendTask(drafter, now.id, now.revision, third!.id, "Quý III năm 2027", {
    basis: "Thông báo số 118/TB-UBND",
  });
  const target = now.targets[0]!;
  return desk.setTargetActual(drafter, now.id, now.revision, target.id, { value: 92.5, on: today });
}

/** The plan of the programme, issued; then the programme is changed and the amendment of the plan drafted. */
export async function makePlan(office: Office, people: People, programme: Programme) {
  const { drafter } = people;
  const { submitted: _, ...line } = issuingLine(office, people);
  const drafted = await office.documents.draftPlan(drafter, { ...SAMPLE_PLAN, programmeId: programme.id });
  const plan = await line.issued(await office.documents.submit(drafter, drafted.id, drafted.rev));
  const file = { name: "nhiem-vu-ban-2.xlsx", bytes: readFileSync(path.join(SAMPLES, "nhiem-vu-ban-2.xlsx")) };
  const changed = await office.programmes.import(drafter, programme.id, programme.revision, file, {
    why: SAMPLE_AMENDMENT_BASIS,
  });
  const amendment = await office.documents.draftAmendment(drafter, {
    programmeId: programme.id,
    documentId: plan.id,
    from: programme.revision,
    to: changed.revision,
    basis: SAMPLE_AMENDMENT_BASIS,
    letter: SAMPLE_LETTER,
    appendixTitle: SAMPLE_APPENDIX_TITLE,
  });
  return { plan, changed, amendment };
}

/** A document in every state it can stand in; ids by state. */
export async function makeDocuments(office: Office, people: People) {
  const { documents, workflow } = office;
  const { drafter, leader, clerk } = people;
  const line = issuingLine(office, people);

  const draft = await line.drafted("chuẩn bị số liệu chuyển đổi số quý IV");
  const waiting = await line.submitted("tăng cường phòng cháy, chữa cháy rừng mùa khô");
  await workflow.opinion(leader, waiting.id, "Bổ sung trách nhiệm của Hạt kiểm lâm khu vực.");
  await line.submitted("mời họp thẩm định dự án số hóa hộ tịch", { urgency: "HỎA TỐC" });
  const reviewed = await line.submitted("rà soát danh mục dịch vụ công trực tuyến");
  const approved = await workflow.approve(leader, reviewed.id, reviewed.rev, "Đồng ý.");

  let back = await line.submitted("góp ý dự thảo quy chế dữ liệu dùng chung");
  back = await documents.return(leader, back.id, back.rev, "Bổ sung Sở Tài chính vào nơi nhận.");
  back = await documents.edit(drafter, back.id, back.rev, {
    ...back.description,
    recipients: ["Như trên", "Sở Tài chính", "Lưu: VT, KGVX"],
    body: `${back.description.body}\n\nSở Tài chính bố trí kinh phí theo quy định.`,
  });
  back = await documents.submit(drafter, back.id, back.rev);
  const returned = await documents.return(leader, back.id, back.rev, "Ghi rõ thời hạn gửi góp ý.");

  const signed = await line.signed(await line.submitted("kiểm tra công tác cải cách hành chính năm nay"));
  const numbered = await line.numbered(await line.submitted("tổng kết chuyển đổi số các xã, phường"));
  const issued = await line.issued(await line.submitted("tổ chức Ngày Chuyển đổi số tỉnh Hương Giang"));
  const sent = await line.sent(await line.submitted("triển khai tổ công nghệ số cộng đồng"));

  const wrong = await line.sent(await line.submitted("thu thập số liệu máy tính theo mẫu cũ"));
  const recalled = await workflow.recall(clerk, wrong.id, wrong.rev, "Mẫu số liệu sai; gửi lại mẫu mới sau.");
  const unneeded = await line.numbered(await line.submitted("lịch trực tuần không còn phù hợp"));
  const voided = await workflow.void(clerk, unneeded.id, unneeded.rev, "Lịch trực đã thay bằng thông báo khác.");

  const hidden = await line.issued(await line.submitted("nhận xét cán bộ dự kiến bổ nhiệm"));
  await office.rights.set(drafter, hidden.id, hidden.rev, {
    level: "restricted",
    people: [drafter.personId, leader.personId],
    units: [],
  });
  return {
    draft: draft.id,
    submitted: waiting.id,
    approved: approved.id,
    returned: returned.id,
    signed: signed.id,
    numbered: numbered.id,
    issued: issued.id,
    sent: sent.id,
    recalled: recalled.id,
    voided: voided.id,
    restricted: hidden.id,
  };
}
