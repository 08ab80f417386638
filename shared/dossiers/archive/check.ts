import { createHash } from "node:crypto";
import { isVanthuError } from "../../errors/index.ts";
import {
  attribute,
  childElements,
  openPackage,
  type Package,
  parseXml,
  strayBytes,
  textOf,
  type XmlElement,
} from "../../opc/index.ts";
import type { ArchiveCheck, ArchiveFault } from "./model.ts";
import { contentId, folderOf, ID_BLANK } from "./object-id.ts";
import { local, type NamedFile, type ReadMets, readMets } from "./read-mets.ts";
import { readPremis } from "./read-premis.ts";

/** How much of a package from outside is taken: bytes unpacked, files, most times a file may unpack to, bytes of one XML file. */
export interface ArchiveLimits {
  unpackedBytes?: number;
  parts?: number;
  xmlBytes?: number;
}

const LIMITS = { unpackedBytes: 1024 * 1024 * 1024, parts: 20_000, ratio: 300 };
const XML_BYTES = 16 * 1024 * 1024;
/** METS files of representations that are followed, faults that are told. */
const MOST_REPRESENTATIONS = 50;
const MOST_FAULTS = 500;

const WORDS: Record<ArchiveFault["code"], string> = {
  PACKAGE_UNREADABLE: "Tệp không mở được như một gói ZIP trong giới hạn cho phép",
  NAME_UNSAFE: "Tên tệp trong gói không an toàn",
  NAME_TWICE: "Hai tệp trong gói chỉ khác nhau chữ hoa, chữ thường hoặc dấu tổ hợp",
  STRUCTURE: "Cấu trúc gói không đúng",
  XML_BROKEN: "Tệp XML không đọc được",
  FILE_MISSING: "Thiếu tệp mà gói có ghi",
  FILE_CHANGED: "Tệp đã bị thay đổi, không khớp mã băm hoặc dung lượng",
  FILE_ADDED: "Tệp không có trong danh mục của gói",
  CHECKSUM_UNKNOWN: "Tệp không có mã băm kiểm tra được",
  REFERENCE_BROKEN: "Tham chiếu không tới được chỗ nào",
  ID_WRONG: "Định danh của gói không khớp",
  HIDDEN_DATA: "Tệp ZIP có dữ liệu nằm ngoài các tệp của gói",
};

/**
 * Checks an archive package from anywhere (TT 05/2025/TT-BNV, E-ARK CSIP): opens within bounds, every file named by a METS is there and fits
 * its size and digest, no other file is there, PREMIS digests fit too, every reference leads somewhere, and a package of ours still has the
 * id that its content gives. Never throws for a bad package: that is what `faults` are for.
 *
 * @example
 * const { sound, faults } = checkArchive(readFileSync("uuid-….zip"));
 */
export function checkArchive(bytes: Uint8Array, limits: ArchiveLimits = {}): ArchiveCheck {
  const faults: ArchiveFault[] = [];
  const result: ArchiveCheck = { sound: false, sha256: sha256(bytes), files: [], faults };
  try {
    judge(bytes, limits, result);
  } catch (error) {
    if (!isVanthuError(error) && !(error instanceof RangeError)) throw error;
    const [where, more] = isVanthuError(error)
      ? [error.where, reasonOf(error.code)]
      : [undefined, "thư mục của tệp ZIP hỏng"];
    faults.push(fault("PACKAGE_UNREADABLE", where, more));
  }
  faults.splice(MOST_FAULTS);
  result.sound = faults.length === 0;
  return result;
}

function judge(bytes: Uint8Array, limits: ArchiveLimits, result: ArchiveCheck): void {
  const { faults } = result;
  const zip = new Files(
    openPackage(bytes, {
      ...LIMITS,
      ...(limits.unpackedBytes === undefined ? {} : { unpackedBytes: limits.unpackedBytes }),
      ...(limits.parts === undefined ? {} : { parts: limits.parts }),
    }),
  );
  const stray = strayBytes(bytes);
  if (stray > 0) faults.push(fault("HIDDEN_DATA", undefined, `${stray} byte`));
  checkNames(zip.names, faults);
  const roots = new Set(zip.names.map((name) => name.split("/")[0]!));
  const root = [...roots][0];
  if (root === undefined || roots.size !== 1 || !zip.has(`${root}/METS.xml`)) {
    faults.push(fault("STRUCTURE", undefined, "gói phải có đúng một thư mục gốc, trong đó có METS.xml"));
    for (const name of zip.names) result.files.push({ name, ...factsOf(zip, name, faults), covered: false });
    return;
  }
  const read = new Reader(zip, faults, limits.xmlBytes ?? XML_BYTES);
  const covered = new Set([`${root}/METS.xml`]);
  const mets = read.mets(`${root}/METS.xml`);
  if (mets !== undefined) {
    result.objectId = mets.objectId;
    result.kind = mets.kind;
    checkId(zip, root, mets, faults);
    for (const name of checkFiles(zip, root, mets.files, faults)) covered.add(name);
    checkReferences(`${root}/METS.xml`, mets, faults);
    if (mets.pointers.length === 0) faults.push(fault("STRUCTURE", `${root}/METS.xml`, "không có bản thể hiện nào"));
    for (const pointer of [...new Set(mets.pointers)].slice(0, MOST_REPRESENTATIONS)) {
      const name = joined(root, pointer);
      if (name === undefined || !zip.has(name)) {
        faults.push(fault("REFERENCE_BROKEN", `${root}/METS.xml`, pointer));
        continue;
      }
      const folder = name.slice(0, name.lastIndexOf("/"));
      const inner = read.mets(name);
      if (inner === undefined) continue;
      for (const one of checkFiles(zip, folder, inner.files, faults)) covered.add(one);
      checkReferences(name, inner, faults);
      read.premisOf(folder, inner.files);
      read.eadsOf(folder, inner.files);
    }
    read.premisOf(root, mets.files);
    result.dossier = read.dossier(root, mets.files);
  }
  for (const name of zip.names) {
    const held = factsOf(zip, name, faults);
    result.files.push({ name, ...held, covered: covered.has(name) });
    if (!covered.has(name)) faults.push(fault("FILE_ADDED", name));
  }
}

/**
 * The files of a package with their digests, each made once: a METS or PREMIS of a stranger may name one large file a hundred thousand
 * times.
 */
class Files {
  constructor(zip: Package) {
    this.#zip = zip;
    this.names = zip.names;
    this.#known = new Set(zip.names);
  }
  readonly names: readonly string[];
  readonly #zip: Package;
  readonly #known: Set<string>;
  readonly #facts = new Map<string, { bytes: number } | undefined>();
  readonly #digests = new Map<string, string>();

  has(name: string): boolean {
    return this.#known.has(name);
  }

  /** Undefined when it is not there or its data is damaged. */
  bytes(name: string): Uint8Array | undefined {
    return this.has(name) ? safely(() => this.#zip.bytes(name)) : undefined;
  }

  text(name: string): string | undefined {
    return this.#zip.text(name);
  }

  /** Its size; undefined when it is not there or its data is damaged. */
  size(name: string): number | undefined {
    if (!this.#facts.has(name)) {
      const bytes = this.bytes(name);
      this.#facts.set(name, bytes === undefined ? undefined : { bytes: bytes.length });
    }
    return this.#facts.get(name)?.bytes;
  }

  /** Its digest; undefined also for algorithms that are not checked. */
  digest(name: string, algorithm: string): string | undefined {
    const key = `${algorithm.toUpperCase()} ${name}`;
    const held = this.#digests.get(key);
    if (held !== undefined || !isChecked(algorithm)) return held;
    const bytes = this.bytes(name);
    const made = bytes === undefined ? undefined : digestOf(algorithm, bytes);
    if (made !== undefined) this.#digests.set(key, made);
    return made;
  }
}

class Reader {
  constructor(zip: Files, faults: ArchiveFault[], most: number) {
    this.#zip = zip;
    this.#faults = faults;
    this.#most = most;
  }
  readonly #zip: Files;
  readonly #faults: ArchiveFault[];
  readonly #most: number;

  xml(name: string): XmlElement | undefined {
    const bytes = this.#zip.bytes(name);
    if (bytes === undefined) return undefined;
    try {
      if (bytes.length > this.#most) throw new RangeError("too long");
      return parseXml(new TextDecoder("utf-8", { fatal: true }).decode(bytes), name);
    } catch (error) {
      this.#faults.push(fault("XML_BROKEN", name, isVanthuError(error) ? error.message.replace(/\.$/, "") : undefined));
      return undefined;
    }
  }

  mets(name: string): ReadMets | undefined {
    const root = this.xml(name);
    if (root === undefined) return undefined;
    const mets = readMets(root);
    if (!mets.whole) this.#faults.push(fault("STRUCTURE", name, "METS thiếu metsHdr, fileSec hoặc structMap"));
    return mets;
  }

  /** PREMIS digests are held against the files too, and its events against what it knows. */
  premisOf(folder: string, files: readonly NamedFile[]): void {
    for (const { href } of files.filter(({ use }) => use === "PREMIS")) {
      const name = joined(folder, href);
      const root = name === undefined ? undefined : this.xml(name);
      if (root === undefined) continue;
      const premis = readPremis(root);
      for (const file of premis.files) {
        const path = joined(folder, file.path);
        const size = path === undefined ? undefined : this.#zip.size(path);
        if (path === undefined || size === undefined)
          this.#faults.push(fault("FILE_MISSING", path ?? file.path, `PREMIS ${name}`));
        else if (
          (file.size !== undefined && file.size !== size) ||
          // Digests of other programs' algorithms (MD5, SHA-1) say nothing here: METS must hold one that does.
          file.digests.some(
            ({ algorithm, value }) => isChecked(algorithm) && this.#zip.digest(path, algorithm) !== value,
          )
        )
          this.#faults.push(fault("FILE_CHANGED", path, "không khớp PREMIS"));
      }
      for (const link of premis.linked)
        if (!premis.known.has(link)) this.#faults.push(fault("REFERENCE_BROKEN", name, link));
    }
  }

  /** Descriptions of documents must at least be read. */
  eadsOf(folder: string, files: readonly NamedFile[]): void {
    for (const { href } of files.filter(({ use }) => use === "EAD")) {
      const name = joined(folder, href);
      if (name !== undefined) this.xml(name);
    }
  }

  /** The dossier as EAD.xml describes it; what it points to must be there, and as many documents as it says. */
  dossier(root: string, files: readonly NamedFile[]): ArchiveCheck["dossier"] {
    const named = files.find(({ use }) => use === "EAD");
    const name = named === undefined ? undefined : joined(root, named.href);
    if (name === undefined) {
      this.#faults.push(fault("STRUCTURE", `${root}/METS.xml`, "không có EAD.xml"));
      return undefined;
    }
    const ead = this.xml(name);
    if (ead === undefined) return undefined;
    const fields = new Map<string, string>();
    let items = 0;
    const visit = (element: XmlElement, depth: number): void => {
      if (depth > 40) return;
      const what = local(element.name);
      const type = attribute(element, "localtype");
      if (what === "odd" && type !== undefined) fields.set(type, textOf(element).trim());
      if (what === "c") items += 1;
      if (what === "dao") {
        const path = joined(root, decoded(attribute(element, "href") ?? ""));
        if (path === undefined || !this.#zip.has(path))
          this.#faults.push(fault("REFERENCE_BROKEN", name, attribute(element, "href")));
      }
      for (const child of childElements(element)) visit(child, depth + 1);
    };
    visit(ead, 0);
    const said = Number(fields.get("totalDoc") ?? Number.NaN);
    if (items !== said)
      this.#faults.push(
        fault("STRUCTURE", name, `ghi ${fields.get("totalDoc") ?? "?"} văn bản, mô tả ${items} văn bản`),
      );
    return {
      code: fields.get("fileCode") ?? "",
      title: fields.get("title") ?? "",
      retention: fields.get("maintenanceText") ?? fields.get("maintenance") ?? "",
      documents: items,
      pages: Number(fields.get("numberOfPage") ?? 0),
    };
  }
}

function checkNames(names: readonly string[], faults: ArchiveFault[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    const unsafe =
      name.startsWith("/") ||
      name.includes("\\") ||
      /^[A-Za-z]:/.test(name) ||
      /[\u0000-\u001f\u007f\ufffd]/.test(name) ||
      name.length > 1000 ||
      name.split("/").some((part) => part === "" || part === "." || part === "..");
    if (unsafe) faults.push(fault("NAME_UNSAFE", name.slice(0, 200)));
    const folded = name.normalize("NFC").toLowerCase();
    if (seen.has(folded)) faults.push(fault("NAME_TWICE", name));
    seen.add(folded);
  }
}

/** The files a METS names: there, of the size and digest it says. Answers the names of those that are. */
function checkFiles(zip: Files, folder: string, files: readonly NamedFile[], faults: ArchiveFault[]): string[] {
  const found: string[] = [];
  for (const file of files) {
    const name = joined(folder, file.href);
    if (name === undefined || !zip.has(name)) {
      faults.push(fault("FILE_MISSING", name ?? file.href));
      continue;
    }
    found.push(name);
    const size = zip.size(name);
    if (size === undefined) {
      faults.push(fault("FILE_CHANGED", name, "không bung được"));
      continue;
    }
    const digest = file.checksumType === undefined ? undefined : zip.digest(name, file.checksumType);
    if (file.checksum === undefined || digest === undefined) faults.push(fault("CHECKSUM_UNKNOWN", name));
    else if (digest !== file.checksum || (file.size !== undefined && file.size !== size))
      faults.push(fault("FILE_CHANGED", name));
  }
  return found;
}

function checkReferences(name: string, { ids, references }: ReadMets, faults: ArchiveFault[]): void {
  const known = new Set<string>();
  for (const id of ids) {
    if (known.has(id)) faults.push(fault("REFERENCE_BROKEN", name, `ID ${id} dùng hai lần`));
    known.add(id);
  }
  for (const reference of references)
    if (!known.has(reference)) faults.push(fault("REFERENCE_BROKEN", name, reference));
}

function checkId(zip: Files, root: string, mets: ReadMets, faults: ArchiveFault[]): void {
  const name = `${root}/METS.xml`;
  if (folderOf(mets.objectId) !== root) faults.push(fault("ID_WRONG", name, "tên thư mục khác OBJID"));
  if (!mets.ours) return;
  const uuid = /[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/.exec(mets.objectId)?.[0];
  const text = zip.text(name) ?? "";
  const blank = uuid === undefined ? text : text.replaceAll(uuid, ID_BLANK);
  if (uuid === undefined || contentId(new TextEncoder().encode(blank)) !== uuid)
    faults.push(fault("ID_WRONG", name, "nội dung METS.xml đã khác lúc đóng gói"));
}

function factsOf(zip: Files, name: string, faults: ArchiveFault[]): { bytes: number; sha256: string } {
  const size = zip.size(name);
  if (size === undefined) faults.push(fault("FILE_CHANGED", name, "không bung được"));
  return { bytes: size ?? 0, sha256: zip.digest(name, "SHA-256") ?? "" };
}

/** A path from a folder; undefined when it leads out of the package. */
function joined(folder: string, href: string): string | undefined {
  const parts = folder.split("/");
  for (const part of href.split("/")) {
    if (part === "." || part === "") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts[0] === folder.split("/")[0] && !href.startsWith("/") && !/^[a-z][a-z0-9+.-]*:/i.test(href)
    ? parts.join("/")
    : undefined;
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

function isChecked(algorithm: string): boolean {
  return Object.hasOwn(ALGORITHMS, algorithm.toUpperCase());
}

function digestOf(algorithm: string, bytes: Uint8Array): string | undefined {
  const name = isChecked(algorithm) ? ALGORITHMS[algorithm.toUpperCase()] : undefined;
  return name === undefined ? undefined : createHash(name).update(bytes).digest("hex");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A part whose data is damaged reads as absent; that is told where it is missed. */
function safely(read: () => Uint8Array | undefined): Uint8Array | undefined {
  try {
    return read();
  } catch (error) {
    if (isVanthuError(error)) return undefined;
    throw error;
  }
}

function reasonOf(code: string): string {
  return (
    {
      FILE_NOT_ZIP: "không phải tệp ZIP",
      FILE_ENCRYPTED: "tệp đặt mật khẩu",
      PACKAGE_TOO_LARGE: "bung ra vượt giới hạn",
      PACKAGE_BROKEN: "tệp ZIP hỏng hoặc có hai tệp cùng tên",
    }[code] ?? code
  );
}

function fault(code: ArchiveFault["code"], where?: string, more?: string): ArchiveFault {
  return {
    code,
    message: `${WORDS[code]}${more === undefined ? "" : `: ${more}`}.`,
    ...(where === undefined ? {} : { where }),
  };
}
