import { type Certificate, integerOf, OID, oidOf, readDer, sequenceOf } from "../asn1/index.ts";

/** Inputs of policy processing (RFC 5280, 6.1.1); absent means any policy will do. */
export interface PathPolicy {
  initialPolicies?: ReadonlySet<string>;
  explicitPolicy?: boolean;
  inhibitMapping?: boolean;
  inhibitAnyPolicy?: boolean;
}

interface Node {
  policy: string;
  expected: Set<string>;
  parent: Node | undefined;
  children: Node[];
}

/** Trees grow exponentially under hostile mappings (as OpenSSL learned); no real path comes near this. */
const MAX_NODES = 2000;

/** The policy part of path validation: the valid policy tree and its three counters (RFC 5280, 6.1.2 to 6.1.5). */
export class PolicyProcessor {
  /** Nodes by depth; empty when the tree is NULL. */
  #levels: Node[][] = [
    [{ policy: OID.anyPolicy, expected: new Set([OID.anyPolicy]), parent: undefined, children: [] }],
  ];
  #explicit: number;
  #mapping: number;
  #inhibitAny: number;
  #nodes = 1;
  readonly #length: number;
  readonly #initial: ReadonlySet<string> | undefined;

  constructor(length: number, policy: PathPolicy) {
    this.#length = length;
    this.#initial = policy.initialPolicies;
    this.#explicit = policy.explicitPolicy ? 0 : length + 1;
    this.#mapping = policy.inhibitMapping ? 0 : length + 1;
    this.#inhibitAny = policy.inhibitAnyPolicy ? 0 : length + 1;
  }

  /** 6.1.3 (d) to (f) for the certificate at depth `i`, counted from 1. False: the path fails. */
  process(certificate: Certificate, i: number): boolean {
    const extension = certificate.extensions.get(OID.certificatePolicies);
    if (extension === undefined) this.#levels = [];
    else if (this.#levels.length > 0) this.#grow(certificate, policiesOf(extension.value), i);
    return this.#nodes <= MAX_NODES && (this.#explicit > 0 || this.#levels.length > 0);
  }

  /** 6.1.4 (a), (b), (h) to (j). */
  prepare(certificate: Certificate, i: number): boolean {
    const mappings = certificate.extensions.get(OID.policyMappings);
    if (mappings !== undefined && !this.#map(mappings.value, i)) return false;
    if (!certificate.selfIssued) {
      this.#explicit = Math.max(0, this.#explicit - 1);
      this.#mapping = Math.max(0, this.#mapping - 1);
      this.#inhibitAny = Math.max(0, this.#inhibitAny - 1);
    }
    const constraints = policyConstraintsOf(certificate);
    this.#explicit = Math.min(this.#explicit, constraints.requireExplicit);
    this.#mapping = Math.min(this.#mapping, constraints.inhibitMapping);
    const inhibit = certificate.extensions.get(OID.inhibitAnyPolicy);
    if (inhibit !== undefined) this.#inhibitAny = Math.min(this.#inhibitAny, Number(integerOf(readDer(inhibit.value))));
    return true;
  }

  /** 6.1.5 (a), (b), (g): does an acceptable policy remain, where one is required? */
  wrapUp(certificate: Certificate): boolean {
    this.#explicit = Math.max(0, this.#explicit - 1);
    if (policyConstraintsOf(certificate).requireExplicit === 0) this.#explicit = 0;
    return this.#explicit > 0 || this.#intersects();
  }

  #grow(certificate: Certificate, policies: Set<string>, i: number): void {
    const above = this.#levels[i - 1] ?? [];
    const level: Node[] = [];
    const grow = (parent: Node, policy: string): void => {
      if (++this.#nodes > MAX_NODES) return;
      const node: Node = { policy, expected: new Set([policy]), parent, children: [] };
      parent.children.push(node);
      level.push(node);
    };
    for (const policy of policies) {
      if (policy === OID.anyPolicy) continue;
      const parents = above.filter((n) => n.expected.has(policy));
      for (const parent of parents) grow(parent, policy);
      if (parents.length === 0) for (const parent of above) if (parent.policy === OID.anyPolicy) grow(parent, policy);
    }
    if (policies.has(OID.anyPolicy) && (this.#inhibitAny > 0 || (i < this.#length && certificate.selfIssued))) {
      for (const parent of above) {
        for (const policy of parent.expected)
          if (!parent.children.some((c) => c.policy === policy)) grow(parent, policy);
      }
    }
    this.#levels[i] = level;
    this.#prune();
  }

  /** False when a mapping names anyPolicy. */
  #map(value: Uint8Array, i: number): boolean {
    const bySubject = new Map<string, Set<string>>();
    for (const pair of sequenceOf(readDer(value), "policyMappings")) {
      const [from, to] = pair.children.map(oidOf);
      if (from === undefined || to === undefined || from === OID.anyPolicy || to === OID.anyPolicy) return false;
      bySubject.set(from, (bySubject.get(from) ?? new Set()).add(to));
    }
    const level = this.#levels[i];
    if (level === undefined) return true;
    for (const [from, to] of bySubject) {
      const nodes = level.filter((n) => n.policy === from);
      if (this.#mapping === 0) {
        this.#remove(i, (n) => n.policy === from);
      } else if (nodes.length > 0) {
        for (const node of nodes) node.expected = new Set(to);
      } else {
        for (const any of level.filter((n) => n.policy === OID.anyPolicy)) {
          const parent = any.parent;
          if (parent === undefined || ++this.#nodes > MAX_NODES) continue;
          const node: Node = { policy: from, expected: new Set(to), parent, children: [] };
          parent.children.push(node);
          level.push(node);
        }
      }
    }
    this.#prune();
    return true;
  }

  #remove(depth: number, gone: (node: Node) => boolean): void {
    const level = this.#levels[depth] ?? [];
    for (const node of level) {
      if (gone(node) && node.parent !== undefined)
        node.parent.children = node.parent.children.filter((c) => c !== node);
    }
    this.#levels[depth] = level.filter((n) => !gone(n));
  }

  /** Nodes above the deepest level without children go. */
  #prune(): void {
    for (let depth = this.#levels.length - 2; depth >= 0; depth--) this.#remove(depth, (n) => n.children.length === 0);
    if (this.#levels[0]?.length === 0 || this.#levels.at(-1)?.length === 0) this.#levels = [];
  }

  /** 6.1.5 (g): some policy of the tree is among those the user accepts. */
  #intersects(): boolean {
    if (this.#levels.length === 0) return false;
    const initial = this.#initial;
    if (initial === undefined || initial.has(OID.anyPolicy)) return true;
    const deepest = this.#levels.at(-1) ?? [];
    // The policy of a leaf in the anchor's domain is that of its highest ancestor below anyPolicy nodes.
    return deepest.some((leaf) => {
      let node = leaf;
      while (node.parent !== undefined && node.parent.policy !== OID.anyPolicy) node = node.parent;
      return node.policy === OID.anyPolicy || initial.has(node.policy);
    });
  }
}

function policiesOf(value: Uint8Array): Set<string> {
  return new Set(sequenceOf(readDer(value), "certificatePolicies").map((n) => oidOf(n.children[0])));
}

function policyConstraintsOf(certificate: Certificate): { requireExplicit: number; inhibitMapping: number } {
  const extension = certificate.extensions.get(OID.policyConstraints);
  const out = { requireExplicit: Number.POSITIVE_INFINITY, inhibitMapping: Number.POSITIVE_INFINITY };
  if (extension === undefined) return out;
  for (const field of sequenceOf(readDer(extension.value), "policyConstraints")) {
    const count = field.content.reduce((sum, byte) => Math.min(sum * 256 + byte, 1_000_000), 0);
    if (field.isContext(0)) out.requireExplicit = count;
    if (field.isContext(1)) out.inhibitMapping = count;
  }
  return out;
}
