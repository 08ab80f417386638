import { type Actor, allow } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { type FormValue, fillForm, readForm } from "../../docx/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { dateParts, ruleSetFor } from "../../format/index.ts";
import { typeset } from "../../typeset/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { assigneesText, symbolOf } from "./handling-records.ts";
import type { ArrivalStamp, IncomingDesk, IncomingDocument, IncomingPaper, Opinion } from "./model.ts";
import { documentOf, visibleRecord } from "./reading.ts";

const FORMS = { stamp: "arrival-stamp", slip: "handling-slip", "stamp-and-slip": "stamp-and-slip" } as const;
const NAMES: Record<IncomingPaper, string> = {
  stamp: "dau-den",
  slip: "phieu-giai-quyet",
  "stamp-and-slip": "dau-den-va-phieu-giai-quyet",
};
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/** What stands where something is to be written by hand. */
const DOTS = "………………………………";

/** Stamp and handling slip: files of their own, made from what is known now; the received file stays as it came. */
export function papersDesk(context: OfficeContext): Pick<IncomingDesk, "stamp" | "paper"> {
  return {
    async stamp(actor, id) {
      allow(actor, "incoming.read");
      const organisation = await context.access.organisation(actor.organisationId);
      return stampOf(organisation.name, await acceptedDocument(context, actor, id));
    },

    async paper(actor, id, paper, format) {
      allow(actor, "incoming.read");
      const document = await acceptedDocument(context, actor, id);
      const organisation = await context.access.organisation(actor.organisationId);
      const today = vietnamDate(context.clock());
      const ruleSet = ruleSetFor(organisation.system, today);
      const stamp = stampOf(organisation.name, document);
      const { day, month, year } = dateParts(today);
      const docx = fillForm(ruleSet, readForm(ruleSet, FORMS[paper]), {
        coQuanCapTren: (organisation.superior ?? "").toLocaleUpperCase("vi"),
        coQuan: organisation.name.toLocaleUpperCase("vi"),
        tieuDe: "Phiếu giải quyết văn bản đến",
        diaDanh: organisation.place,
        ngay: day,
        thang: month,
        nam: year,
        coQuanDau: organisation.name.toLocaleUpperCase("vi"),
        soDen: String(stamp.number),
        ngayDen: vietnameseDay(stamp.arrivedOn),
        chuyen: passedOnStamp(document) || "……………………",
        hoSo: stamp.dossier || "……………",
        vanBan: nameOf(document),
        hanGiaiQuyet:
          document.handling.dueOn === undefined
            ? ""
            : `, thời hạn giải quyết: ${vietnameseDay(document.handling.dueOn)}`,
        ...opinionsOf(document),
      });
      const name = `${NAMES[paper]}-${stamp.number}-${stamp.arrivedOn.slice(0, 4)}`;
      if (format === "docx") return { name: `${name}.docx`, contentType: DOCX, bytes: docx };
      const { pdf } = await typeset(docx);
      return { name: `${name}.pdf`, contentType: "application/pdf", bytes: pdf };
    },
  };
}

async function acceptedDocument(context: OfficeContext, actor: Actor, id: string): Promise<IncomingDocument> {
  const document = await documentOf(context, actor, await visibleRecord(context, actor, id));
  if (document.entry !== undefined && document.cancelled === undefined) return document;
  throw new VanthuError("STATE_FORBIDDEN", {
    message:
      document.cancelled === undefined
        ? "Văn bản chưa được tiếp nhận nên chưa có số đến."
        : "Văn bản đã bị hủy theo yêu cầu thu hồi.",
    where: id,
    hint: "Dấu đến và phiếu giải quyết lập sau khi văn bản vào sổ.",
  });
}

function stampOf(organisation: string, { entry, handling }: IncomingDocument): ArrivalStamp {
  return {
    organisation,
    number: entry!.number,
    arrivedOn: entry!.arrivedOn,
    passedTo: assigneesText(handling),
    dossier: handling.dossier ?? "",
  };
}

/** Letters that two lines of the stamp have room for. */
const STAMP_ROOM = 52;

/** "Chuyển" as it fits into the stamp: all of them, or who leads and how many more. */
function passedOnStamp({ handling }: IncomingDocument): string {
  const all = assigneesText(handling);
  const [first] = handling.assignments;
  if (all.length <= STAMP_ROOM || first === undefined) return all;
  const others = handling.assignments.length - 1;
  const name = first.to.name.length > STAMP_ROOM - 12 ? `${first.to.name.slice(0, STAMP_ROOM - 14)}…` : first.to.name;
  return others === 0 ? name : `${name} (và ${others} nơi)`;
}

/** Tên loại; số và ký hiệu; ngày, tháng, năm; cơ quan ban hành và trích yếu nội dung văn bản đến. */
function nameOf(document: IncomingDocument): string {
  const kind = document.kind.name === "" ? "Văn bản" : document.kind.name;
  return `${kind} số ${symbolOf(document)} ngày ${vietnameseDay(document.issuedOn)} của ${document.from.name}: ${document.subject}`;
}

function opinionsOf({ handling }: IncomingDocument): Record<string, FormValue> {
  const of = (...kinds: Opinion["kind"][]) => handling.opinions.filter(({ kind }) => kinds.includes(kind));
  const said = (one: Opinion) => ({
    noiDung: one.text === "" ? [] : one.text.split("\n"),
    ngay: spokenInstant(one.at),
    nguoi: one.person,
    thoiHan: one.dueOn === undefined ? "theo quy chế làm việc" : vietnameseDay(one.dueOn),
  });
  const helpers = handling.assignments.filter(({ part, withinUnit }) => part === "with" && withinUnit === undefined);
  const leaders = of("leader", "clerk").map((one) => ({
    ...said(one),
    chuTri: one.lead ?? "không thay đổi",
    // Each helper with its own deadline, as it holds now.
    phoiHop:
      (one.with ?? [])
        .map((name) => {
          const own = helpers.find(({ to }) => to.name === name)?.dueOn;
          return own === undefined ? name : `${name} (hạn ${vietnameseDay(own)})`;
        })
        .join("; ") || "không",
  }));
  const units = of("unit").map((one) => ({ ...said(one), giao: one.lead ?? DOTS }));
  const proposals = of("proposal").map(said);
  const blank = { noiDung: [], ngay: DOTS, nguoi: DOTS, thoiHan: DOTS, chuTri: DOTS, phoiHop: DOTS, giao: DOTS };
  const dotted = { ...blank, noiDung: [DOTS + DOTS] };
  return {
    yKienLanhDao: leaders.length > 0 ? leaders : [blank],
    yKienDonVi: units.length > 0 ? units : [blank],
    yKienDeXuat: proposals.length > 0 ? proposals : [dotted],
  };
}

function spokenInstant(at: string): string {
  return vietnameseDay(vietnamDate(new Date(at)));
}
