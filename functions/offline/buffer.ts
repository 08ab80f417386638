import { Buffer as Plain } from "buffer/";

const from = Plain.from.bind(Plain) as unknown as (value: unknown, ...more: unknown[]) => Buffer;

/** Node stops at the first pair that is no hexadecimal number; the package reads "4g" as 4. A signature must not be read so. */
function strictFrom(value: unknown, ...more: unknown[]): Buffer {
  if (typeof value !== "string" || more[0] !== "hex") return from(value, ...more);
  const strange = value.search(/[^0-9a-f]/i);
  return from(strange < 0 ? value : value.slice(0, strange - (strange % 2)), "hex");
}

/** Node's global Buffer for the offline page's bundle (esbuild's `inject`). */
export const Buffer: typeof globalThis.Buffer = Object.assign(Plain, { from: strictFrom }) as never;
