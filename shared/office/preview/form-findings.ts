import type { DocumentDescription } from "../../documents/index.ts";
import type { Finding } from "../../lint/index.ts";
import type { PreviewFinding } from "./model.ts";
import type { LineSource } from "./sources.ts";

/** Rules that no draft can satisfy: number and date are given later. */
const LATER = /^(number|date)\.(missing|blank|pattern|empty)$/;

/** Fields of the rules' elements; those of the body are found by their text. */
const FIELDS: [RegExp, string][] = [
  [/^subject/, "subject"],
  [/^(number|notation|symbol)/, "notation"],
  [/^(place|date)/, "place"],
  [/^addressees/, "addressees"],
  [/^recipients/, "recipients"],
  [/^signatoryName/, "signature.name"],
  [/^position/, "signature.position"],
  [/^(signature|authority)/, "signature.authority"],
];
const IN_BODY = /^(basis|body|headings?|article|endMark|text|composed)/;

/** What the format check says of the filled Word file, led back to the fields of the form. */
export function formFindings(
  findings: readonly Finding[],
  description: DocumentDescription,
  source: LineSource,
): PreviewFinding[] {
  const lines = description.body.split(/\r\n?|\n/).map(bare);
  return findings
    .filter(({ rule }) => !LATER.test(rule))
    .map(({ rule, clause, severity, where, expected, found }) => {
      const place = fieldOf(rule, where, lines, source);
      return {
        code: rule,
        kind: "form" as const,
        severity,
        message: `${where}: ${found === "" ? "" : `${found}; `}quy định là ${expected}.`,
        clause,
        ...place,
      };
    });
}

function fieldOf(rule: string, where: string, lines: string[], source: LineSource): { field?: string; line?: number } {
  const field = FIELDS.find(([pattern]) => pattern.test(rule))?.[1];
  if (field !== undefined) return { field };
  if (/^appendix/.test(rule)) return { field: "appendices[0]" };
  if (!IN_BODY.test(rule)) return {};
  const quoted = bare(/“([^”]*)/.exec(where)?.[1] ?? "").slice(0, 40);
  const at = quoted === "" ? -1 : lines.findIndex((line) => line.includes(quoted));
  return at < 0 ? {} : (source(at) ?? {});
}

/** A line without its signs and numbers, as it can be found again. */
function bare(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/^[\s#>*_-]*(?:[ivxlc]+\s*[.\-/]|\d+(?:\.\d+)*[.)]|\p{L}\))?[\s*_]*/u, "")
    .replace(/[*_\\]|…$/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
