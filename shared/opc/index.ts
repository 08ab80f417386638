export { inflateZlib } from "./inflate.ts";
export { openPackage, type Package, type PackageLimits } from "./package.ts";
export { sameBytes } from "./same-bytes.ts";
export {
  attribute,
  childElements,
  escapeXml,
  findChild,
  parseXml,
  textOf,
  type XmlElement,
  type XmlNode,
} from "./xml.ts";
export { strayBytes } from "./zip-gaps.ts";
export { writeZip, type ZipPart } from "./zip-write.ts";
