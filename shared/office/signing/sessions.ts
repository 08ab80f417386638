import { allow } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { acceptSignedFile } from "../../key-holders/index.ts";
import type { OfficeContext } from "../context.ts";
import { commitChange, readDocument } from "../document-file.ts";
import { documentFor, filesToSign, recordFiles, refuseUnsound } from "../issuing.ts";
import { signingBatches } from "./batch.ts";
import { type LevelledPdf, levelFor, raised } from "./levels.ts";
import type { PreparedSession, SigningDesk, SigningSession } from "./session-model.ts";
import {
  commitFinished,
  completed,
  documentChanged,
  finishSession,
  nameOnCertificate,
  openSession,
  readSession,
  requireFitting,
  requireOpen,
  requireRequester,
  sessionDone,
  sessionWrite,
  storeSession,
} from "./session-steps.ts";
import { readSigningSettings } from "./settings.ts";
import { signingTransactions } from "./transactions.ts";

/** Scope of the test authority's anchor (keyring.ts). */
const TEST_SCOPE = "thử nghiệm";

const OUTSIDE: SigningSession["holder"] = { kind: "outside", label: "thiết bị ký của người dùng" };

/**
 * Signing with keys kept elsewhere: one file at a time here, many with one confirmation in {@link signingBatches},
 * answers that come later in {@link signingTransactions}.
 */
export function signingDesk(context: OfficeContext): SigningDesk {
  return {
    ...signingBatches(context),
    ...signingTransactions(context),

    async prepare(actor, document, role, identity, options = {}) {
      allow(actor, role === "leader" ? "document.sign" : "document.seal");
      const warning = await requireFitting(context, actor, role, identity);
      const holder = options.holder ?? OUTSIDE;
      const opened = await openSession(context, actor, document, role, identity, holder, options.validMinutes);
      await context.storage.records.commit([await storeSession(context, opened)]);
      return { ...preparedOf(opened.session), ...(warning === undefined ? {} : { warning }) };
    },

    async complete(actor, sessionId, signatures, documentId) {
      allow(actor, "document.read");
      const { data: session, rev } = await readSession(context, actor, sessionId);
      if (documentId !== undefined && documentId !== session.documentId) {
        throw new VanthuError("SIGN_SESSION_OTHER_DOCUMENT", {
          message: "Chữ ký này được yêu cầu cho một văn bản khác. Chưa lưu gì.",
          where: documentId,
          hint: "Mở đúng văn bản đang chờ chữ ký.",
        });
      }
      requireOpen(context, actor, session);
      allow(actor, session.role === "leader" ? "document.sign" : "document.seal");
      const prepared = await Promise.all(session.parts.map((part) => context.storage.files.get(part.prepared)));
      const given = signatures instanceof Uint8Array ? [signatures] : signatures;
      const finished = await finishSession(context, actor, session, prepared, given);
      try {
        const consumed = sessionWrite(completed(session, finished), rev);
        return await commitChange(context, actor, finished.change, [...finished.also, consumed]);
      } catch (error) {
        if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
        // Somebody was faster: with this very session, or with the document.
        const now = (await readSession(context, actor, sessionId)).data;
        if (now.status !== "open") throw sessionDone(now);
        const document = await readDocument(context, actor, session.documentId);
        throw document.rev === session.documentRev ? error : documentChanged(session);
      }
    },

    async session(actor, sessionId) {
      allow(actor, "document.read");
      // Signatures that wait for an authority are between the holder and this office.
      const { signatures: _kept, ...session } = (await readSession(context, actor, sessionId)).data;
      return session;
    },

    async cancel(actor, sessionId, note) {
      allow(actor, "document.read");
      const { data: session, rev } = await readSession(context, actor, sessionId);
      if (session.status !== "open") throw sessionDone(session);
      requireRequester(actor, session);
      const cancelled: SigningSession = { ...session, status: "cancelled", ...(note === undefined ? {} : { note }) };
      await context.storage.records.commit([sessionWrite(cancelled, rev)]);
    },

    async acceptReturned(actor, { id, rev }, role, returned) {
      const document = await documentFor(context, actor, { id, rev }, role);
      const commonName = await nameOnCertificate(context, actor, role);
      const settings = await readSigningSettings(context, actor.organisationId);
      const at = context.clock();
      const { trust, crls } = await context.keyring.trust();
      const files = [returned.file, ...(returned.attachments ?? [])];
      const sources = filesToSign(document, role, at);
      if (files.length !== sources.length) {
        throw new VanthuError("INVALID", {
          message: `Cần ${sources.length} tệp đã ký, nhận được ${files.length}.`,
          where: "attachments",
        });
      }
      const signed: LevelledPdf[] = [];
      for (const [index, source] of sources.entries()) {
        const sent = await context.storage.files.get(source.file);
        const accepted = acceptSignedFile(sent, files[index]!, { commonName }, { trust, crls, at, offline: true });
        for (const signature of accepted.signatures) {
          if (signature.trusted) continue;
          throw new VanthuError("SIGN_CERT_UNTRUSTED", {
            message: `Chứng thư số của ${signature.signer.commonName} không dẫn được tới cơ quan chứng thực gốc đã cấu hình. Chưa lưu gì.`,
            where: signature.field,
            hint: "Đề nghị quản trị viên cấu hình chứng thư gốc của nhà cung cấp.",
          });
        }
        // Number and seal follow only on a signature that stands where it was prepared, or certifies.
        if (source.attachment === undefined && !accepted.signatures.some((signature) => signature.role === role)) {
          throw new VanthuError("RETURNED_FILE_CHANGED", {
            message: "Chữ ký mới không nằm ở ô ký đã chuẩn bị. Chưa lưu gì.",
            where: accepted.signatures.at(-1)!.field,
            hint: "Trong công cụ ký số, chọn đúng ô chữ ký có sẵn trong văn bản.",
          });
        }
        const test = accepted.signatures.every(({ trustScope }) => trustScope === TEST_SCOPE);
        const raisedFile = await raised(context, settings, levelFor(role, settings.level), files[index]!, test);
        await refuseUnsound(context, raisedFile.pdf);
        signed.push(raisedFile);
      }
      const finished = await recordFiles(context, actor, document, role, signed);
      await commitFinished(context, actor, [finished]);
      return finished.change.after;
    },
  };
}

function preparedOf(session: SigningSession): PreparedSession {
  const [first] = session.parts;
  return {
    sessionId: session.id,
    documentId: session.documentId,
    digests: session.parts.map(({ name, state }) => ({
      name,
      digest: state.digest,
      digestAlgorithm: state.digestAlgorithm,
      attributes: state.attributes,
    })),
    certificateSha256: first!.state.certificateSha256,
    algorithm: session.algorithm,
    expiresAt: session.expiresAt,
  };
}
