import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import type { Actor } from "../../../shared/access/index.ts";
import { ANCHORS } from "../../../shared/documents/index.ts";
import { isVanthuError } from "../../../shared/errors/index.ts";
import { type DocumentRecord, type Office, SEAL_MAY_TOUCH, type SigningRole } from "../../../shared/office/index.ts";
import { PdfTextReader, readPdf } from "../../../shared/pdf/index.ts";
import { previewSeal, previewSignature } from "../../../shared/signing/index.ts";

type Box = readonly [number, number, number, number];

/** Where a signature or the seal will stand on its page. Points from the lower left corner of the page as shown. */
export interface ShownPlace {
  /** 1 is the first page. */
  page: number;
  width: number;
  height: number;
  /** Words of the page where they stand. */
  words: { x: number; y: number; width: number; size: number; text: string }[];
  box: Box;
  /** The person's signature under the seal. */
  under?: Box;
  /** What will be seen there: the address of a PNG, or our own drawing. */
  picture: { href: string } | { svg: string };
  /** What had to be done to find the place (Vietnamese). */
  notes: string[];
}

/** A place that was found, or why there is none (Vietnamese). */
export type PlaceOutcome = ShownPlace | { problem: string; hint?: string };

/** Works out where the signature of this role will stand; undefined when it is to be invisible. Nothing is written. */
export async function placeOf(
  office: Office,
  actor: Actor,
  document: DocumentRecord,
  role: SigningRole,
): Promise<PlaceOutcome | undefined> {
  const seal = role === "seal";
  const [{ bytes: pdf }, image, organisation] = await Promise.all([
    office.documents.pdf(actor, document.id),
    office.keys.image(actor, seal ? "seal" : { personId: actor.personId }),
    office.access.organisation(actor.organisationId),
  ]);
  const anchors = document.anchors ?? [];
  try {
    const request = {
      pdf,
      anchors,
      name: seal ? organisation.name : actor.name,
      ...(image === undefined ? {} : { image: image.png }),
    };
    const found = seal ? previewSeal({ ...request, sealMayTouch: SEAL_MAY_TOUCH }) : previewSignature(request);
    if (found === undefined) return undefined;
    const file = readPdf(pdf);
    const page = file.pages()[found.page];
    const words = page === undefined ? [] : new PdfTextReader(file).read(page).filter(({ hidden }) => !hidden);
    const room = anchors.find((one) => one.name === ANCHORS.leaderSignature && one.page === found.page)?.rect;
    return {
      page: found.page + 1,
      ...found.pageSize,
      words,
      box: found.shown,
      ...(seal && room !== undefined && room[3] - room[1] > 12 ? { under: room } : {}),
      picture:
        found.picture.mediaType === "image/png"
          ? { href: `/tai-khoan/hinh.png${seal ? "?cua=dau" : ""}` }
          : { svg: Buffer.from(found.picture.bytes).toString("utf8") },
      // That the seal will be tight is nothing the person who signs can mend, and it may lie on letters of title and name.
      notes: found.steps.filter(({ kind }) => kind !== "seal-tight").map(({ message }) => message),
    };
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return { problem: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}

/** The page drawn to scale with its words, and on it what will be seen of the signature or of the seal. */
export const SignaturePlace: FC<{ place: PlaceOutcome; act: SigningRole }> = ({ place, act }) => {
  const what = act === "seal" ? "Dấu" : "Chữ ký";
  if ("problem" in place) {
    return (
      <div class="place">
        <p class="reason">{place.problem}</p>
        {place.hint ? <p class="small soft">{place.hint}</p> : null}
      </div>
    );
  }
  const { width, height, box, under, picture } = place;
  return (
    <figure class="place">
      <svg
        viewBox={`0 0 ${at(width)} ${at(height)}`}
        role="img"
        aria-label={`Trang ${place.page} thu nhỏ, ${act === "seal" ? "chỗ đóng dấu" : "chỗ đặt chữ ký"} ${inWords(place)}`}
      >
        {place.words.map(({ x, y, width: long, size, text }) =>
          text.trim() === "" ? null : (
            <text
              class="word"
              x={at(x)}
              y={at(height - y)}
              font-size={at(size)}
              textLength={at(long)}
              lengthAdjust="spacingAndGlyphs"
            >
              {text}
            </text>
          ),
        )}
        {under ? <Outline box={under} height={height} kind="person" /> : null}
        {"href" in picture ? (
          <image href={picture.href} {...placed(box, height)} preserveAspectRatio="none" />
        ) : (
          raw(picture.svg.replace(/ width="[^"]*" height="[^"]*"/, attributes(placed(box, height))))
        )}
        <Outline box={widened(box)} height={height} kind={act === "seal" ? "seal" : "person"} />
      </svg>
      <figcaption class="small">
        {what} sẽ đặt ở trang {place.page}, {inWords(place)}.
        {place.notes.length > 0 ? (
          <ul>
            {place.notes.map((note) => (
              <li>{note}</li>
            ))}
          </ul>
        ) : null}
      </figcaption>
    </figure>
  );
};

const Outline: FC<{ box: Box; height: number; kind: "person" | "seal" }> = ({ box, height, kind }) => (
  <rect class={kind} {...placed(box, height)} />
);

/** A little around what is seen, so that the line does not run through it. */
function widened([x0, y0, x1, y1]: Box): Box {
  return [x0 - 5, y0 - 5, x1 + 5, y1 + 5];
}

/** A box as SVG counts, from the upper left corner. */
function placed([x0, y0, x1, y1]: Box, pageHeight: number): Record<"x" | "y" | "width" | "height", string> {
  return { x: at(x0), y: at(pageHeight - y1), width: at(x1 - x0), height: at(y1 - y0) };
}

function attributes(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join("");
}

/** "rộng 36 mm, cách mép trái 95 mm, cách mép trên 180 mm". */
function inWords({ box, height }: ShownPlace): string {
  return `rộng ${mm(box[2] - box[0])}, cách mép trái ${mm(box[0])}, cách mép trên ${mm(height - box[3])}`;
}

function mm(points: number): string {
  return `${Math.round((points / 72) * 25.4)} mm`;
}

function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}
