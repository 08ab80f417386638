import { createHash, randomUUID } from "node:crypto";
import { type Actor, allow, commitAudited } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type EvidenceInput, packEvidence, verificationReport } from "../../evidence/index.ts";
import type { KeyHolder } from "../../key-holders/index.ts";
import type { Signer } from "../../signing/index.ts";
import type { Verdict } from "../../verification/index.ts";
import type { OfficeContext } from "../context.ts";
import { answered, sealKey } from "../copies/signing.ts";
import { documentIdOf, fileName } from "../dispatch.ts";
import { readDocument } from "../document-file.ts";
import { checkSigner } from "../keys/checks.ts";
import { heldKey } from "../keys/holding.ts";
import type { Unlock } from "../keys/model.ts";
import type { DocumentRecord, Office } from "../model.ts";
import { revocationSources, timestampOptions } from "../signing/levels.ts";
import { readSigningSettings } from "../signing/settings.ts";
import { verdictOnline } from "./online-verdict.ts";

/** Digest in the words of node:crypto by the end of a signature algorithm's name. */
const DIGEST = /SHA(256|384|512)$/;

/**
 * Evidence containers of issued documents (ETSI EN 319 162-1), made anew each time and kept nowhere.
 *
 * Errors of the call: NOT_FOUND, STATE_FORBIDDEN for a document that is not issued, KEY_MISSING, P12_PASSWORD_WRONG, KEY_HOLDER_*, SIGN_*,
 * TSA_* when a configured time-stamping authority does not answer.
 */
export function evidencePacking(context: OfficeContext): Office["evidence"] {
  return async (actor, documentId, { keyId, ...unlock } = {}) => {
    allow(actor, "document.seal");
    const document = await readDocument(context, actor, documentId);
    if (document.files.issued === undefined) {
      throw new VanthuError("STATE_FORBIDDEN", {
        message: "Văn bản chưa ban hành nên chưa lập được gói chứng cứ.",
        where: documentId,
      });
    }
    const key = await sealKey(context, actor.organisationId, keyId);
    const { holder, lock } = await heldKey(context, key, unlock);
    try {
      const identity = await holder.identity();
      await checkSigner(context, identity);
      const name = fileName(document);
      const signer = signerOf(holder, identity, `Gói chứng cứ ${name}`, unlock);
      const packed = await packEvidence({
        files: await contentsOf(context, actor, document),
        signer,
        at: context.clock(),
        ...(await stamping(context, actor.organisationId, identity.certificateChain[0]!)),
        revocation: await revocationSources(context),
      });
      await commitAudited(context.storage.records, [], {
        organisationId: actor.organisationId,
        actor: { personId: actor.personId, name: actor.name },
        at: context.clock().toISOString(),
        action: "document.evidence",
        subject: documentId,
        details: { sha256: createHash("sha256").update(packed.bytes).digest("hex"), key: key.id },
      });
      return { name: `${name}.asice`, ...packed };
    } finally {
      lock();
    }
  };
}

/** A key holder as one who signs bytes; a person who must confirm is waited for. */
function signerOf(holder: KeyHolder, identity: Omit<Signer, "sign">, name: string, unlock: Unlock): Signer {
  const { algorithm, certificateChain } = identity;
  return {
    algorithm,
    certificateChain,
    sign: (data) => {
      const digest = createHash(`sha${DIGEST.exec(algorithm)![1]}`)
        .update(data)
        .digest();
      return answered(holder, { digest, data, algorithm, name }, randomUUID(), unlock, "Gói chứng cứ");
    },
  };
}

/** Stamped where an authority is configured, or by the test authority for its own certificates; otherwise the container proves no time. */
async function stamping(
  context: OfficeContext,
  organisationId: string,
  certificate: Uint8Array,
): Promise<{ timestamp?: Awaited<ReturnType<typeof timestampOptions>> }> {
  const settings = await readSigningSettings(context, organisationId);
  const test = await context.keyring.isTest(certificate);
  if (settings.authorities.length === 0 && !test) return {};
  return { timestamp: await timestampOptions(context, settings, test) };
}

/** Everything there is about one issued document. */
async function contentsOf(context: OfficeContext, actor: Actor, document: DocumentRecord): Promise<EvidenceInput[]> {
  const { files } = context.storage;
  const name = fileName(document);
  const pdf = "application/pdf";
  const documents: EvidenceInput[] = [
    { name: `van-ban/${name}.pdf`, mime: pdf, bytes: await files.get(document.files.issued!) },
  ];
  for (const [index, { issued }] of document.attachments.entries()) {
    if (issued === undefined) continue;
    documents.push({ name: `phu-luc/${name}-phu-luc-${index + 1}.pdf`, mime: pdf, bytes: await files.get(issued) });
  }
  return [
    ...documents,
    ...(await exchangeOf(context, actor, document)),
    ...(await reportsOn(context, actor, documents)),
  ];
}

/** The packets that were sent, each once, and what came back for each receiver. */
async function exchangeOf(context: OfficeContext, actor: Actor, document: DocumentRecord): Promise<EvidenceInput[]> {
  if (document.sentTo.length === 0) return [];
  const sender = await context.access.organisation(actor.organisationId);
  const deliveries = await context.outbox.deliveries(documentIdOf(document, sender));
  const packets: EvidenceInput[] = [];
  const named = new Map<string, string>();
  for (const { packet } of deliveries) {
    if (named.has(packet)) continue;
    const name = `goi-tin/goi-tin-${named.size + 1}.edxml`;
    named.set(packet, name);
    packets.push({ name, mime: "application/xml", bytes: await context.storage.files.get(packet) });
  }
  const receipts = deliveries.map(({ packet, ...rest }) => ({
    ...rest,
    packet: named.get(packet),
    packetSha256: packet,
  }));
  return [...packets, { name: "bien-nhan/gui-nhan.json", mime: "application/json", bytes: json(receipts) }];
}

/** The verdicts on the files as they are packed, as data and to be read. */
async function reportsOn(
  context: OfficeContext,
  actor: Actor,
  documents: readonly EvidenceInput[],
): Promise<EvidenceInput[]> {
  const { trust, crls } = await context.keyring.trust();
  const at = context.clock();
  const sources = { cache: context.revocations, now: context.clock };
  const reached = context.fetch === undefined ? sources : { ...sources, fetch: context.fetch };
  const checked: { name: string; verdict: Verdict }[] = [];
  for (const { name, bytes } of documents)
    checked.push({ name, verdict: await verdictOnline(bytes, { trust, crls, at }, reached) });
  const pdf = verificationReport(checked, { at, online: true, trust, by: actor.name });
  return [
    { name: "bao-cao/bao-cao-kiem-tra.pdf", mime: "application/pdf", bytes: pdf },
    {
      name: "bao-cao/bao-cao-kiem-tra.json",
      mime: "application/json",
      bytes: json({ at: at.toISOString(), files: checked }),
    },
  ];
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
