import { VanthuError } from "../../errors/index.ts";
import type { PdfRef } from "../../pdf/index.ts";
import type { Anchor } from "../../typeset/index.ts";
import { widgetRect } from "../form.ts";
import { MM, SEAL_DIAMETER, SEAL_SIZES, SIGNATURE_WIDTH, signatureRoom } from "../place.ts";
import type { Admission, KnownSignature } from "../policy.ts";
import { pageOfWidget } from "../policy.ts";
import type { Revision } from "../revision.ts";
import { type Artwork, sealArtworks, signatureArtwork } from "./artwork.ts";
import type { Box } from "./form-xobject.ts";
import { type PageFrame, pageFrame, toPage, toShown } from "./page-frame.ts";
import { type PageContent, readPage, shownOfWidget } from "./page-obstacles.ts";
import { millimetres, noPlace, type Placement, type PlacementStep, type PlaceRequest } from "./placement.ts";
import {
  COVERAGE,
  hindrances,
  type SealAnswer,
  type SealQuestion,
  type SealWish,
  solveSealAgain,
  solveSealAt,
} from "./seal-solver.ts";
import { betweenTitleAndName, roomAbove } from "./signatory-room.ts";
import { solveSignature } from "./signature-solver.ts";
import { ROUND } from "./silhouette.ts";

/** What is to be placed. */
export interface PlanRequest {
  anchors?: readonly Anchor[] | undefined;
  image?: Uint8Array | undefined;
  place?: PlaceRequest | undefined;
  /** True size of the seal that will follow a person's signature, in millimetres. */
  sealSize?: { widthMm: number; heightMm: number } | undefined;
  /** What the seal may touch besides the person's signature. */
  sealMayTouch?: SealQuestion["mayTouch"] | undefined;
  /** Another place for the seal than the solver's own. */
  sealWish?: SealWish | undefined;
}

/** A visible signature that is worked out but not yet written. Boxes in shown coordinates. */
export interface Plan {
  frame: PageFrame;
  art: Artwork;
  /** Of the picture. */
  box: Box;
  /** Of the widget. */
  widget: Box;
  placement: Placement;
  /** Where the field of the seal is laid beside a person's signature. */
  sealField?: Box;
  /** What lies under a seal stays as dark as it is, as under ink; a drawn one leaves files without transparency as they are. */
  seeThrough?: boolean;
}

/** A signature is not drawn higher than this. */
const HIGHEST_SIGNATURE = 32 * MM;
/** A page margin that a seal never reaches into, in points. */
const EDGE = 3 * MM;
/** A seal's field is this much larger than the seal on each side when its size is not known yet. */
const FIELD_SLACK = (SEAL_SIZES.most - SEAL_DIAMETER) / 2 + 2 * MM;
const ROOM_HINT =
  "Chừa khoảng trống giữa chức vụ và họ tên cao ít nhất bằng con dấu (36 mm) trong mẫu Word rồi xuất lại PDF; hoặc chỉ rõ ô đặt, hoặc ký không hiển thị.";

/**
 * Works out where a person's signature stands; undefined when nothing says where, and it is to be invisible.
 *
 * @param waiting the field that was laid for it, whose place is fixed
 * @throws VanthuError SIGN_NO_PLACE, SIGN_PLACE_UNKNOWN, SIGN_IMAGE_UNREADABLE
 */
export function planSignature(
  revision: Revision,
  request: PlanRequest,
  person: string,
  waiting: KnownSignature | undefined,
): Plan | undefined {
  const fixed = widgetOf(revision, waiting);
  const asked = fixed === undefined ? askedRoom(revision, request.place, SIGNATURE_WIDTH) : undefined;
  const anchored = fixed === undefined && asked === undefined ? anchoredRoom(revision, request.anchors) : undefined;
  const found = fixed ?? asked ?? anchored;
  if (found === undefined) return undefined;
  const { frame } = found;
  const content = readPage(revision, frame, widgetRefs(waiting));
  const room = found === anchored ? betweenTitleAndName(found.room, content.obstacles) : found.room;
  const height = Math.min(room[3] - room[1], HIGHEST_SIGNATURE);
  const art = signatureArtwork(person, request.image, { width: room[2] - room[0], height });
  const seal = sealAhead(frame, request);
  const answer = solveSignature({ ...art, room, obstacles: content.obstacles, seal });
  if (answer === undefined)
    throw noPlace("chữ ký", frame.page.index, `ô đặt chữ ký đã có ${whatIsIn(room, content)}`, ROOM_HINT);
  const beside = answer.seal;
  if (beside === undefined && request.sealSize !== undefined)
    throw sealRefusal(frame, { ...seal, signature: answer.box, obstacles: content.obstacles });
  const steps = [...answer.steps, ...scannedStep(content)];
  if (beside === undefined) {
    steps.push({
      kind: "seal-tight",
      message: `Khoảng trống giữa chức vụ và họ tên không đủ cho con dấu ${millimetres(SEAL_DIAMETER)}; dấu thật có thể không đặt được nếu không che chữ.`,
    });
  }
  return {
    frame,
    art,
    box: answer.box,
    widget: fixed === undefined ? answer.box : room,
    placement: placementOf(frame, answer.box, steps),
    sealField: fieldForSeal(frame, answer.box, beside, request.sealSize !== undefined),
  };
}

/**
 * Works out where the seal stands: over the left third of the person's signature, within its field where one was laid.
 *
 * @param leader the person's signature
 * @throws VanthuError SIGN_NO_PLACE, SIGN_PLACE_UNKNOWN, SIGN_IMAGE_UNREADABLE
 */
export function planSeal(
  revision: Revision,
  request: PlanRequest,
  organisation: string,
  { waiting, leader }: Pick<Admission, "waiting" | "leader">,
  planned?: Plan,
): Plan | undefined {
  const field = widgetOf(revision, waiting);
  const signature = signatureSeen(revision, leader) ?? (planned && { frame: planned.frame, room: planned.box });
  const asked = askedRoom(revision, request.place, SIGNATURE_WIDTH);
  const anchored = signature === undefined && asked === undefined ? anchoredRoom(revision, request.anchors) : undefined;
  const beside = request.place !== undefined && "rect" in request.place ? undefined : (signature ?? asked ?? anchored);
  const base = field ?? asked ?? beside;
  if (base === undefined) return undefined;
  const { frame } = base;
  const content = readPage(revision, frame, [...widgetRefs(waiting), ...(signature ? widgetRefs(leader) : [])]);
  const paper: Box = [EDGE, EDGE, frame.width - EDGE, frame.height - EDGE];
  const within = field === undefined ? paper : cut(field.room, [0, 0, frame.width, frame.height]);
  const artworks = sealArtworks(organisation, request.image);
  const onSamePage = beside !== undefined && beside.frame.page.index === frame.page.index ? beside : undefined;
  const wished = request.sealWish === undefined ? {} : { wish: request.sealWish };
  // What may touch nothing is tried before what may.
  const tries = [
    ...artworks.map((art) => ({ art, mayTouch: "nothing" as const })),
    ...(request.sealMayTouch === "title-and-name" ? [{ art: artworks[0], mayTouch: request.sealMayTouch }] : []),
  ];
  for (const { art, mayTouch } of tries) {
    const { width, height, silhouette } = art;
    const question = { width, height, silhouette, obstacles: content.obstacles, within };
    const answer: (Omit<SealAnswer, "coverage"> & { coverage?: number }) | undefined =
      onSamePage === undefined
        ? solveSealAt(middleOf((asked ?? base).room), question)
        : solveSealAgain({ ...question, signature: onSamePage.room, mayTouch, ...wished });
    if (answer === undefined) continue;
    const steps = [...answer.steps, ...scannedStep(content)];
    if (art !== artworks[0]) {
      const message = `Dấu vẽ thay thế được thu nhỏ còn ${millimetres(width)} để không che chữ.`;
      steps.push({ kind: "smaller", message });
    }
    return {
      frame,
      art,
      box: answer.box,
      widget: field?.room ?? answer.box,
      placement: placementOf(frame, answer.box, steps, answer.coverage),
      seeThrough: answer.touched !== undefined || art.picture !== undefined,
    };
  }
  const [art] = artworks;
  const question = { ...art, obstacles: content.obstacles, within };
  if (field !== undefined && (art.width > within[2] - within[0] || art.height > within[3] - within[1])) {
    throw noPlace(
      "con dấu",
      frame.page.index,
      `ô chờ dấu (${millimetres(within[2] - within[0])} × ${millimetres(within[3] - within[1])}) nhỏ hơn con dấu thật (${millimetres(art.width)} × ${millimetres(art.height)})`,
      ROOM_HINT,
    );
  }
  const [x, y] = middleOf((asked ?? base).room);
  const half = [art.width / 2, art.height / 2] as const;
  throw onSamePage === undefined
    ? noPlace(
        "con dấu",
        frame.page.index,
        `chỗ đặt đã có ${whatIsIn([x - half[0], y - half[1], x + half[0], y + half[1]], content)}`,
        ROOM_HINT,
      )
    : sealRefusal(frame, { ...question, signature: onSamePage.room });
}

/** The seal that will follow a signature, as far as it is known. */
function sealAhead(
  frame: PageFrame,
  { sealSize: size, sealMayTouch: mayTouch = "nothing" }: PlanRequest,
): Pick<SealQuestion, "width" | "height" | "silhouette" | "within" | "mayTouch"> {
  return {
    width: size === undefined ? SEAL_DIAMETER : size.widthMm * MM,
    height: size === undefined ? SEAL_DIAMETER : size.heightMm * MM,
    silhouette: ROUND,
    mayTouch,
    within: [EDGE, EDGE, frame.width - EDGE, frame.height - EDGE],
  };
}

function fieldForSeal(frame: PageFrame, signature: Box, seal: SealAnswer | undefined, sizeKnown: boolean): Box {
  const paper: Box = [0, 0, frame.width, frame.height];
  if (seal !== undefined) {
    const slack = sizeKnown ? 2 * MM : FIELD_SLACK;
    const [x0, y0, x1, y1] = seal.box;
    return cut([x0 - slack, y0 - slack, x1 + slack, y1 + slack], paper);
  }
  // Wherever a seal of any size may have to stand.
  const span = signature[2] - signature[0];
  const middle = (signature[1] + signature[3]) / 2;
  const reach = 0.75 * SEAL_SIZES.most;
  const right = Math.max(signature[0] + COVERAGE.most * span, SEAL_SIZES.most + EDGE);
  return cut([signature[0] + COVERAGE.least * span - SEAL_SIZES.most, middle - reach, right, middle + reach], paper);
}

interface Room {
  frame: PageFrame;
  room: Box;
}

/** The box of a field's widget; undefined when it is invisible. */
function widgetOf(revision: Revision, signature: KnownSignature | undefined): Room | undefined {
  return boxOfSignature(revision, signature, false);
}

/** What one sees of a signature that is there. */
function signatureSeen(revision: Revision, signature: KnownSignature | undefined): Room | undefined {
  return boxOfSignature(revision, signature, true);
}

function boxOfSignature(revision: Revision, signature: KnownSignature | undefined, seen: boolean): Room | undefined {
  const [widget] = signature?.source.widgets ?? [];
  const own = widget === undefined ? undefined : widgetRect(revision, widget.dict);
  const index = widget === undefined || own === undefined ? undefined : pageOfWidget(revision, widget);
  const page = index === undefined ? undefined : revision.page(index);
  if (widget === undefined || own === undefined || page === undefined) return undefined;
  const box = seen ? (shownOfWidget(revision, widget.dict) ?? own) : own;
  const frame = pageFrame(revision, page);
  return { frame, room: toShown(frame, box) };
}

function widgetRefs(signature: KnownSignature | undefined): PdfRef[] {
  return signature?.source.widgets.map(({ ref }) => ref) ?? [];
}

function anchoredRoom(revision: Revision, anchors: readonly Anchor[] | undefined): Room | undefined {
  const place = signatureRoom(revision, [...(anchors ?? [])]);
  if (place === undefined) return undefined;
  const frame = pageFrame(revision, place.page);
  return { frame, room: toShown(frame, place.rect) };
}

function askedRoom(revision: Revision, place: PlaceRequest | undefined, width: number): Room | undefined {
  if (place === undefined) return undefined;
  if ("signatory" in place) return roomAbove(revision, place.signatory, width);
  const page = Number.isInteger(place.page) && place.page >= 0 ? revision.page(place.page) : undefined;
  const [a, b, c, d] = place.rect;
  const room: Box = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
  const frame = page === undefined ? undefined : pageFrame(revision, page);
  const sound = room.every(Number.isFinite) && room[2] - room[0] >= 10 && room[3] - room[1] >= 10;
  const onPaper =
    frame !== undefined && room[0] >= 0 && room[1] >= 0 && room[2] <= frame.width && room[3] <= frame.height;
  if (frame === undefined || !sound || !onPaper) {
    throw new VanthuError("SIGN_PLACE_UNKNOWN", {
      message: "Ô đặt chữ ký không nằm trên trang nào của tệp PDF, hoặc quá nhỏ. Văn bản chưa được ký.",
      where: "place",
      hint: "Trang đếm từ 0; ô tính bằng điểm (1/72 inch) từ góc dưới bên trái của trang như nhìn thấy, mỗi cạnh từ 10 điểm.",
    });
  }
  return { frame, room };
}

function placementOf(frame: PageFrame, shown: Box, steps: PlacementStep[], coverage?: number): Placement {
  return {
    page: frame.page.index,
    shown,
    rect: toPage(frame, shown),
    ...(coverage === undefined ? {} : { coverage }),
    steps,
  };
}

function scannedStep(content: PageContent): PlacementStep[] {
  return content.scanned
    ? [{ kind: "scanned", message: "Trang là ảnh quét nên không đọc được chữ trong ảnh; hãy xem lại vị trí chữ ký." }]
    : [];
}

function sealRefusal(frame: PageFrame, question: SealQuestion): VanthuError {
  const words = hindrances(question)
    .filter(({ kind }) => kind === "text")
    .map(({ text }) => text);
  const what = words.length === 0 ? "vướng hình hoặc ô khác" : `con dấu sẽ đè lên chữ “${words.slice(0, 6).join(" ")}”`;
  const size = `${millimetres(question.width)} × ${millimetres(question.height)}`;
  return noPlace(`con dấu ${size}`, frame.page.index, what, ROOM_HINT);
}

/** What hinders in a box, in words. */
function whatIsIn(box: Box, { obstacles }: PageContent): string {
  const there = obstacles.filter(
    ({ box: [x0, y0, x1, y1] }) => x0 < box[2] && box[0] < x1 && y0 < box[3] && box[1] < y1,
  );
  const words = there.filter(({ kind }) => kind === "text").map(({ text }) => text);
  if (words.length > 0) return `chữ “${words.slice(0, 6).join(" ")}”`;
  return there.length > 0 ? "hình hoặc ô khác" : "mép trang hoặc ô đã dành";
}

function cut([x0, y0, x1, y1]: Box, [a, b, c, d]: Box): Box {
  return [Math.max(x0, a), Math.max(y0, b), Math.min(x1, c), Math.min(y1, d)];
}

function middleOf([x0, y0, x1, y1]: Box): [number, number] {
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}
