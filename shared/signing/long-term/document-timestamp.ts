import { VanthuError } from "../../errors/index.ts";
import { declareSignatures } from "../declarations.ts";
import { addSignatureField, formFields } from "../form.ts";
import { appendWithHole, fillHole, rangeDigest } from "../holes.ts";
import { Revision } from "../revision.ts";
import { timestampDictionary } from "../signature-dictionary.ts";
import { checkRoom, tokenRoom } from "../token-room.ts";
import type { TimestampOptions } from "./model.ts";
import { requestTimestamp, type Timestamp } from "./request-timestamp.ts";

const FIELD = "DauThoiGian";

/**
 * Appends a document timestamp (ETSI EN 319 142-1, 5.4.3; ISO 32000-2, 12.8.5) over every byte of the file, unseen.
 *
 * @throws VanthuError TSA_*
 */
export async function addDocumentTimestamp(
  pdf: Uint8Array,
  options: TimestampOptions,
): Promise<{ pdf: Uint8Array; timestamp: Timestamp }> {
  const revision = new Revision(pdf);
  const page = revision.page(0);
  if (page === undefined) throw new VanthuError("PDF_SYNTAX", { message: "Tệp PDF không có trang nào." });
  const taken = new Set(formFields(revision).map((field) => field.name));
  let number = 1;
  while (taken.has(`${FIELD}${number}`)) number++;
  const signature = revision.reserve();
  const field = { name: `${FIELD}${number}`, tooltip: "Dấu thời gian của tệp", page: page.ref };
  addSignatureField(revision, field, { V: signature });
  declareSignatures(revision);
  const { bytes, byteRange } = appendWithHole(revision, signature, timestampDictionary(tokenRoom("B-LTA", options)));
  const timestamp = await requestTimestamp(rangeDigest(bytes, byteRange, "sha256"), options);
  checkRoom(timestamp, options);
  fillHole(bytes, byteRange, timestamp.token);
  return { pdf: bytes, timestamp };
}
