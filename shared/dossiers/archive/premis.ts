import { createHash } from "node:crypto";
import { programVersion } from "../../home/index.ts";
import type { ArchiveEvent } from "./model.ts";
import { type Node, xmlFile } from "./xml-writer.ts";

/** A file that PREMIS speaks of. `path` is from the folder of the METS that names this PREMIS. */
export interface PremisFile {
  path: string;
  originalName: string;
  contentType: string;
  bytes: Uint8Array;
}

/** Names of formats as registries know them, by media type. */
const FORMATS: Readonly<Record<string, string>> = {
  "application/pdf": "Portable Document Format",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Office Open XML Document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Office Open XML Workbook",
  "application/vnd.etsi.asic-e+zip": "ASiC-E container (ETSI EN 319 162-1)",
  "image/png": "Portable Network Graphics",
  "image/jpeg": "JPEG File Interchange Format",
  "text/xml": "Extensible Markup Language",
};

/**
 * PREMIS 3.0: each file with its size, its SHA-256 and SHA-512, format and first name; what happened to them; who did it.
 *
 * @param whole identifier of the whole that all files belong to
 */
export function premisXml(whole: string, files: readonly PremisFile[], events: readonly ArchiveEvent[]): Uint8Array {
  const software = `Vanthu ${programVersion()}`;
  const agents = [...new Set([software, ...events.map(({ agent }) => agent)])];
  const byHash = new Map(files.map((file) => [digest("sha256", file.bytes), file.path]));
  const objects = files.map(
    ({ path, originalName, contentType, bytes }): Node => [
      "object",
      { "xsi:type": "file" },
      identifier("object", "local", path),
      [
        "objectCharacteristics",
        {},
        ["compositionLevel", {}, "0"],
        fixity("SHA-256", digest("sha256", bytes)),
        fixity("SHA-512", digest("sha512", bytes)),
        ["size", {}, String(bytes.length)],
        ["format", {}, ["formatDesignation", {}, ["formatName", {}, FORMATS[contentType] ?? contentType]]],
      ],
      ["originalName", {}, originalName],
    ],
  );
  const intellectual: Node = ["object", { "xsi:type": "intellectualEntity" }, identifier("object", "local", whole)];
  const eventNodes = events.map(
    (event, index): Node => [
      "event",
      {},
      identifier("event", "local", `event-${index + 1}`),
      ["eventType", {}, event.type],
      ["eventDateTime", {}, event.at],
      ["eventDetailInformation", {}, ["eventDetail", {}, event.detail]],
      ...(event.outcome === undefined
        ? []
        : [["eventOutcomeInformation", {}, ["eventOutcome", {}, event.outcome]] satisfies Node]),
      [
        "linkingAgentIdentifier",
        {},
        ["linkingAgentIdentifierType", {}, "local"],
        ["linkingAgentIdentifierValue", {}, `agent-${agents.indexOf(event.agent) + 1}`],
      ],
      [
        "linkingObjectIdentifier",
        {},
        ["linkingObjectIdentifierType", {}, "local"],
        ["linkingObjectIdentifierValue", {}, (event.file === undefined ? undefined : byHash.get(event.file)) ?? whole],
      ],
    ],
  );
  const agentNodes = agents.map(
    (name, index): Node => [
      "agent",
      {},
      identifier("agent", "local", `agent-${index + 1}`),
      ["agentName", {}, name],
      ["agentType", {}, name === software ? "software" : "person"],
    ],
  );
  return xmlFile([
    "premis",
    {
      xmlns: "http://www.loc.gov/premis/v3",
      "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      version: "3.0",
    },
    intellectual,
    ...objects,
    ...eventNodes,
    ...agentNodes,
  ]);
}

function identifier(kind: string, type: string, value: string): Node {
  return [`${kind}Identifier`, {}, [`${kind}IdentifierType`, {}, type], [`${kind}IdentifierValue`, {}, value]];
}

function fixity(algorithm: string, value: string): Node {
  return ["fixity", {}, ["messageDigestAlgorithm", {}, algorithm], ["messageDigest", {}, value]];
}

function digest(algorithm: "sha256" | "sha512", bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest("hex");
}
