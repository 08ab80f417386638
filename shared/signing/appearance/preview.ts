import { isVanthuError } from "../../errors/index.ts";
import { formFields } from "../form.ts";
import type { SignRequest } from "../model.ts";
import { SIGNATURE_FIELDS } from "../model.ts";
import { signaturesIn } from "../policy.ts";
import { Revision } from "../revision.ts";
import { drawnSvg } from "./drawn-svg.ts";
import type { Placement } from "./placement.ts";
import { type Plan, planSeal, planSignature } from "./plan.ts";
import type { SealWish } from "./seal-solver.ts";

/** Where a signature would be seen, and what one would see: enough to lay its picture over a picture of the page. */
export interface AppearancePreview extends Placement {
  /** Size of the page as shown, in points. */
  pageSize: { width: number; height: number };
  /** Of the picture, from the upper left corner of the page as shown, in parts of its width and height: what a style sheet needs. */
  onPage: { left: number; top: number; width: number; height: number };
  /** The PNG that was given, or an SVG of what is drawn without one. */
  picture: { mediaType: "image/png" | "image/svg+xml"; bytes: Uint8Array };
}

/** What a preview is asked of; as in {@link SignRequest}. */
export interface PreviewRequest
  extends Pick<SignRequest, "pdf" | "anchors" | "image" | "place" | "sealSize" | "sealMayTouch" | "sealWish"> {
  /** Whose name is drawn where there is no picture: the person's, or the organisation's. */
  name: string;
}

/**
 * Shows where a person's signature would stand, without key or certificate. Undefined when it would be invisible.
 *
 * @throws VanthuError SIGN_NO_PLACE, SIGN_PLACE_UNKNOWN, SIGN_IMAGE_UNREADABLE, PDF_ENCRYPTED; the codes of readPdf
 */
export function previewSignature(request: PreviewRequest): AppearancePreview | undefined {
  const revision = new Revision(request.pdf);
  return previewOf(signaturePlan(revision, request));
}

/**
 * Shows where the seal would stand. Before the person has signed, their signature is thought where it would be.
 *
 * @param signature picture and name of the person's signature, for a file that it is not in yet
 * @throws VanthuError as {@link previewSignature}
 */
export function previewSeal(
  request: PreviewRequest,
  signature?: Pick<PreviewRequest, "name" | "image">,
): AppearancePreview | undefined {
  const revision = new Revision(request.pdf);
  const signatures = signaturesIn(revision, formFields(revision));
  const leader = signatures.find(
    ({ signed, kind, role }) => signed && kind === "signature" && (role ?? "leader") === "leader",
  );
  const waiting = signatures.find(({ signed, field }) => !signed && field === SIGNATURE_FIELDS.seal);
  const { image: _seal, place, ...same } = request;
  const thought =
    leader === undefined && signature !== undefined
      ? signaturePlan(revision, { ...same, ...signature, ...(place && "signatory" in place ? { place } : {}) })
      : undefined;
  const found = { ...(leader === undefined ? {} : { leader }), ...(waiting === undefined ? {} : { waiting }) };
  return previewOf(planSeal(revision, request, request.name, found, thought));
}

/** Wishes in the order in which they are offered. */
const WISHES: readonly SealWish[] = ["higher", "lower", "less", "more"];

/**
 * The other places that the solver has for the seal beside its own, each with the wish that leads to it; those that a wish does not lead to are left
 * out. `shown` as in {@link Placement}.
 *
 * @throws VanthuError as {@link previewSignature}, but not SIGN_NO_PLACE
 */
export function sealWishes(request: PreviewRequest): { wish: SealWish; shown: Placement["shown"] }[] {
  const found: { wish: SealWish; shown: Placement["shown"] }[] = [];
  const seen = new Set<string>();
  const { sealWish: _, ...plain } = request;
  for (const wish of [undefined, ...WISHES]) {
    const shown = placeOf(wish === undefined ? plain : { ...plain, sealWish: wish });
    if (shown === undefined || seen.has(String(shown))) continue;
    seen.add(String(shown));
    if (wish !== undefined) found.push({ wish, shown });
  }
  return found;
}

function placeOf(request: PreviewRequest): Placement["shown"] | undefined {
  try {
    return previewSeal(request)?.shown;
  } catch (error) {
    if (isVanthuError(error) && error.code === "SIGN_NO_PLACE") return undefined;
    throw error;
  }
}

function signaturePlan(revision: Revision, request: PreviewRequest): Plan | undefined {
  const waiting = signaturesIn(revision, formFields(revision)).find(
    ({ signed, field }) => !signed && field === SIGNATURE_FIELDS.leader,
  );
  return planSignature(revision, request, request.name, waiting);
}

function previewOf(plan: Plan | undefined): AppearancePreview | undefined {
  if (plan === undefined) return undefined;
  const { frame, art, box, placement } = plan;
  const { width, height } = frame;
  return {
    ...placement,
    pageSize: { width, height },
    onPage: {
      left: box[0] / width,
      top: 1 - box[3] / height,
      width: (box[2] - box[0]) / width,
      height: (box[3] - box[1]) / height,
    },
    picture:
      art.png === undefined
        ? { mediaType: "image/svg+xml", bytes: drawnSvg(art.draw?.() ?? "", art.width, art.height) }
        : { mediaType: "image/png", bytes: art.png },
  };
}
