import { BLACK_PEN, type Brush, type GdiObject, type GdiState, STOCK, SYSTEM_FONT } from "./gdi-objects.ts";
import type { Matrix } from "./svg-model.ts";
import { SvgRefused, times } from "./svg-values.ts";

/** Millimetres in a logical unit of the mapping modes that have one: MM_LOMETRIC to MM_TWIPS. */
const UNITS: Record<number, number> = { 2: 0.1, 3: 0.01, 4: 0.254, 5: 0.0254, 6: 25.4 / 1440 };

/** Most states that are saved, and objects that are kept at a time; those of a WMF are at most as many as Windows gives a program handles. */
const LIMITS = { saved: 200, objects: 65_536, handles: 10_000 } as const;

/** A device context of GDI: its state, what is saved of it, its table of objects, and its mapping modes and world transform. */
export class GdiContext {
  protected readonly base: Matrix;
  /** Device pixels in a millimetre. */
  readonly #density: [number, number];
  readonly #objects = new Map<number, GdiObject>();
  /** 1 for each place of the table that is taken. */
  readonly #taken = new Uint8Array(LIMITS.handles);
  readonly #saved: GdiState[] = [];
  #state: GdiState;

  /** @param base from device pixels to the picture's units */
  constructor(base: Matrix, density: [number, number], mapMode: number, extent: [number, number] = [1, 1]) {
    this.base = base;
    this.#density = density;
    this.#state = {
      pen: BLACK_PEN,
      brush: STOCK[0] as Brush,
      font: SYSTEM_FONT,
      textColor: "000000",
      backColor: "FFFFFF",
      textAlign: 0,
      evenOdd: true,
      clockwise: false,
      mapMode,
      window: [0, 0, extent[0], extent[1]],
      viewport: [0, 0, extent[0], extent[1]],
      world: [1, 0, 0, 1, 0, 0],
      position: [0, 0],
      miterLimit: 10,
      clips: [],
      holes: [],
    };
  }

  get state(): GdiState {
    return this.#state;
  }

  set(changes: Partial<GdiState>): void {
    this.#state = { ...this.#state, ...changes };
  }

  save(): void {
    if (this.#saved.length >= LIMITS.saved) throw new SvgRefused("SaveDC");
    this.#saved.push(this.#state);
  }

  /** @param which negative: so many back from the last; positive: the one of that number */
  restore(which: number): void {
    const index = which < 0 ? this.#saved.length + which : which - 1;
    const state = this.#saved[index];
    if (state === undefined) return;
    this.#state = state;
    this.#saved.length = index;
  }

  define(index: number, object: GdiObject): void {
    if (this.#objects.size > LIMITS.objects) throw new SvgRefused("CreateObject");
    this.#objects.set(index, object);
    this.#taken[index] = 1;
  }

  /** Number of the first place in the table that is free, as WMF gives them. */
  free(): number {
    const index = this.#taken.indexOf(0);
    if (index < 0) throw new SvgRefused("CreateObject");
    return index;
  }

  object(index: number): GdiObject | undefined {
    return this.#objects.get(index);
  }

  remove(index: number): void {
    this.#objects.delete(index);
    this.#taken[index] = 0;
  }

  select(index: number): void {
    const object = index >= 0x80000000 ? (STOCK[index - 0x80000000] ?? SYSTEM_FONT) : this.#objects.get(index);
    if (object === undefined || object.kind === "other" || object.kind === "region") return;
    this.set({ [object.kind]: object });
  }

  /** From logical units to the picture's. */
  get matrix(): Matrix {
    const { mapMode, window: w, viewport: v, world } = this.#state;
    const unit = UNITS[mapMode];
    const [sx, sy] =
      mapMode === 7 || mapMode === 8
        ? [w[2] === 0 ? 1 : v[2] / w[2], w[3] === 0 ? 1 : v[3] / w[3]]
        : unit === undefined
          ? [1, 1]
          : [unit * this.#density[0], -unit * this.#density[1]];
    const page: Matrix = [sx, 0, 0, sy, v[0] - w[0] * sx, v[1] - w[1] * sy];
    return times(this.base, times(page, world));
  }
}
