import { dossierCode } from "../codes.ts";
import type { Metadata } from "../metadata.ts";
import type { Dossier, NumberedDocument } from "../model.ts";
import { maintenanceCode, parseRetention } from "../retention.ts";
import { hrefOf } from "./mets.ts";
import { type Node, xmlFile } from "./xml-writer.ts";

const EAD = "http://ead3.archivists.org/schema/";

/** TT 05/2025/TT-BNV, list typeDoc, by names of kinds; 32 for the rest. */
const TYPE_CODES: Readonly<Record<string, string>> = {
  "nghị quyết": "01",
  "quyết định": "02",
  "chỉ thị": "03",
  "quy định": "04",
  "thông tư": "05",
  "thông báo": "07",
  "hướng dẫn": "08",
  "chương trình": "09",
  "kế hoạch": "10",
  "phương án": "11",
  "đề án": "12",
  "dự án": "13",
  "báo cáo": "14",
  "tờ trình": "15",
  "giấy ủy quyền": "16",
  "phiếu gửi": "17",
  "phiếu chuyển": "18",
  "phiếu báo": "19",
  "biên bản": "20",
  "hợp đồng": "21",
  "công văn": "22",
  "công điện": "23",
  "giấy mời": "26",
  "giấy giới thiệu": "27",
  "giấy nghỉ phép": "28",
  "thư công": "29",
  "bản đồ": "30",
  "bản vẽ": "31",
};
/** Lists language and mode. */
const LANGUAGES: Readonly<Record<string, string>> = {
  "tiếng việt": "01",
  "tiếng anh": "02",
  "tiếng pháp": "03",
  "tiếng nga": "04",
  "tiếng trung": "05",
};
const MODES: Readonly<Record<string, string>> = { "công khai": "01", "có điều kiện": "02", "hạn chế": "02", mật: "03" };

const plain = (text: string) => text.normalize("NFC").trim().toLocaleLowerCase("vi");

/** Codes that the archive gives a dossier. */
export interface ArchiveCodes {
  arcFileCode?: string;
}

/**
 * EAD.xml of a dossier: an EAD3 finding aid; every field of TT 05/2025/TT-BNV's description of a dossier stands in an `odd` whose
 * `localtype` is the field's name, and each document is a component that names its own description and file.
 */
export function dossierEad(
  dossier: Dossier,
  documents: readonly { document: NumberedDocument; data: string[]; description: string }[],
  metadata: Metadata,
  codes: ArchiveCodes,
  at: string,
): Uint8Array {
  const fields: [string, string][] = [
    ["fileCode", dossierCode(dossier.code)],
    ["arcFileCode", codes.arcFileCode ?? ""],
    ["title", dossier.title],
    ["maintenance", maintenanceCode(parseRetention(dossier.retention))],
    ["maintenanceText", dossier.retention],
    ["mode", MODES[plain(dossier.rights)] ?? "01"],
    ["language", LANGUAGES[plain(dossier.language)] ?? "11"],
    ["startDate", dossier.startedOn],
    ["endDate", dossier.endedOn ?? ""],
    ["keyword", dossier.keywords ?? ""],
    ["totalDoc", String(dossier.documents)],
    ["numberOfPaper", "0"],
    ["numberOfPage", String(dossier.pages)],
    ["inforSign", ""],
    ["description", dossier.note ?? ""],
    ["confidenceLevel", "01"],
    ["format", "01"],
  ];
  const root: Node = [
    "ead",
    { xmlns: EAD },
    control(dossierCode(dossier.code), dossier.title, at),
    [
      "archdesc",
      { level: "file" },
      [
        "did",
        {},
        ["unitid", { localtype: "fileCode" }, dossierCode(dossier.code)],
        ["unittitle", {}, dossier.title],
        [
          "unitdatestructured",
          {},
          [
            "daterange",
            {},
            ["fromdate", { standarddate: dossier.startedOn }, dossier.startedOn],
            ["todate", { standarddate: dossier.endedOn ?? dossier.startedOn }, dossier.endedOn ?? dossier.startedOn],
          ],
        ],
        ["origination", {}, ["persname", {}, ["part", {}, dossier.maker.name]]],
        ["langmaterial", {}, ["language", {}, dossier.language]],
      ],
      ...odds(fields),
      ...decreeFields(metadata),
      [
        "dsc",
        {},
        ...documents.map(
          ({ document, data, description }): Node => [
            "c",
            { level: "item", id: `doc-${String(document.ordinal).padStart(7, "0")}` },
            [
              "did",
              {},
              ["unitid", { localtype: "docCode" }, String(document.ordinal).padStart(7, "0")],
              ["unittitle", {}, [document.facts.typeName, document.facts.subject].filter(Boolean).join(" ")],
              ["unitdate", {}, document.facts.issuedOn],
              ...data.map((href): Node => ["dao", { daotype: "borndigital", localtype: "data", href: hrefOf(href) }]),
              ["dao", { daotype: "borndigital", localtype: "description", href: hrefOf(description) }],
            ],
          ],
        ),
      ],
    ],
  ];
  return xmlFile(root);
}

/** EAD_doc_*.xml: the description of one document. */
export function documentEad(document: NumberedDocument, metadata: Metadata | undefined, at: string): Uint8Array {
  const { facts, ordinal } = document;
  const code = String(ordinal).padStart(7, "0");
  const fields: [string, string][] = [
    ["docCode", code],
    ["docOrdinal", String(ordinal)],
    ["typeName", TYPE_CODES[plain(facts.typeName)] ?? "32"],
    ["typeNameText", facts.typeName],
    ["codeNumber", facts.number],
    ["codeNotation", facts.notation],
    ["issuedDate", facts.issuedOn],
    ["organName", facts.issuer],
    ["subject", facts.subject],
    ["language", LANGUAGES[plain(facts.language)] ?? "11"],
    ["pageAmount", String(facts.pages)],
    ["autograph", ""],
    ["signer", [facts.signer.position, facts.signer.name].filter(Boolean).join(", ")],
    ["description", document.note ?? ""],
  ];
  const title = [facts.typeName, facts.symbol, facts.subject].filter(Boolean).join(" ");
  return xmlFile([
    "ead",
    { xmlns: EAD },
    control(code, title, at),
    [
      "archdesc",
      { level: "item" },
      [
        "did",
        {},
        ["unitid", { localtype: "docCode" }, code],
        ["unittitle", {}, title],
        ["unitdate", {}, facts.issuedOn],
        ["langmaterial", {}, ["language", {}, facts.language]],
      ],
      ...odds(fields),
      ...(metadata === undefined ? [] : decreeFields(metadata)),
    ],
  ]);
}

function control(id: string, title: string, at: string): Node {
  return [
    "control",
    {},
    ["recordid", {}, id],
    ["filedesc", {}, ["titlestmt", {}, ["titleproper", {}, title]]],
    ["maintenancestatus", { value: "new" }],
    ["maintenanceagency", {}, ["agencyname", {}, "Vanthu"]],
    [
      "maintenancehistory",
      {},
      [
        "maintenanceevent",
        {},
        ["eventtype", { value: "created" }],
        ["eventdatetime", {}, at],
        ["agenttype", { value: "machine" }],
        ["agent", {}, "Vanthu"],
      ],
    ],
  ];
}

/** Empty fields are left out: an `odd` must say something. */
function odds(fields: readonly [string, string][]): Node[] {
  return fields
    .filter(([, text]) => text !== "")
    .map(([name, text]): Node => ["odd", { localtype: name }, ["p", {}, text]]);
}

/** The decree's own fields (Phụ lục VI Phần II), by number and English name. */
function decreeFields({ table, lines, additional }: Metadata): Node[] {
  return [
    ...odds(
      lines.flatMap(({ number, english, values }) =>
        values.map((value): [string, string] => [`nd30.${table}.${number}.${english}`, value]),
      ),
    ),
    ...odds(additional.map(({ name, text }): [string, string] => [`additional.${name}`, text])),
  ];
}
