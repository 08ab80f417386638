import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * resvg as its package ships it (`index_bg.wasm` of @resvg/resvg-wasm 2.6.2, MPL-2.0), called without the package's own loader: that one can only be
 * waited for, and a Word file is filled in one go. What the module asks of its host (the `wbg` imports) is a table of JavaScript values by number.
 */
interface Exports {
  memory: { buffer: ArrayBuffer };
  __wbindgen_malloc(size: number, align: number): number;
  __wbindgen_add_to_stack_pointer(by: number): number;
  __wbindgen_exn_store(value: number): void;
  resvg_new(result: number, svg: number, options: number, optionsLength: number, fonts: number): void;
  resvg_render(result: number, resvg: number): void;
  renderedimage_asPng(result: number, image: number): void;
  __wbg_resvg_free(resvg: number): void;
  __wbg_renderedimage_free(image: number): void;
}

/** What is used of the engine's WebAssembly; it is not among the types of Node. */
interface Engine {
  Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): { name: string }[];
  };
  Instance: new (
    module: object,
    imports: { wbg: Record<string, (...args: number[]) => unknown> },
  ) => { exports: object };
}

const engine = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;
const require = createRequire(import.meta.url);

/** Values held for the module, by number; below this are the constants that wasm-bindgen reserves (undefined, null, true, false). */
const RESERVED = 132;

class Host {
  readonly #values: unknown[] = [];
  readonly #free: number[] = [];
  readonly wasm: Exports;

  constructor(file: string) {
    const module = new engine.Module(readFileSync(file));
    const known = this.#imports();
    const wbg: Record<string, (...args: number[]) => unknown> = {};
    // Names carry a hash of the Rust signature behind them: "__wbg_push_a5b05aedc7234f9f".
    for (const { name } of engine.Module.imports(module)) {
      const call = known[name.replace(/^__wbg_/, "").replace(/_[0-9a-f]{16}$/, "")] ?? known[name];
      if (call === undefined) throw new Error(`resvg: ${name}`);
      wbg[name] = call;
    }
    this.wasm = new engine.Instance(module, { wbg }).exports as Exports;
  }

  put(value: unknown): number {
    const slot = this.#free.pop() ?? this.#values.length;
    this.#values[slot] = value;
    return slot + RESERVED;
  }

  get(number: number): unknown {
    return number < RESERVED ? [undefined, null, true, false][number - RESERVED + 4] : this.#values[number - RESERVED];
  }

  take(number: number): unknown {
    const value = this.get(number);
    if (number >= RESERVED) {
      this.#values[number - RESERVED] = undefined;
      this.#free.push(number - RESERVED);
    }
    return value;
  }

  /** Copies a text into the module's memory. */
  text(text: string): [pointer: number, length: number] {
    const bytes = new TextEncoder().encode(text);
    const pointer = this.wasm.__wbindgen_malloc(bytes.length, 1) >>> 0;
    new Uint8Array(this.wasm.memory.buffer).set(bytes, pointer);
    return [pointer, bytes.length];
  }

  string(pointer: number, length: number): string {
    return new TextDecoder().decode(new Uint8Array(this.wasm.memory.buffer, pointer >>> 0, length >>> 0));
  }

  /** A call that leaves its result as three words: value, error, whether it is an error. */
  call(run: (result: number) => void): number {
    const { wasm } = this;
    const place = wasm.__wbindgen_add_to_stack_pointer(-16);
    try {
      run(place);
      const [value = 0, error = 0, failed = 0] = new Int32Array(wasm.memory.buffer, place, 3);
      if (failed !== 0) throw this.take(error);
      return value >>> 0;
    } finally {
      wasm.__wbindgen_add_to_stack_pointer(16);
    }
  }

  #imports(): Record<string, (...args: number[]) => unknown> {
    const get = (number: number) => this.get(number) as never;
    const array = (number: number) => this.get(number) as Uint8Array;
    return {
      // `new` is three constructors; they are told apart by their hashes, which are fixed with the module's version.
      __wbg_new_28c511d9baebfa89: (pointer, length) => this.put(new Error(this.string(pointer!, length!))),
      __wbg_new_63b92bc8671ed464: (of) => this.put(new Uint8Array(get(of!) as ArrayBuffer)),
      __wbg_new_16b304a2cfa7ff4a: () => this.put([]),
      __wbindgen_memory: () => this.put(this.wasm.memory),
      buffer: (memory) => this.put((this.get(memory!) as Exports["memory"]).buffer),
      newwithbyteoffsetandlength: (buffer, offset, length) =>
        this.put(new Uint8Array(get(buffer!) as ArrayBuffer, offset! >>> 0, length! >>> 0)),
      __wbindgen_object_drop_ref: (number) => void this.take(number!),
      values: (list) => this.put((this.get(list!) as unknown[]).values()),
      next: (iterator) => {
        try {
          return this.put((this.get(iterator!) as Iterator<unknown>).next());
        } catch (error) {
          return this.wasm.__wbindgen_exn_store(this.put(error));
        }
      },
      done: (result) => (this.get(result!) as IteratorResult<unknown>).done,
      value: (result) => this.put((this.get(result!) as IteratorResult<unknown>).value),
      instanceof_Uint8Array: (value) => this.get(value!) instanceof Uint8Array,
      __wbindgen_string_get: (place, value) => {
        const found = this.get(value!);
        const [pointer, length] = typeof found === "string" ? this.text(found) : [0, 0];
        new Int32Array(this.wasm.memory.buffer, place!, 2).set([pointer, length]);
      },
      __wbindgen_string_new: (pointer, length) => this.put(this.string(pointer!, length!)),
      push: (list, value) => (this.get(list!) as unknown[]).push(this.get(value!)),
      length: (list) => array(list!).length,
      set: (to, from, offset) => array(to!).set(array(from!), offset! >>> 0),
      __wbindgen_throw: (pointer, length) => {
        throw new Error(this.string(pointer!, length!));
      },
    };
  }
}

let host: Host | undefined;

/**
 * Draws an SVG text as a PNG.
 *
 * @param options as resvg reads them, as JSON
 * @param fonts TrueType files; no font of the machine is used
 */
export function drawPng(svg: string, options: object, fonts: readonly Uint8Array[]): Uint8Array {
  host ??= new Host(require.resolve("@resvg/resvg-wasm/index_bg.wasm"));
  const at = host;
  const { wasm } = at;
  const [pointer, length] = at.text(JSON.stringify(options));
  const resvg = at.call((result) => wasm.resvg_new(result, at.put(svg), pointer, length, at.put([...fonts])));
  try {
    const image = at.call((result) => wasm.resvg_render(result, resvg));
    try {
      return (at.take(at.call((result) => wasm.renderedimage_asPng(result, image))) as Uint8Array).slice();
    } finally {
      wasm.__wbg_renderedimage_free(image);
    }
  } finally {
    wasm.__wbg_resvg_free(resvg);
  }
}
