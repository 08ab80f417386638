/** An agency as an office writes it in its tasks, with the other names it goes by. */
export interface Agency {
  id: string;
  name: string;
  abbreviations: string[];
  formerNames: FormerName[];
  /** Id of the agency it belongs to. */
  parent?: string;
}

/** A name that an agency, or one merged into it, had before. */
export interface FormerName {
  name: string;
  /** ISO day from which it is no longer valid. */
  until?: string;
  /** The document that changed it, as cited. */
  source?: string;
  /** Set when only a part of the work came to this agency: which one (Vietnamese). */
  part?: string;
}

/** How a text was found to be an agency; the surest first. */
export type AgencyMatchKind = "exact" | "abbreviation" | "former" | "similar";

/** An agency that a text may mean. */
export interface AgencyMatch {
  match: Agency;
  kind: AgencyMatchKind;
  /** 0 to 1. */
  score: number;
  /** For "former": the name that fits. */
  former?: FormerName;
}

/** A name in a table that is not an agency of the directory as it stands there, with what it may mean. */
export interface AgencyFinding {
  /** As written. */
  text: string;
  /** In how many cells it stands. */
  cells: number;
  /** "former", "abbreviation", "similar": by the best suggestion; "unknown": there is none. */
  kind: Exclude<AgencyMatchKind, "exact"> | "unknown";
  /** The best first, at most three. */
  suggestions: AgencyMatch[];
}
