import { isIsoDay } from "../calendar/index.ts";
import { type Fault, VanthuError } from "../errors/index.ts";
import type { Organisation, Person, Post, Role, Unit } from "./model.ts";

/** Every role there is. */
export const ROLES: readonly Role[] = ["drafter", "leader", "clerk", "archivist", "auditor", "administrator"];
/** So many posts one person may hold, past ones too. */
const MOST_POSTS = 20;
/** Symbol of a unit: it stands in notations ("UBND-KGVX"), so no blanks and no separators. */
const UNIT_SYMBOL = /^[\p{Lu}\d][\p{L}\d&.]{0,14}$/u;
/** Mã định danh: groups of 0-9 A-Z between dots, at most 35 characters (QĐ 20/2020/QĐ-TTg). */
const ORGANISATION_CODE = /^(?=.{1,35}$)[0-9A-Z]+(\.[0-9A-Z]+)*$/;
const USER_NAME = /^[a-z0-9][a-z0-9._@-]{2,63}$/;
/** NIST SP 800-63B section 5.1.1: at least 8 characters, no rules of composition; a bound keeps hashing cheap. */
const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 256;

/** An organisation's data, trimmed. @throws INVALID with every fault */
export function checkOrganisation(input: Omit<Organisation, "id">): Omit<Organisation, "id"> {
  const faults: Fault[] = [];
  const code = input.code?.trim() ?? "";
  if (!ORGANISATION_CODE.test(code))
    faults.push(
      fault(
        "code",
        "Mã định danh gồm các nhóm chữ hoa không dấu và chữ số, cách nhau bằng dấu chấm, tối đa 35 ký tự (ví dụ H29.01).",
      ),
    );
  const organisation: Omit<Organisation, "id"> = {
    code,
    name: line(input.name, "name", "Tên cơ quan", faults),
    place: line(input.place, "place", "Địa danh", faults),
    system: input.system,
  };
  if (input.system !== "state" && input.system !== "party")
    faults.push(fault("system", "Hệ thống phải là cơ quan nhà nước (state) hoặc cơ quan Đảng (party)."));
  if (input.superior?.trim()) organisation.superior = line(input.superior, "superior", "Tên cơ quan cấp trên", faults);
  if (input.term?.trim()) {
    organisation.term = input.term.trim();
    const [from, to] = /^(\d{4})-(\d{4})$/.exec(organisation.term)?.slice(1).map(Number) ?? [];
    if (from === undefined || to === undefined || to <= from)
      faults.push(fault("term", "Nhiệm kỳ được viết dạng năm-năm, ví dụ 2025-2030."));
  }
  if (input.parent?.trim()) organisation.parent = input.parent.trim();
  if (input.address?.trim()) organisation.address = line(input.address, "address", "Địa chỉ", faults);
  if (input.email?.trim()) {
    organisation.email = line(input.email, "email", "Thư điện tử", faults);
    if (!/^[^\s@]+@[^\s@]+$/.test(organisation.email)) faults.push(fault("email", "Địa chỉ thư điện tử không hợp lệ."));
  }
  refuse(faults);
  return organisation;
}

/**
 * A person's data, trimmed, the user name in lower case. Where posts are given, position and roles follow from them.
 * @throws INVALID with every fault
 */
export function checkPerson(given: Omit<Person, "id" | "disabled">): Omit<Person, "id" | "disabled"> {
  const faults: Fault[] = [];
  const posts = given.posts === undefined ? undefined : checkPosts(given.posts, faults);
  const input = posts?.[0] === undefined ? given : { ...given, position: posts[0].title, roles: posts[0].roles };
  const userName = input.userName?.trim().toLowerCase() ?? "";
  if (!USER_NAME.test(userName))
    faults.push(fault("userName", "Tên đăng nhập gồm 3 đến 64 ký tự: chữ không dấu, chữ số và . _ - @."));
  const roles = Array.isArray(input.roles) ? [...new Set(input.roles)] : [];
  if (roles.length === 0 || roles.some((role) => !ROLES.includes(role)))
    faults.push(fault("roles", `Phải có ít nhất một vai trò trong: ${ROLES.join(", ")}.`));
  const person = {
    organisationId: input.organisationId,
    name: line(input.name, "name", "Họ và tên", faults),
    position: line(input.position, "position", "Chức vụ", faults),
    userName,
    roles,
    ...(posts === undefined ? {} : { posts }),
  };
  refuse(faults);
  return person;
}

function checkPosts(input: Post[], faults: Fault[]): Post[] {
  if (input.length === 0 || input.length > MOST_POSTS)
    faults.push(fault("posts", `Mỗi người có từ 1 đến ${MOST_POSTS} chức vụ.`));
  const seen = new Set<string>();
  return input.slice(0, MOST_POSTS).map((one, index) => {
    const where = `posts[${index}]`;
    const roles = Array.isArray(one.roles) ? [...new Set(one.roles)] : [];
    if (roles.some((role) => !ROLES.includes(role)))
      faults.push(fault(`${where}.roles`, `Vai trò phải thuộc: ${ROLES.join(", ")}.`));
    if (index === 0 && roles.length === 0) faults.push(fault(`${where}.roles`, "Chức vụ chính phải có vai trò."));
    const id = one.id?.trim() || `p${index + 1}`;
    if (seen.has(id) || id.length > 60) faults.push(fault(`${where}.id`, "Mã chức vụ bị trùng hoặc quá dài."));
    seen.add(id);
    for (const [name, value] of [["from", one.from], ["to", one.to]] as const) // biome-ignore format: one thought
      if (value !== undefined && !isIsoDay(value))
        faults.push(fault(`${where}.${name}`, "Ngày phải có thật, viết dạng năm-tháng-ngày (ví dụ 2026-01-09)."));
    if (one.from !== undefined && one.to !== undefined && one.to < one.from)
      faults.push(fault(`${where}.to`, "Ngày thôi giữ chức vụ phải sau ngày bắt đầu."));
    return {
      id,
      ...(one.unitId ? { unitId: one.unitId } : {}),
      title: line(one.title, `${where}.title`, "Tên chức vụ", faults),
      roles,
      ...(one.from === undefined ? {} : { from: one.from }),
      ...(one.to === undefined ? {} : { to: one.to }),
    };
  });
}

/** A unit's data, trimmed. @throws INVALID with every fault */
export function checkUnit(input: Omit<Unit, "id">): Omit<Unit, "id"> {
  const faults: Fault[] = [];
  const symbol = input.symbol?.normalize("NFC").trim() ?? "";
  if (!UNIT_SYMBOL.test(symbol))
    faults.push(fault("symbol", "Ký hiệu đơn vị viết liền, bắt đầu bằng chữ hoa, tối đa 15 ký tự (ví dụ VP, KGVX)."));
  const name = line(input.name, "name", "Tên đơn vị", faults);
  refuse(faults);
  return {
    organisationId: input.organisationId,
    name,
    symbol,
    ...(input.parentId ? { parentId: input.parentId } : {}),
  };
}

/** @throws INVALID when the password is too short or too long */
export function checkPassword(password: string): void {
  const length = [...(password ?? "")].length;
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD)
    refuse([fault("password", `Mật khẩu phải có từ ${SHORTEST_PASSWORD} đến ${LONGEST_PASSWORD} ký tự.`)]);
}

function line(text: string | undefined, where: string, label: string, faults: Fault[]): string {
  const value = text?.replace(/\s+/g, " ").trim().normalize("NFC") ?? "";
  if (value === "") faults.push(fault(where, `${label} không được để trống.`));
  if (value.length > 300) faults.push(fault(where, `${label} dài quá 300 ký tự.`));
  return value;
}

function fault(where: string, message: string): Fault {
  return { code: "INVALID", message, where };
}

function refuse(faults: Fault[]): void {
  const [first] = faults;
  if (!first) return;
  throw new VanthuError("INVALID", {
    message: faults.length === 1 ? first.message : `Có ${faults.length} chỗ chưa hợp lệ.`,
    where: first.where,
    faults,
  });
}
