import { isVanthuError } from "../../errors/index.ts";
import { EDXML_NAMESPACE } from "./names.ts";
import { type ElementRule, PACKET_RULE } from "./schema.ts";
import { DEFAULT_PACKET_LIMITS, type PacketElement, type PacketLimits, readPacketTree } from "./tree.ts";
import { unpackEdxml } from "./unpack.ts";

/** One thing in a packet that is not as the exchange wants it. `where` is a path of elements; message in Vietnamese. */
export interface EdxmlFinding {
  code: string;
  message: string;
  where: string;
}

/**
 * Checks a packet strictly: elements in their order, as often as allowed, values in their form; then whether it can be read at all.
 * Reading ({@link unpackEdxml}) is more tolerant than this; a sender should keep to this.
 *
 * @returns no findings when the packet is sound. Never throws for bad bytes: what makes a packet unreadable is a finding too.
 */
export function checkEdxml(bytes: Uint8Array, limits: Partial<PacketLimits> = {}): EdxmlFinding[] {
  const findings: EdxmlFinding[] = [];
  try {
    const root = readPacketTree(bytes, { ...DEFAULT_PACKET_LIMITS, ...limits });
    checkElement(root, PACKET_RULE, "/edXML", findings);
    if (findings.length > 0) return findings;
    unpackEdxml(bytes, limits);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    const faults = error.faults ?? [{ code: error.code, message: error.message, where: error.where }];
    for (const { code, message, where } of faults) findings.push({ code, message, where: where ?? "" });
  }
  return findings;
}

/** Enough to mend a packet by; a hostile one does not get a million lines. */
const MAX_FINDINGS = 200;

function checkElement(element: PacketElement, rule: ElementRule, where: string, findings: EdxmlFinding[]): void {
  if (rule.opaque || findings.length >= MAX_FINDINGS) return;
  if (rule.children === undefined) {
    if (element.children.length > 0)
      findings.push({ code: "EDXML_UNEXPECTED", message: `Phần tử ${rule.name} chỉ được chứa văn bản.`, where });
    else if (rule.value !== undefined && !rule.value.test(element.text)) {
      findings.push({
        code: "EDXML_VALUE",
        message: `Giá trị “${element.text.trim().slice(0, 60)}” sai: ${rule.value.what}.`,
        where,
      });
    }
    return;
  }
  let rules = rule.children;
  if (rule.either !== undefined) {
    const chosen = element.children.some((child) => child.name === rule.either!.when)
      ? rule.either.present
      : rule.either.absent;
    rules = [...rules, ...chosen];
  }
  checkChildren(element, rules, where, findings);
}

function checkChildren(element: PacketElement, rules: ElementRule[], where: string, findings: EdxmlFinding[]): void {
  const counts = new Map<string, number>();
  let reached = 0;
  for (const child of element.children) {
    const index = rules.findIndex((rule) => rule.name === child.name);
    const count = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, count);
    const place = `${where}/${child.name}${count > 1 ? `[${count}]` : ""}`;
    if (index < 0 || child.namespace !== EDXML_NAMESPACE) {
      findings.push({
        code: "EDXML_UNEXPECTED",
        message: `Phần tử ${child.name} không có trong cấu trúc gói tin.`,
        where: place,
      });
      continue;
    }
    const rule = rules[index]!;
    if (index < reached) {
      findings.push({
        code: "EDXML_ORDER",
        message: `Phần tử ${child.name} đứng sai thứ tự, phải trước ${rules[reached]!.name}.`,
        where: place,
      });
    }
    reached = Math.max(reached, index);
    if (count === (rule.max ?? 1) + 1)
      findings.push({ code: "EDXML_REPEATED", message: `Phần tử ${child.name} lặp lại.`, where: place });
    checkElement(child, rule, place, findings);
  }
  for (const rule of rules) {
    if ((counts.get(rule.name) ?? 0) < (rule.min ?? 1)) {
      findings.push({ code: "EDXML_MISSING", message: `Thiếu phần tử ${rule.name}.`, where: `${where}/${rule.name}` });
    }
  }
}
