import { readListText } from "../../../shared/dossiers/index.ts";
import { buildDocumentId, type DocumentPacket, packEdxml } from "../../../shared/exchange/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import { vietnamDate } from "../../../shared/office/index.ts";
import { addDays } from "../../../shared/tasks/index.ts";
import { scannedPng } from "../../copies/pictures.ts";
import { PLAIN_PDF } from "../../office/incoming-support.ts";
import { letter } from "./documents.ts";
import { KEY, type People } from "./people.ts";

/** A page as a scanner gives it. */
const scan = (seed: number) => ({
  name: `trang-${seed}.png`,
  bytes: scannedPng({ width: 1654, height: 2339, dpi: 200, colour: "palette", seed }),
});

/** Incoming documents: waiting, assigned, answered, done, rejected, one whose sender takes it back, one on paper. */
export async function makeIncoming(office: Office, people: People, tick: () => void) {
  const { incoming } = office;
  const { sender, receiver, clerk, leader, drafter } = people;
  let count = 0;
  const receive = async (subject: string, change: Partial<DocumentPacket> = {}) => {
    // Two messages of one second about one document would bear the same status.
    tick();
    const number = change.number ?? String(100 + ++count);
    const issuedOn = addDays(vietnamDate(office.clock()), -3);
    const packet: DocumentPacket = {
      documentId: buildDocumentId({ organisationCode: receiver.code, issuedOn, number, notation: "BC-SKHCN" }),
      from: { organisationCode: receiver.code, name: receiver.name },
      to: [{ organisationCode: sender.code, name: sender.name }],
      number,
      notation: "BC-SKHCN",
      place: "Hương Giang",
      issuedOn,
      kind: { code: "6", name: "Báo cáo" },
      subject,
      signatory: { competence: "", position: "GIÁM ĐỐC", name: "Hà Quốc Bình" },
      dueOn: addDays(issuedOn, 12),
      priority: 0,
      pages: 2,
      appendices: [],
      places: ["Như trên", "Lưu: VT"],
      business: "new",
      replaces: [],
      attachments: [
        { name: "bao-cao.pdf", description: "Văn bản chính", contentType: "application/pdf", bytes: PLAIN_PDF },
      ],
      sentAt: office.clock().toISOString(),
      ...change,
    };
    await incoming.receive(
      packEdxml(packet),
      `den-${packet.documentId.replace(/[^A-Za-z0-9]/g, "-")}-${packet.business}`,
      sender.code,
    );
    const id = (await incoming.list(clerk)).find(
      (one) => one.documentId === packet.documentId && one.subject === subject,
    )!.id;
    return { id, packet };
  };
  const assigned = async (subject: string) => {
    const { id } = await receive(subject);
    const { handling } = await incoming.accept(clerk, id);
    return incoming.assign(leader, id, handling.rev, {
      lead: { personId: drafter.personId },
      with: [{ unitId: people.unit }],
      opinion: "Tổng hợp, tham mưu văn bản trả lời.",
      workingDays: 5,
    });
  };

  const waiting = await receive("Kết quả chuyển đổi số tháng trước");
  const working = await assigned("Tình hình sử dụng kinh phí chuyển đổi số");
  const answered = await assigned("Khó khăn trong kết nối dữ liệu dân cư");
  const answer = await incoming.draftAnswer(
    drafter,
    answered.id,
    answered.handling.rev,
    letter("trả lời Sở Khoa học và Công nghệ về kết nối dữ liệu"),
  );
  const ending = await assigned("Kiểm kê thiết bị đầu cuối");
  const begun = await incoming.start(drafter, ending.id, ending.handling.rev);
  const done = await incoming.finish(drafter, ending.id, begun.handling.rev, { note: "Đã tổng hợp vào báo cáo quý." });
  const unassigned = await receive("Sự cố an toàn thông tin");
  await incoming.accept(clerk, unassigned.id);
  const rejected = await receive("Tình hình thu thuế quý III");
  await incoming.reject(clerk, rejected.id, "Văn bản không thuộc thẩm quyền; gửi Sở Tài chính.");
  const taken = await receive("Số liệu dịch vụ công trực tuyến");
  await receive("Số liệu dịch vụ công trực tuyến", {
    ...taken.packet,
    business: "recall",
    replaces: [taken.packet.documentId],
    businessReason: "Số liệu nhầm",
    attachments: [],
  });
  const paper = await incoming.register(clerk, {
    channel: "paper",
    from: { name: "Ủy ban nhân dân xã Bạch Sa" },
    number: "27",
    notation: "TTr-UBND",
    issuedOn: addDays(vietnamDate(office.clock()), -2),
    kindName: "Tờ trình",
    subject: "Đề nghị hỗ trợ máy tính cho bộ phận một cửa",
    signatory: { position: "Chủ tịch", name: "Hoàng Văn Sơn" },
    pages: 1,
    files: [scan(3)],
  });
  return {
    waiting: waiting.id,
    working: working.id,
    answered: answered.id,
    answer: answer.id,
    done: done.id,
    unassigned: unassigned.id,
    rejected: rejected.id,
    taken: taken.id,
    paper: paper.id,
  };
}

/** Copies of an issued document and of a scan. */
export async function makeCopies(office: Office, { clerk, receiver }: People, issued: string) {
  const { copies } = office;
  const { signatories } = await copies.settings(clerk);
  const common = { signatory: signatories[0]!.id, recipients: ["Các phòng chuyên môn", "Lưu: VT"] };
  const printed = await copies.make(clerk, {
    source: { from: "document", id: issued },
    form: "sao-y",
    to: "paper",
    amount: 3,
    ...common,
  });
  const signed = await copies.make(clerk, {
    source: { from: "document", id: issued },
    form: "trich-sao",
    to: "paper",
    ...common,
  });
  await copies.confirm(clerk, signed.id, signed.rev);
  const upload = await copies.upload(clerk, {
    files: [scan(1)],
    text: {
      kindName: "Quyết định",
      number: "218",
      notation: "QĐ-UBND",
      issuedOn: addDays(vietnamDate(office.clock()), -20),
      issuer: "Ủy ban nhân dân xã Nà Tấu",
      subject: "Về việc cử cán bộ tham gia tổ công nghệ số cộng đồng",
    },
    standing: "authentic",
    compared: true,
    secret: false,
  });
  const made = await copies.make(
    clerk,
    { source: { from: "upload", id: upload.id }, form: "sao-y", to: "electronic", ...common },
    { password: KEY },
  );
  const sent = await copies.send(clerk, made.id, made.rev, [receiver.id]);
  return { printed: printed.id, signed: signed.id, sent: sent.id, upload: upload.id };
}

const LIST = (maker: string) => `# Văn phòng | VP
Chương trình, báo cáo công tác năm | Vĩnh viễn | ${maker}
Công văn trao đổi thường | 02 năm | ${maker}
# Chuyển đổi số | CĐS
Triển khai chuyển đổi số năm nay | 20 năm | ${maker}
Tổ công nghệ số cộng đồng | 10 năm | ${maker}`;

/** The year's list approved, the next one in draft, dossiers open, restricted, closed, offered and received by the archive. */
export async function makeDossiers(office: Office, people: People, documents: { issued: string; sent: string }) {
  const { dossiers } = office;
  const { drafter, leader, archivist } = people;
  const year = Number(vietnamDate(office.clock()).slice(0, 4));
  const headings = readListText(LIST(drafter.name));
  const list = await dossiers.saveList(drafter, year, 0, { numbering: "whole", headings });
  await dossiers.approveList(leader, year, list.rev, {
    symbol: "05/QĐ-UBND",
    date: `${year}-01-01`,
    issuer: "Chủ tịch Ủy ban nhân dân tỉnh",
  });
  await dossiers.saveList(drafter, year + 1, 0, { numbering: "heading", headings });
  const opened = async (notation: string) => {
    let one = await dossiers.open(drafter, { year, notation });
    one = await dossiers.put(drafter, one.id, one.rev, { from: "document", id: documents.issued });
    return dossiers.put(drafter, one.id, one.rev, { from: "document", id: documents.sent });
  };
  const open = await opened("01.VP");
  const photo = await dossiers.upload(drafter, open.id, open.rev, {
    file: { name: "ghi-chep.txt", bytes: new TextEncoder().encode("Nội dung cuộc họp triển khai") },
    title: "Ghi chép cuộc họp triển khai",
    typeName: "Ghi chép",
    issuedOn: vietnamDate(office.clock()),
  });
  const today = vietnamDate(office.clock());
  const close = async (notation: string) => {
    const one = await opened(notation);
    return dossiers.close(drafter, one.id, one.rev, today);
  };
  const closed = await close("02.VP");
  const offered = await close("03.CĐS");
  const received = await close("04.CĐS");
  await dossiers.offer(drafter, [offered.id, received.id]);
  const record = await dossiers.receive(archivist, [received.id], "Kế hoạch thu nộp hồ sơ năm");
  return { year, open: photo.id, closed: closed.id, offered: offered.id, received: received.id, record: record.id };
}
