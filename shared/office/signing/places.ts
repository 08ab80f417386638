import { allow } from "../../access/index.ts";
import { ANCHORS } from "../../documents/index.ts";
import { isVanthuError } from "../../errors/index.ts";
import { previewSeal, previewSignature, type SealWish, sealWishes } from "../../signing/index.ts";
import type { OfficeContext } from "../context.ts";
import { readDocument } from "../document-file.ts";
import { SEAL_MAY_TOUCH } from "../issuing.ts";
import { imageFor } from "../keys/images.ts";
import type { PlaceDesk, SignaturePlaceBox, SignaturePlaceFound } from "./place-model.ts";
import { nameOnCertificate } from "./session-steps.ts";

/**
 * Where a signature or the seal will stand, worked out by the same solver from the same file and the same picture as the act itself: nothing is
 * written, no key is asked for.
 */
export function placeDesk(context: OfficeContext): PlaceDesk {
  return {
    async place(actor, id, role, wish) {
      allow(actor, role === "leader" ? "document.sign" : "document.seal");
      const document = await readDocument(context, actor, id);
      const seal = role === "seal";
      const { files } = document;
      const file = seal ? (files.numbered ?? files.signed) : (files.numbered ?? files.pdf);
      if (file === undefined) return undefined;
      const [pdf, image, name] = await Promise.all([
        context.storage.files.get(file),
        imageFor(context, actor, role),
        nameOnCertificate(context, actor, role),
      ]);
      const anchors = document.anchors ?? [];
      const request = { pdf, anchors, name, ...(image === undefined ? {} : { image }) };
      const asked = seal ? ({ ...request, sealMayTouch: SEAL_MAY_TOUCH } as const) : request;
      try {
        const found = seal
          ? previewSeal(wish === undefined ? asked : { ...asked, sealWish: wish })
          : previewSignature(request);
        if (found === undefined) return undefined;
        const room = anchors.find((one) => one.name === ANCHORS.leaderSignature && one.page === found.page)?.rect;
        const picture = found.picture;
        return {
          page: found.page + 1,
          ...found.pageSize,
          box: boxOf(found.shown),
          rect: boxOf(found.rect),
          ...(seal && room !== undefined && room[3] - room[1] > 12 ? { under: boxOf(room) } : {}),
          ...(found.coverage === undefined ? {} : { coverage: found.coverage }),
          picture:
            picture.mediaType === "image/png"
              ? { own: true }
              : { own: false, svg: Buffer.from(picture.bytes).toString("utf8") },
          // That the seal will be tight is nothing the person who signs can mend.
          notes: found.steps.filter(({ kind }) => kind !== "seal-tight").map(({ message }) => message),
          ...(wish === undefined ? {} : { wish }),
          others: seal ? othersOf(asked) : [],
        } satisfies SignaturePlaceFound;
      } catch (error) {
        if (!isVanthuError(error)) throw error;
        const { code, message, hint } = error;
        // A wish that cannot be granted leaves the others to choose from.
        const others = seal && wish !== undefined ? othersOf(asked) : [];
        return { problem: { code, message, ...(hint === undefined ? {} : { hint }) }, others };
      }
    },
  };
}

function othersOf(asked: Parameters<typeof sealWishes>[0]): { wish: SealWish; box: SignaturePlaceBox }[] {
  try {
    return sealWishes(asked).map(({ wish, shown }) => ({ wish, box: boxOf(shown) }));
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return [];
  }
}

function boxOf([x0, y0, x1, y1]: readonly number[]): SignaturePlaceBox {
  return [x0!, y0!, x1!, y1!];
}
