import type { Actor } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { OfficeContext } from "../context.ts";
import { documentFor } from "../issuing.ts";
import { heldKey } from "../keys/holding.ts";
import { preferredOf, type StoredKey, servesRole, storedKeys } from "../keys/records.ts";
import type { DocumentDesk, DocumentRecord, Revised } from "../model.ts";
import type { DocumentToSign, SigningDesk, SigningRole } from "./session-model.ts";

/** One document with a key file of this installation and its password, at once: for the command line and simple clients. */
export function storedKeySigning(context: OfficeContext, signing: SigningDesk): Pick<DocumentDesk, "sign" | "seal"> {
  return {
    sign: (actor, id, rev, password) => signNow(context, signing, actor, { id, rev }, "leader", password),
    seal: (actor, id, rev, password) => signNow(context, signing, actor, { id, rev }, "seal", password),
  };
}

async function signNow(
  context: OfficeContext,
  signing: SigningDesk,
  actor: Actor,
  document: DocumentToSign,
  role: SigningRole,
  password: string,
): Promise<Revised<DocumentRecord>> {
  // What is wrong with the document is said before what is wrong with the password.
  await documentFor(context, actor, document, role);
  const { holder, lock } = await heldKey(context, await localKey(context, actor, role), { password });
  try {
    const { outcomes } = await signing.signAll(actor, [document], role, holder, {});
    const [outcome] = outcomes;
    if (outcome?.state === "signed") return outcome.document;
    throw outcome?.error ?? new VanthuError("INTERNAL", { message: "Khóa trên máy này không trả lời ngay." });
  } finally {
    lock();
  }
}

/** The key file that is offered first. @throws KEY_MISSING */
async function localKey(context: OfficeContext, actor: Actor, role: SigningRole): Promise<StoredKey> {
  const now = context.clock().toISOString();
  const keys = (await storedKeys(context.storage, actor.organisationId)).map(({ data }) => data);
  const own = keys.filter((key) => key.connection === undefined && servesRole(actor, key, role));
  const key = preferredOf(own.filter(({ notAfter }) => now <= notAfter)) ?? preferredOf(own);
  if (key !== undefined) return key;
  throw new VanthuError("KEY_MISSING", {
    message: role === "seal" ? "Cơ quan chưa có chứng thư số." : "Người ký chưa có chứng thư số.",
    hint: "Đề nghị quản trị viên cấp chứng thư ở trang Quản trị.",
  });
}
