import { type Certificate, canonicalRdn, type DerNode, nameOf, OID, readDer, sequenceOf } from "../asn1/index.ts";

/** General name types by context tag (RFC 5280, 4.2.1.6). */
const RFC822 = 1;
const DNS = 2;
const DIRECTORY = 4;
const URI = 6;
const IP = 7;

/** A name to be judged, or a subtree's base: directory names as a list of canonical relative names, the rest as text or bytes. */
interface GeneralName {
  type: number;
  directory?: string[];
  text?: string;
  bytes?: Uint8Array;
}

/** Comparisons of names with subtrees; beyond it a hostile certificate is refused. */
const MAX_COMPARISONS = 100_000;

/** Permitted and excluded subtrees gathered along a path (RFC 5280, 4.2.1.10 and 6.1.3 (b), (c)). */
export class NameConstraints {
  /** One list per certificate that constrained: a name must be within each list that speaks of its type. */
  readonly #permitted: GeneralName[][] = [];
  readonly #excluded: GeneralName[] = [];
  #comparisons = 0;

  /** Takes in the constraints of a CA certificate. */
  narrow(certificate: Certificate): void {
    const extension = certificate.extensions.get(OID.nameConstraints);
    if (extension === undefined) return;
    for (const part of sequenceOf(readDer(extension.value), "nameConstraints")) {
      const bases = part.children.map((subtree) => generalNameOf(subtree.children[0]));
      if (part.isContext(0)) this.#permitted.push(bases);
      if (part.isContext(1)) this.#excluded.push(...bases);
    }
  }

  /** Are all names of the certificate allowed? */
  permits(certificate: Certificate): boolean {
    if (this.#permitted.length === 0 && this.#excluded.length === 0) return true;
    const names: GeneralName[] = [];
    if (certificate.subject.rdns.length > 0) {
      names.push({ type: DIRECTORY, directory: certificate.subject.rdns.map(canonicalRdn) });
    }
    const alternatives = certificate.extensions.get(OID.subjectAltName);
    if (alternatives !== undefined) {
      for (const n of sequenceOf(readDer(alternatives.value), "subjectAltName")) names.push(generalNameOf(n));
    }
    // 4.2.1.10: without alternative names an e-mail address in the subject counts.
    if (!names.some((n) => n.type === RFC822)) {
      for (const attribute of certificate.subject.rdns.flat()) {
        if (attribute.oid === OID.emailAddress) names.push({ type: RFC822, text: attribute.value });
      }
    }
    return names.every((n) => this.#permitsName(n));
  }

  #permitsName(name: GeneralName): boolean {
    for (const list of this.#permitted) {
      const same = list.filter((base) => base.type === name.type);
      if (same.length > 0 && !same.some((base) => this.#within(name, base))) return false;
    }
    return !this.#excluded.some((base) => base.type === name.type && this.#within(name, base, true));
  }

  #within(name: GeneralName, base: GeneralName, whenUnknown = false): boolean {
    if (++this.#comparisons > MAX_COMPARISONS) return whenUnknown;
    switch (name.type) {
      case DIRECTORY: {
        const [own, other] = [name.directory ?? [], base.directory ?? []];
        return other.length <= own.length && other.every((rdn, i) => rdn === own[i]);
      }
      case RFC822:
        return emailWithin((name.text ?? "").toLowerCase(), (base.text ?? "").toLowerCase());
      case DNS:
        return dnsWithin((name.text ?? "").toLowerCase(), (base.text ?? "").toLowerCase());
      case URI:
        return uriWithin(name.text ?? "", (base.text ?? "").toLowerCase(), whenUnknown);
      case IP:
        return ipWithin(name.bytes ?? new Uint8Array(), base.bytes ?? new Uint8Array());
      default:
        // A constraint on a form that is not understood: 4.2.1.10 says reject.
        return whenUnknown;
    }
  }
}

function generalNameOf(node: DerNode | undefined): GeneralName {
  const type = node?.tag ?? -1;
  if (node !== undefined && type === DIRECTORY) {
    return { type, directory: nameOf(node.children[0]).rdns.map(canonicalRdn) };
  }
  const bytes = node?.content ?? new Uint8Array();
  return { type, text: Buffer.from(bytes).toString("latin1"), bytes };
}

function emailWithin(address: string, base: string): boolean {
  if (base.includes("@")) return address === base;
  const host = address.slice(address.lastIndexOf("@") + 1);
  return base.startsWith(".") ? host.endsWith(base) : host === base;
}

function dnsWithin(name: string, base: string): boolean {
  const plain = base.startsWith(".") ? base.slice(1) : base;
  return plain === "" || name === plain || name.endsWith(`.${plain}`);
}

function uriWithin(uri: string, base: string, whenUnknown: boolean): boolean {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/:?#]+)/i.exec(uri)?.[1]?.toLowerCase();
  if (host === undefined || /^[\d.]+$/.test(host)) return whenUnknown;
  return base.startsWith(".") ? host.endsWith(base) : host === base;
}

function ipWithin(address: Uint8Array, base: Uint8Array): boolean {
  if (base.length !== address.length * 2) return false;
  return address.every((byte, i) => (byte & base[address.length + i]!) === (base[i]! & base[address.length + i]!));
}
