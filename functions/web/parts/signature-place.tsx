import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import type { Actor } from "../../../shared/access/index.ts";
import type {
  DocumentRecord,
  Office,
  SignaturePlaceBox,
  SignaturePlaceFound,
  SignaturePlaceMissing,
  SigningRole,
} from "../../../shared/office/index.ts";
import { PdfTextReader, readPdf } from "../../../shared/pdf/index.ts";
import type { SealWish } from "../../../shared/signing/index.ts";
import { PLACE_PICTURE, pdfjsFolder } from "../assets.ts";

/** Where a signature or the seal will stand on its page, with what a drawing of the page needs. */
export interface ShownPlace extends SignaturePlaceFound {
  /** Words of the page where they stand. */
  words: { x: number; y: number; width: number; size: number; text: string }[];
}

/** A place that was found, or why there is none. */
export type PlaceOutcome = ShownPlace | SignaturePlaceMissing;

/** Wishes as an address carries them, and as people say them. */
const WISHES: Record<SealWish, { word: string; name: string }> = {
  higher: { word: "cao-hon", name: "Cao hơn" },
  lower: { word: "thap-hon", name: "Thấp hơn" },
  less: { word: "trum-it", name: "Trùm chữ ký ít hơn" },
  more: { word: "trum-nhieu", name: "Trùm chữ ký nhiều hơn" },
};

/** The wish that a word of an address or form names. */
export function wishOf(word: string | undefined): SealWish | undefined {
  return (Object.keys(WISHES) as SealWish[]).find((wish) => WISHES[wish].word === word);
}

/** Works out where the signature of this role will stand; undefined when it is to be invisible. Nothing is written. */
export async function placeOf(
  office: Office,
  actor: Actor,
  document: DocumentRecord,
  role: SigningRole,
  wish?: SealWish,
): Promise<PlaceOutcome | undefined> {
  const [found, { bytes }] = await Promise.all([
    office.signing.place(actor, document.id, role, wish),
    office.documents.pdf(actor, document.id),
  ]);
  if (found === undefined || "problem" in found) return found;
  const file = readPdf(bytes);
  const page = file.pages()[found.page - 1];
  const words = page === undefined ? [] : new PdfTextReader(file).read(page).filter(({ hidden }) => !hidden);
  return { ...found, words };
}

interface PlaceProps {
  place: PlaceOutcome;
  act: SigningRole;
  /** Address of the document's page. */
  address: string;
  /** Makes the picture of the page again when the file changes. */
  rev: number;
}

/**
 * The page drawn to scale, and on it what will be seen of the signature or of the seal, just where the act will put it. With script the page itself
 * is drawn under it, near at first; without, its words are. Of a seal the other places can be asked for.
 */
export const SignaturePlace: FC<PlaceProps> = ({ place, act, address, rev }) => (
  <div id="cho-dat">
    {"problem" in place ? (
      <div class="place" role="alert">
        <p class="reason">{place.problem.message}</p>
        {place.problem.hint ? <p class="small soft">{place.problem.hint}</p> : null}
      </div>
    ) : (
      <Found place={place} act={act} address={address} rev={rev} />
    )}
    {act === "seal" ? <OtherPlaces place={place} address={address} /> : null}
  </div>
);

const Found: FC<Omit<PlaceProps, "place"> & { place: ShownPlace }> = ({ place, act, address, rev }) => {
  const { width, height, box, under, picture } = place;
  const folder = pdfjsFolder();
  return (
    <figure class="place">
      <div
        class="place-sheet"
        data-place-page={String(place.page)}
        data-place-box={box.map(at).join(" ")}
        data-place-size={`${at(width)} ${at(height)}`}
        data-source={folder === undefined ? undefined : `${address}/xem.pdf?lan=${rev}`}
        data-pdfjs={folder}
      >
        <svg
          viewBox={`0 0 ${at(width)} ${at(height)}`}
          role="img"
          aria-label={`Trang ${place.page} thu nhỏ, ${act === "seal" ? "chỗ đóng dấu" : "chỗ đặt chữ ký"} ${inWords(place)}`}
        >
          <g class="words">
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
          </g>
          {picture.own ? (
            <image
              href={`/tai-khoan/hinh.png${act === "seal" ? "?cua=dau" : ""}`}
              {...placed(box, height)}
              preserveAspectRatio="none"
            />
          ) : (
            raw(picture.svg.replace(/ width="[^"]*" height="[^"]*"/, attributes(placed(box, height))))
          )}
          <Outline box={widened(box)} height={height} kind={act === "seal" ? "seal" : "person"} />
        </svg>
      </div>
      <figcaption class="small">
        {act === "seal" ? "Dấu" : "Chữ ký"} sẽ đặt ở trang {place.page}, {inWords(place)}
        {place.coverage === undefined ? "" : `, trùm ${Math.round(100 * place.coverage)}% chữ ký`}.
        {place.notes.length > 0 ? (
          <ul>
            {place.notes.map((note) => (
              <li>{note}</li>
            ))}
          </ul>
        ) : null}
      </figcaption>
      {folder === undefined ? null : <script type="module" src={PLACE_PICTURE.address}></script>}
    </figure>
  );
};

/** The other places that the solver has for the seal; the one that is shown is the one that will be taken. */
const OtherPlaces: FC<{ place: PlaceOutcome; address: string }> = ({ place, address }) => {
  const wish = "problem" in place ? undefined : place.wish;
  const offered: [string, string, boolean][] = [
    ["", "Chỗ theo quy định", wish === undefined && !("problem" in place)],
    ...place.others.map((one): [string, string, boolean] => [
      WISHES[one.wish].word,
      WISHES[one.wish].name,
      one.wish === wish,
    ]),
  ];
  return (
    <>
      {wish === undefined ? null : <input type="hidden" name="cho" value={WISHES[wish].word} />}
      {place.others.length === 0 ? null : (
        <nav class="other-places small" aria-label="Chỗ đóng dấu khác">
          <span>Chỗ khác:</span>
          {offered.map(([word, name, current]) => {
            const href = word === "" ? `${address}#cho-dat` : `${address}?cho=${word}#cho-dat`;
            return (
              <a
                href={href}
                aria-current={current ? "true" : undefined}
                hx-get={href.replace("#cho-dat", "")}
                hx-select="#cho-dat"
                hx-target="#cho-dat"
                hx-swap="outerHTML show:none"
              >
                {name}
              </a>
            );
          })}
        </nav>
      )}
    </>
  );
};

const Outline: FC<{ box: SignaturePlaceBox; height: number; kind: "person" | "seal" }> = ({ box, height, kind }) => (
  <rect class={kind} {...placed(box, height)} />
);

/** A little around what is seen, so that the line does not run through it. */
function widened([x0, y0, x1, y1]: SignaturePlaceBox): SignaturePlaceBox {
  return [x0 - 5, y0 - 5, x1 + 5, y1 + 5];
}

/** A box as SVG counts, from the upper left corner. */
function placed(
  [x0, y0, x1, y1]: SignaturePlaceBox,
  pageHeight: number,
): Record<"x" | "y" | "width" | "height", string> {
  return { x: at(x0), y: at(pageHeight - y1), width: at(x1 - x0), height: at(y1 - y0) };
}

function attributes(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join("");
}

/** "rộng 36 mm, cách mép trái 95 mm, cách mép trên 180 mm". */
function inWords({ box, height }: SignaturePlaceFound): string {
  return `rộng ${mm(box[2] - box[0])}, cách mép trái ${mm(box[0])}, cách mép trên ${mm(height - box[3])}`;
}

function mm(points: number): string {
  return `${Math.round((points / 72) * 25.4)} mm`;
}

function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}
