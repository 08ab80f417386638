import { escapeXml } from "../../opc/index.ts";

/** An element to be written: name, attributes (undefined ones are left out), children or text. */
export type Node = [
  name: string,
  attributes: Record<string, string | number | undefined>,
  ...children: (Node | string)[],
];

/** A whole XML file of an element, indented; equal trees give equal bytes. */
export function xmlFile(root: Node): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${written(root, "")}`);
}

function written([name, attributes, ...children]: Node, indent: string): string {
  const held = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replaceAll("\n", "&#10;")}"`)
    .join("");
  if (children.length === 0) return `${indent}<${name}${held}/>\n`;
  if (children.every((child) => typeof child === "string"))
    return `${indent}<${name}${held}>${escapeXml(children.join(""))}</${name}>\n`;
  const inner = children
    .filter((child): child is Node => typeof child !== "string")
    .map((child) => written(child, `${indent}  `))
    .join("");
  return `${indent}<${name}${held}>\n${inner}${indent}</${name}>\n`;
}
