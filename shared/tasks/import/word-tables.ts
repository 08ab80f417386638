import { VanthuError } from "../../errors/index.ts";
import { attribute, childElements, findChild, openPackage, parseXml, type XmlElement } from "../../opc/index.ts";
import { GRID_LIMITS, type Grid, type GridRow } from "./grid.ts";

/**
 * Reads the tables of a .docx (WordprocessingML, ISO/IEC 29500-1, 17.4): merged cells in both directions, automatic numbering of
 * an otherwise empty number cell, tracked deletions left out. A nested table is text of its cell.
 *
 * @throws FILE_NOT_ZIP, PACKAGE_BROKEN, PACKAGE_TOO_LARGE, XML_*, IMPORT_FILE_MISMATCH, IMPORT_TOO_LARGE
 */
export function readWordTables(bytes: Uint8Array, name: string): Grid[] {
  const file = openPackage(bytes, { unpackedBytes: 64 * 1024 * 1024 });
  const text = file.text("word/document.xml");
  if (text === undefined) {
    throw new VanthuError("IMPORT_FILE_MISMATCH", {
      message: "Tệp không phải là văn bản Word (.docx).",
      where: name,
      hint: file.names.some((part) => part.startsWith("xl/"))
        ? "Đây là bảng tính Excel; hãy đổi phần mở rộng thành .xlsx."
        : "Mở tệp bằng Word rồi lưu lại dạng .docx.",
    });
  }
  const tables: XmlElement[] = [];
  findTables(parseXml(text, "word/document.xml"), tables);
  const counters = new Map<string, number>();
  return tables.map((table, index) => ({
    name: `Bảng ${index + 1}`,
    rows: tableRows(table, `${name}, bảng ${index + 1}`, counters),
    paged: true,
  }));
}

function findTables(element: XmlElement, tables: XmlElement[]): void {
  for (const node of childElements(element)) {
    if (node.name === "w:tbl") tables.push(node);
    else findTables(node, tables);
  }
}

function tableRows(table: XmlElement, where: string, counters: Map<string, number>): GridRow[] {
  const rows: GridRow[] = [];
  const above = new Map<number, string>();
  for (const row of descend(table, "w:tr", "w:tbl")) {
    const cells: string[] = [];
    const covered = new Map<number, string>();
    let column = Number(attribute(findChild(findChild(row, "w:trPr"), "w:gridBefore"), "w:val") ?? 0);
    while (cells.length < Math.min(column, GRID_LIMITS.columns)) cells.push("");
    for (const cell of descend(row, "w:tc", "w:tr")) {
      const properties = findChild(cell, "w:tcPr");
      const span = Math.max(1, Number(attribute(findChild(properties, "w:gridSpan"), "w:val") ?? 1));
      const merge = findChild(properties, "w:vMerge");
      const continues = merge !== undefined && (attribute(merge, "w:val") ?? "continue") !== "restart";
      const text = continues ? "" : cellText(cell, counters);
      if (continues) covered.set(column, above.get(column) ?? "");
      else above.set(column, text);
      cells[column] = text;
      column += span;
      if (column > GRID_LIMITS.columns) break;
      while (cells.length < column) cells.push("");
    }
    rows.push({ number: rows.length + 1, cells, ...(covered.size > 0 ? { covered } : {}) });
    if (rows.length > GRID_LIMITS.rows) {
      throw new VanthuError("IMPORT_TOO_LARGE", { message: `Bảng có quá ${GRID_LIMITS.rows} hàng.`, where });
    }
  }
  return rows;
}

/** Elements called `name`, looking through wrappers (w:sdt, w:ins …) but not into nested tables. */
function descend(element: XmlElement, name: string, barrier: string): XmlElement[] {
  return childElements(element).flatMap((node) =>
    node.name === name
      ? [node]
      : node.name === barrier || node.name === "w:tbl" || node.name.endsWith("Pr")
        ? []
        : descend(node, name, barrier),
  );
}

function cellText(cell: XmlElement, counters: Map<string, number>): string {
  const lines: string[] = [];
  collectParagraphs(cell, (paragraph) => {
    const text = runText(paragraph);
    const numbering = findChild(findChild(paragraph, "w:pPr"), "w:numPr");
    if (numbering === undefined) {
      lines.push(text);
      return;
    }
    if (text.trim() !== "") {
      lines.push(`- ${text}`);
      return;
    }
    // A number column filled by Word's automatic numbering holds no text: count as Word does.
    const key = `${attribute(findChild(numbering, "w:numId"), "w:val")}.${attribute(findChild(numbering, "w:ilvl"), "w:val")}`;
    const count = (counters.get(key) ?? 0) + 1;
    counters.set(key, count);
    lines.push(String(count));
  });
  return lines.join("\n");
}

function collectParagraphs(element: XmlElement, visit: (paragraph: XmlElement) => void): void {
  for (const node of childElements(element)) {
    if (node.name === "w:p") visit(node);
    else collectParagraphs(node, visit);
  }
}

function runText(element: XmlElement): string {
  let text = "";
  for (const node of childElements(element)) {
    if (node.name === "w:t") text += node.children.filter((part) => typeof part === "string").join("");
    else if (node.name === "w:tab") text += " ";
    else if (node.name === "w:br" || node.name === "w:cr") text += "\n";
    else if (node.name === "w:noBreakHyphen") text += "-";
    else if (node.name !== "w:pPr" && node.name !== "w:rPr" && node.name !== "w:del" && node.name !== "w:moveFrom") {
      text += runText(node);
    }
  }
  return text;
}
