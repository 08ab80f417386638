import { createHash } from "node:crypto";
import {
  type ArchiveInput,
  type Dossier,
  type DossierDocument,
  metadataOf,
  numberDocuments,
} from "../../shared/dossiers/index.ts";

/** A dossier of three documents, one of them with a second file; what is in the files does not matter here. */
export function sampleDossier(): { dossier: Dossier; input: ArchiveInput } {
  const bytes = new Map<string, Uint8Array>();
  const file = (name: string, contentType: string, text: string) => {
    const content = new TextEncoder().encode(text);
    const sha256 = createHash("sha256").update(content).digest("hex");
    bytes.set(sha256, content);
    return { name, contentType, sha256, bytes: content.length };
  };
  const document = (
    issuedOn: string,
    symbol: string,
    subject: string,
    files: DossierDocument["files"],
  ): DossierDocument => ({
    source: { from: "document", id: symbol },
    facts: {
      typeName: "Kế hoạch",
      number: symbol.split("/")[0]!,
      notation: symbol.split("/")[1]!,
      symbol,
      issuedOn,
      issuer: "Ủy ban nhân dân xã Suối Nậm",
      subject,
      language: "Tiếng Việt",
      pages: 4,
      signer: { position: "Chủ tịch", name: "Lò Văn Hặc" },
    },
    files,
    addedAt: `${issuedOn}T02:00:00.000Z`,
    addedBy: "Quàng Thị Lả",
  });
  const documents = numberDocuments([
    document("2026-05-02", "31/KH-UBND", "trồng cây che bóng & chống xói mòn", [
      file("ke-hoach.pdf", "application/pdf", "%PDF-1.7 b"),
      file("Phụ lục “diện tích”.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ]),
    document("2026-03-14", "12/KH-UBND", "mở lớp ghép cành mắc ca", [file("k12.pdf", "application/pdf", "%PDF-1.7 a")]),
    document("2026-09-30", "88/KH-UBND", "nghiệm thu diện tích trồng mới", [
      file("k88.pdf", "application/pdf", "%PDF-1.7 c"),
    ]),
  ]);
  const dossier: Dossier = {
    id: "ho-so-1",
    organisationId: "to-chuc",
    code: { organId: "H98.40", year: 2026, notation: "03.NLN" },
    title: "Hồ sơ phát triển cây mắc ca năm 2026",
    retention: "20 năm",
    rights: "Công khai",
    maker: { personId: "la", name: "Quàng Thị Lả" },
    unit: "Phòng Kinh tế",
    language: "Tiếng Việt",
    startedOn: "2026-03-01",
    endedOn: "2026-10-05",
    kind: "other",
    access: { level: "office", people: [], units: [] },
    state: "closed",
    handOverBy: "2027-10-05",
    documents: 3,
    pages: 12,
    files: 4,
    createdAt: "2026-03-01T01:00:00.000Z",
    history: [],
  };
  const input: ArchiveInput = {
    kind: "SIP_hoso",
    dossier,
    documents,
    metadata: {
      dossier: metadataOf("III", { "1.1": "H98.40", "1.2": "2026", "1.3": "03.NLN", "2": dossier.title }),
      documents: new Map(documents.map((one) => [one.ordinal, metadataOf("I", { "8": one.facts.subject })])),
    },
    bytes,
    documentation: [
      { name: "Mục lục văn bản.pdf", contentType: "application/pdf", bytes: new TextEncoder().encode("%PDF-1.7 m") },
    ],
    organisation: { code: "H98.40", name: "Ủy ban nhân dân xã Suối Nậm" },
    session: { number: 1, ordinal: 3 },
    events: [
      { type: "ingestion", at: "2026-10-05T03:00:00.000Z", detail: "Kết thúc hồ sơ", agent: "Quàng Thị Lả" },
      {
        type: "digital signature validation",
        at: "2026-10-05T03:00:00.000Z",
        detail: "Kiểm tra chữ ký số",
        outcome: "TOTAL_PASSED",
        agent: "Vanthu",
        file: documents[0]!.files[0]!.sha256,
      },
    ],
    at: "2026-10-05T03:00:00.000Z",
  };
  return { dossier, input };
}
