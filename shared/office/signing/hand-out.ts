import { createHash, randomBytes } from "node:crypto";
import { type Actor, allow } from "../../access/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { type StoredItem, withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { documentFor, filesToSign } from "../issuing.ts";
import type { DocumentRecord, Revised } from "../model.ts";
import type { DocumentToSign, SigningDesk, SigningRole } from "./session-model.ts";

/** One file that was handed out, by the tokens it is fetched and given back with. */
export interface HandedOutFile {
  /** For the program to show (Vietnamese). */
  name: string;
  /** Single use, each: to fetch the file, to give the signed one back. */
  fetchToken: string;
  returnToken: string;
}

/** A document handed out to a signing program on the person's own computer (VGCA Sign Service and its like). */
export interface HandOut {
  id: string;
  documentId: string;
  role: SigningRole;
  /** The document's own file first, then its attachments: all must come back. */
  files: HandedOutFile[];
  /** ISO 8601. */
  expiresAt: string;
}

/** What came of a file that was given back: the document is signed once the last one is there. */
export interface TakenBack {
  /** Files still awaited. */
  missing: number;
  document?: Revised<DocumentRecord>;
}

/** Handing files out to signing programs, which fetch and return them without a session of their own. */
export interface HandOutDesk {
  /** @throws as signing.prepare, but for the certificate: it is known only when the file comes back */
  handOut(actor: Actor, document: DocumentToSign, role: SigningRole): Promise<HandOut>;
  /** The file of a token, once. @throws SIGN_HAND_OUT_USED */
  fetchHandedOut(token: string): Promise<{ name: string; bytes: Uint8Array }>;
  /**
   * Takes a signed file back; the last one of a document completes it ({@link SigningDesk.acceptReturned}). A file that is refused may be
   * given back again, signed properly. @throws SIGN_HAND_OUT_USED; the codes of acceptReturned
   */
  takeHandedOut(token: string, file: Uint8Array): Promise<TakenBack>;
}

interface Stored {
  actor: Actor;
  document: DocumentToSign;
  role: SigningRole;
  expiresAt: string;
  files: {
    name: string;
    /** sha256 in the file store: as sent, and as returned. */
    sent: string;
    returned?: string;
    fetched: boolean;
    /** sha256 of the tokens: whoever reads the store can do nothing with them. */
    fetchToken: string;
    returnToken: string;
  }[];
  done: boolean;
}

const PLACE = "signing-hand-outs";
/** Time for a person to sign a letter and its appendices with a token in the computer. */
const VALID_MS = 15 * 60_000;

/** Opens the desk; tokens are kept as hashes only. */
export function handOutDesk(context: OfficeContext, signing: Pick<SigningDesk, "acceptReturned">): HandOutDesk {
  const { records, files } = context.storage;

  const find = async (
    token: string,
    kind: "fetchToken" | "returnToken",
  ): Promise<{ item: StoredItem<Stored>; index: number }> => {
    const [id = ""] = token.split(".");
    const item = /^[\w-]{10,60}$/.test(id) ? await records.get<Stored>(PLACE, id) : undefined;
    const index = item?.data.files.findIndex((file) => file[kind] === hashOf(token)) ?? -1;
    if (item === undefined || index < 0 || item.data.done) throw used();
    return { item, index };
  };

  return {
    async handOut(actor, { id, rev }, role) {
      const document = await documentFor(context, actor, { id, rev }, role);
      const at = context.clock();
      const handOutId = randomBytes(16).toString("base64url");
      const newToken = () => `${handOutId}.${randomBytes(32).toString("base64url")}`;
      const sources = filesToSign(document, role, at).map((source) => ({
        ...source,
        fetchToken: newToken(),
        returnToken: newToken(),
      }));
      const expiresAt = new Date(at.getTime() + VALID_MS).toISOString();
      const data: Stored = {
        actor,
        document: { id, rev },
        role,
        expiresAt,
        files: sources.map(({ name, file, fetchToken, returnToken }) => ({
          name,
          sent: file,
          fetched: false,
          fetchToken: hashOf(fetchToken),
          returnToken: hashOf(returnToken),
        })),
        done: false,
      };
      await context.access.commitAudited(
        [{ op: "insert", pk: PLACE, sk: handOutId, data, expiresAt: Date.parse(expiresAt) }],
        {
          organisationId: actor.organisationId,
          actor: { personId: actor.personId, name: actor.name },
          at: at.toISOString(),
          action: "signing.hand-out",
          subject: id,
        },
      );
      return {
        id: handOutId,
        documentId: id,
        role,
        expiresAt,
        files: sources.map(({ name, fetchToken, returnToken }) => ({ name, fetchToken, returnToken })),
      };
    },

    // Files of one document may come and go at the same moment: the step is done again, and sees what the other did.
    fetchHandedOut: (token) =>
      withRetry(
        async () => {
          const { item, index } = await find(token, "fetchToken");
          await requireStillAllowed(context, item.data);
          const file = item.data.files[index]!;
          if (file.fetched) throw used();
          const bytes = await files.get(file.sent);
          await save(context, item, index, { ...file, fetched: true });
          return { name: `${file.name.replace(/[\\/:*?"<>|]/g, "-").slice(0, 100)}.pdf`, bytes };
        },
        { partition: PLACE },
      ),

    takeHandedOut: (token, bytes) =>
      withRetry(
        async () => {
          const { item, index } = await find(token, "returnToken");
          const { actor, document, role } = item.data;
          await requireStillAllowed(context, item.data);
          const file = item.data.files[index]!;
          const missing = item.data.files.filter((one, at) => at !== index && one.returned === undefined).length;
          if (missing > 0) {
            const { sha256 } = await files.put(bytes, "application/pdf");
            await save(context, item, index, { ...file, returned: sha256 });
            return { missing };
          }
          // The last one is not stored before all are accepted: what is refused leaves nothing behind, and may be signed and given back again.
          const all = await Promise.all(
            item.data.files.map(({ returned }, at) => (at === index ? bytes : files.get(returned!))),
          );
          const signed = await signing.acceptReturned(actor, document, role, {
            file: all[0]!,
            attachments: all.slice(1),
          });
          await close(context, item, index);
          return { missing: 0, document: signed };
        },
        { partition: PLACE },
      ),
  };
}

async function save(
  context: OfficeContext,
  item: StoredItem<Stored>,
  index: number,
  file: Stored["files"][number],
  done = false,
): Promise<void> {
  const files = item.data.files.map((one, at) => (at === index ? file : one));
  const data: Stored = { ...item.data, files, done };
  const { pk, sk, rev } = item;
  await context.storage.records.commit([
    { op: "update", pk, sk, rev, data, expiresAt: Date.parse(item.data.expiresAt) },
  ]);
}

/** The document is signed: its tokens end. Should somebody change the hand-out at this moment, the document's new state ends them as well. */
async function close(context: OfficeContext, item: StoredItem<Stored>, index: number): Promise<void> {
  try {
    await save(context, item, index, item.data.files[index]!, true);
  } catch (error) {
    if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
  }
}

/** The person as they are today: an account that was shut reads and signs nothing. @throws FORBIDDEN */
async function requireStillAllowed(context: OfficeContext, { actor, role }: Stored): Promise<void> {
  const { organisationId, personId, name } = actor;
  const person = await context.access.person(organisationId, personId);
  const today: Actor = { organisationId, personId, name, roles: person.disabled === true ? [] : person.roles };
  allow(today, role === "leader" ? "document.sign" : "document.seal");
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function used(): VanthuError {
  return new VanthuError("SIGN_HAND_OUT_USED", {
    message: "Địa chỉ này đã được dùng hoặc đã hết hạn.",
    hint: "Mở văn bản và bấm ký lại để lấy địa chỉ mới.",
  });
}
