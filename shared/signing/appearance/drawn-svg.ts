import { type Matrix, multiply } from "../../pdf/index.ts";
import { num } from "./outline.ts";

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/**
 * A drawing of ours ({@link drawName}, {@link drawSeal}) as an SVG, for a preview in a browser: paths, fills and strokes are all it has.
 *
 * @param content page content, in a box from (0, 0)
 * @returns UTF-8
 */
export function drawnSvg(content: string, width: number, height: number): Uint8Array {
  let state = { ctm: IDENTITY, fill: "#000", stroke: "#000", line: 1 };
  const stack: (typeof state)[] = [];
  let [path, body] = ["", ""];
  let operands: string[] = [];
  const colour = () => `rgb(${operands.map((part) => Math.round(255 * Number(part))).join(" ")})`;
  const paint = (attributes: string): void => {
    body += `<path transform="matrix(${state.ctm.map(num).join(" ")})" d="${path.trim()}" ${attributes}/>`;
    path = "";
  };
  for (const token of content.split(/\s+/)) {
    if (!/^[a-zA-Z]+$/.test(token)) {
      operands.push(token);
      continue;
    }
    if (token === "q") stack.push({ ...state });
    else if (token === "Q") state = stack.pop() ?? state;
    else if (token === "cm") state.ctm = multiply(operands.map(Number) as unknown as Matrix, state.ctm);
    else if (token === "rg") state.fill = colour();
    else if (token === "RG") state.stroke = colour();
    else if (token === "w") state.line = Number(operands[0]);
    else if (token === "m" || token === "l" || token === "c") path += `${token.toUpperCase()}${operands.join(" ")} `;
    else if (token === "h") path += "Z ";
    else if (token === "f") paint(`fill="${state.fill}"`);
    else if (token === "S")
      paint(`fill="none" stroke="${state.stroke}" stroke-width="${state.line}" stroke-linejoin="round"`);
    operands = [];
  }
  const upright = `<g transform="matrix(1 0 0 -1 0 ${num(height)})">${body}</g>`;
  const box = `viewBox="0 0 ${num(width)} ${num(height)}" width="${num(width)}pt" height="${num(height)}pt"`;
  return new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" ${box}>${upright}</svg>`);
}
