import { textOf, type XmlElement } from "../../opc/index.ts";

/** What stands in a paragraph, a run or among blocks and prints nothing (ISO/IEC 29500-1, 17.3, 17.13, 17.16). */
const SILENT = new Set(
  (
    "pPr rPr tblPr tblGrid tcPr trPr tblPrEx sectPr sdtPr sdtEndPr proofErr lastRenderedPageBreak annotationRef separator " +
    "continuationSeparator permStart permEnd bookmarkStart bookmarkEnd commentRangeEnd commentRangeStart commentReference " +
    "moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd " +
    "customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart " +
    "customXmlMoveToRangeEnd customXmlPr smartTagPr delText delInstrText instrText fldData softHyphen"
  ).split(" "),
);

/** What is read where it stands. */
const READ = new Set(
  (
    "body p r t tab ptab br cr sym tbl tr tc sdt sdtContent hyperlink smartTag customXml ins del moveTo moveFrom dir bdo fldSimple fldChar " +
    "drawing pict object noBreakHyphen footnoteReference endnoteReference footnoteRef endnoteRef pgNum ruby rubyBase altChunk subDoc contentPart"
  ).split(" "),
);

/** Is this name one that is read, or that prints nothing? */
export function isKnown(name: string): boolean {
  if (name === "mc:AlternateContent" || name === "m:oMath" || name === "m:oMathPara") return true;
  const local = name.startsWith("w:") ? name.slice(2) : "";
  return READ.has(local) || SILENT.has(local);
}

/** An element that nothing here knows and that shows text or a drawing in Word. */
export function showsUnknown(element: XmlElement): boolean {
  return !isKnown(element.name) && (textOf(element).trim() !== "" || holdsDrawing(element));
}

function holdsDrawing(element: XmlElement): boolean {
  return element.children.some(
    (child) =>
      typeof child !== "string" &&
      (child.name === "w:drawing" || child.name === "w:pict" || child.name === "w:object" || holdsDrawing(child)),
  );
}
