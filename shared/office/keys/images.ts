import type { Actor } from "../../access/index.ts";
import { cleanSignatureImage } from "../../signing/index.ts";
import { withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { SigningRole } from "../signing/session-model.ts";
import type { KeyDesk, KeyOwner } from "./model.ts";
import { allowOwner, ownerName, ownerPlace } from "./owners.ts";

/** A cleaned picture as it is kept; the file lies in the file store. */
interface StoredImage {
  /** sha256 of the PNG. */
  png: string;
  widthMm: number;
  heightMm: number;
}

/** Pictures of signatures and of the seal (NĐ 30/2020/NĐ-CP Phụ lục I: blue, red, transparent PNG). */
export function keyImages(context: OfficeContext): Pick<KeyDesk, "image" | "setImage" | "removeImage"> {
  const { records, files } = context.storage;
  const change = (actor: Actor, owner: KeyOwner, action: string, data: StoredImage | undefined) => {
    const place = { pk: imagesOf(actor.organisationId), sk: ownerPlace(owner) };
    return withRetry(
      async () => {
        const stored = await records.get<StoredImage>(place.pk, place.sk);
        if (data === undefined && stored === undefined) return;
        await context.access.commitAudited(
          [
            data === undefined
              ? { op: "remove", ...place, rev: stored!.rev }
              : stored === undefined
                ? { op: "insert", ...place, data }
                : { op: "update", ...place, rev: stored.rev, data },
          ],
          {
            organisationId: actor.organisationId,
            actor: { personId: actor.personId, name: actor.name },
            at: context.clock().toISOString(),
            action,
            subject: place.sk,
            ...(data === undefined ? {} : { details: { png: data.png } }),
          },
        );
      },
      { partition: place.pk },
    );
  };

  return {
    async image(actor, owner) {
      allowOwner(actor, owner);
      return readImage(context, actor.organisationId, owner);
    },

    async setImage(actor, owner, picture, widthMm) {
      allowOwner(actor, owner);
      await ownerName(context, actor, owner);
      const kind = owner === "seal" ? "seal" : "signature";
      const cleaned = await cleanSignatureImage(picture, { kind, ...(widthMm === undefined ? {} : { widthMm }) });
      const { sha256 } = await files.put(cleaned.png, "image/png");
      await change(actor, owner, "key.image", { png: sha256, widthMm: cleaned.widthMm, heightMm: cleaned.heightMm });
    },

    async removeImage(actor, owner) {
      allowOwner(actor, owner);
      await change(actor, owner, "key.image-remove", undefined);
    },
  };
}

/** The picture that a signature of this actor in this role shows. */
export async function imageFor(
  context: OfficeContext,
  actor: Actor,
  role: SigningRole,
): Promise<Uint8Array | undefined> {
  const owner: KeyOwner = role === "leader" ? { personId: actor.personId } : "seal";
  return (await readImage(context, actor.organisationId, owner))?.png;
}

async function readImage(
  context: OfficeContext,
  organisationId: string,
  owner: KeyOwner,
): Promise<{ png: Uint8Array; widthMm: number; heightMm: number } | undefined> {
  const stored = await context.storage.records.get<StoredImage>(imagesOf(organisationId), ownerPlace(owner));
  if (stored === undefined) return undefined;
  const { png, widthMm, heightMm } = stored.data;
  return { png: await context.storage.files.get(png), widthMm, heightMm };
}

function imagesOf(organisationId: string): string {
  return `org/${organisationId}/signature-images`;
}
