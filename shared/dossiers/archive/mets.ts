import { createHash } from "node:crypto";
import { programVersion } from "../../home/index.ts";
import type { ArchiveKind } from "./model.ts";
import { type Node, xmlFile } from "./xml-writer.ts";

/** A file as a METS names it: relative to the METS. */
export interface MetsFile {
  href: string;
  contentType: string;
  bytes: Uint8Array;
}

/** A METS of a package or of a representation. */
export interface MetsInput {
  objectId: string;
  label: string;
  kind: ArchiveKind;
  at: string;
  organisation: { code: string; name: string };
  /** Descriptive metadata (EAD) and preservation metadata (PREMIS). */
  descriptive: readonly MetsFile[];
  preservation: readonly MetsFile[];
  /** Groups of files by their use: "Documentation", "Data"; of a package also METS files of representations. */
  groups: readonly { use: string; files: readonly MetsFile[] }[];
  /** Of a package: where the METS of each representation lies. */
  representations?: readonly MetsFile[];
}

/** Made for E-ARK CSIP 2.1 (DILCIS Board), which TT 05/2025/TT-BNV follows. */
const PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml";

/**
 * METS.xml of a package or representation: headers, EAD and PREMIS by reference with checksums, every file with its size and SHA-256, and
 * the structure that joins them.
 */
export function metsXml(input: MetsInput): Uint8Array {
  const ids = new Ids();
  const dmd = input.descriptive.map((file) => ({ id: ids.of("dmd", file.href), file }));
  const amd = input.preservation.map((file) => ({ id: ids.of("amd", file.href), file }));
  const groups = [
    ...input.groups,
    ...(input.representations ?? []).map((file) => ({
      use: `Representations/${file.href.split("/")[1]}`,
      files: [file],
    })),
  ]
    .filter(({ files }) => files.length > 0)
    .map(({ use, files }) => ({
      use,
      id: ids.of("grp", use),
      files: files.map((file) => ({ id: ids.of("file", file.href), file })),
    }));
  const root: Node = [
    "mets",
    {
      xmlns: "http://www.loc.gov/METS/",
      "xmlns:csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
      "xmlns:xlink": "http://www.w3.org/1999/xlink",
      "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      OBJID: input.objectId,
      LABEL: input.label,
      TYPE: "OTHER",
      "csip:OTHERTYPE": input.kind,
      "csip:CONTENTINFORMATIONTYPE": "OTHER",
      "csip:OTHERCONTENTINFORMATIONTYPE": "TT 05/2025/TT-BNV",
      PROFILE,
    },
    [
      "metsHdr",
      { CREATEDATE: input.at, RECORDSTATUS: "NEW", "csip:OAISPACKAGETYPE": input.kind.slice(0, 3) },
      [
        "agent",
        { ROLE: "CREATOR", TYPE: "OTHER", OTHERTYPE: "SOFTWARE" },
        ["name", {}, "Vanthu"],
        ["note", { "csip:NOTETYPE": "SOFTWARE VERSION" }, programVersion()],
      ],
      [
        "agent",
        { ROLE: "ARCHIVIST", TYPE: "ORGANIZATION" },
        ["name", {}, input.organisation.name],
        ["note", { "csip:NOTETYPE": "IDENTIFICATIONCODE" }, input.organisation.code],
      ],
    ],
    ...dmd.map(
      ({ id, file }): Node => [
        "dmdSec",
        { ID: id, CREATED: input.at, STATUS: "CURRENT" },
        ["mdRef", reference(file, "EAD", input.at)],
      ],
    ),
    ...(amd.length === 0
      ? []
      : [
          [
            "amdSec",
            { ID: ids.of("amdsec", input.label) },
            ...amd.map(
              ({ id, file }): Node => [
                "digiprovMD",
                { ID: id, CREATED: input.at, STATUS: "CURRENT" },
                ["mdRef", reference(file, "PREMIS", input.at)],
              ],
            ),
          ] satisfies Node,
        ]),
    [
      "fileSec",
      { ID: ids.of("filesec", input.label) },
      ...groups.map(
        ({ use, id, files }): Node => [
          "fileGrp",
          { ID: id, USE: use },
          ...files.map(
            ({ id: fileId, file }): Node => [
              "file",
              {
                ID: fileId,
                MIMETYPE: file.contentType,
                SIZE: file.bytes.length,
                CREATED: input.at,
                CHECKSUM: digest(file.bytes),
                CHECKSUMTYPE: "SHA-256",
              },
              ["FLocat", { LOCTYPE: "URL", "xlink:type": "simple", "xlink:href": hrefOf(file.href) }],
            ],
          ),
        ],
      ),
    ],
    [
      "structMap",
      { ID: ids.of("struct", input.label), TYPE: "PHYSICAL", LABEL: "CSIP" },
      [
        "div",
        { ID: ids.of("div", "root"), LABEL: input.objectId },
        [
          "div",
          {
            ID: ids.of("div", "Metadata"),
            LABEL: "Metadata",
            ...(dmd.length === 0 ? {} : { DMDID: dmd.map(({ id }) => id).join(" ") }),
            ...(amd.length === 0 ? {} : { ADMID: amd.map(({ id }) => id).join(" ") }),
          },
        ],
        ...groups.map(
          ({ use, files }): Node => [
            "div",
            { ID: ids.of("div", use), LABEL: use },
            ...(use.startsWith("Representations/")
              ? files.map(
                  ({ id, file }): Node => [
                    "mptr",
                    { LOCTYPE: "URL", "xlink:type": "simple", "xlink:href": hrefOf(file.href), "xlink:title": id },
                  ],
                )
              : files.map(({ id }): Node => ["fptr", { FILEID: id }])),
          ],
        ),
      ],
    ],
  ];
  return xmlFile(root);
}

function reference(file: MetsFile, type: string, at: string) {
  return {
    LOCTYPE: "URL",
    "xlink:type": "simple",
    "xlink:href": hrefOf(file.href),
    MDTYPE: type,
    MIMETYPE: "text/xml",
    SIZE: file.bytes.length,
    CREATED: at,
    CHECKSUM: digest(file.bytes),
    CHECKSUMTYPE: "SHA-256",
  };
}

/** A path as a URL reference: each part percent-encoded. */
export function hrefOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** XML ids that follow from what they are of: the same package has the same ids. */
class Ids {
  readonly #given = new Set<string>();

  of(kind: string, what: string): string {
    const id = `${kind}-${createHash("sha256").update(what).digest("hex").slice(0, 16)}`;
    if (this.#given.has(id)) return this.of(kind, `${what}+`);
    this.#given.add(id);
    return id;
  }
}
