import type { Actor } from "../../access/index.ts";
import type { SealWish } from "../../signing/index.ts";
import type { SigningRole } from "./session-model.ts";

/** Points: left, bottom, right, top. */
export type SignaturePlaceBox = [number, number, number, number];

/** Where a signature or the seal will stand on its page, and what one will see there. */
export interface SignaturePlaceFound {
  /** 1 is the first page. */
  page: number;
  /** Size of the page as shown, in points. */
  width: number;
  height: number;
  /** Of what is seen, from the lower left corner of the page as shown. */
  box: SignaturePlaceBox;
  /** The same in the page's own coordinates, as the signed file will have it. */
  rect: SignaturePlaceBox;
  /** The room of the person's signature, under the seal. */
  under?: SignaturePlaceBox;
  /** Share of the width of the person's signature that the seal covers. */
  coverage?: number;
  /** The picture that is kept with the key's owner, or a drawing of ours. */
  picture: { own: true } | { own: false; svg: string };
  /** What had to be done to find the place (Vietnamese). */
  notes: string[];
  /** What was asked for instead of the solver's own place. */
  wish?: SealWish;
  /** The other places that may be asked for. */
  others: { wish: SealWish; box: SignaturePlaceBox }[];
}

/** Why there is no such place (Vietnamese). */
export interface SignaturePlaceMissing {
  problem: { code: string; message: string; hint?: string };
  others: SignaturePlaceFound["others"];
}

/** Shows places before anything is signed. */
export interface PlaceDesk {
  /**
   * Where the signature of this actor, or the seal, will stand in the file as it is now; undefined when it is to be invisible, or while there is no
   * file to put it in.
   *
   * @throws NOT_FOUND, FORBIDDEN
   */
  place(
    actor: Actor,
    id: string,
    role: SigningRole,
    wish?: SealWish,
  ): Promise<SignaturePlaceFound | SignaturePlaceMissing | undefined>;
}
