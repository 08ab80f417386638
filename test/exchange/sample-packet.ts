import type { DocumentPacket, PacketOrganisation } from "../../shared/exchange/index.ts";

/** Invented organisations. */
export const SENDER: PacketOrganisation = {
  organisationCode: "H99.07",
  name: "Ủy ban nhân dân huyện Sông Lam",
  superior: "Ủy ban nhân dân tỉnh Trường Giang",
  address: "Số 1 đường Hoa Ban",
  email: "vanthu@songlam.example",
};

/** The other side. */
export const RECEIVER: PacketOrganisation = { organisationCode: "H99.07.012", name: "Ủy ban nhân dân xã Bến Đá" };

/** A plan on its way, with one PDF. */
export function samplePacket(change: Partial<DocumentPacket> = {}): DocumentPacket {
  return {
    documentId: "H99.07,2026/11/20,32/KH-UBND",
    from: SENDER,
    to: [RECEIVER],
    number: "32",
    notation: "KH-UBND",
    place: "Sông Lam",
    issuedOn: "2026-11-20",
    kind: { code: "10", name: "Kế hoạch" },
    subject: "Chuyển đổi số năm 2027 & “dịch vụ công” <một cửa>",
    signatory: { competence: "TM. ỦY BAN NHÂN DÂN", position: "CHỦ TỊCH", name: "Lê Thị Ánh" },
    dueOn: "2026-12-05",
    priority: 1,
    pages: 13,
    appendices: ["Phụ lục I", "Phụ lục II"],
    places: ["Như trên", "Lưu: VT, VX"],
    business: "new",
    businessReason: "Văn bản điện tử mới",
    staff: { name: "Trần Văn Bình" },
    replaces: [],
    attachments: [
      {
        name: "ke-hoach-32.pdf",
        description: "Văn bản chính",
        contentType: "application/pdf",
        bytes: new TextEncoder().encode("%PDF-1.7\nmẫu\n%%EOF\n"),
      },
    ],
    sentAt: "2026-11-20T02:15:07.000Z",
    ...change,
  };
}
