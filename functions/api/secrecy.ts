import type { Context } from "hono";
import type { Actor } from "../../shared/access/index.ts";
import type { Office } from "../../shared/office/index.ts";

/**
 * Looks at everything that a signed-in person sends, before any route does: what is marked as a State secret (MẬT and above) goes no further.
 * The desks look again at what reaches them by other ways; this catches every route there is, and every one there will be.
 *
 * @throws SECRET_REFUSED
 */
export async function refuseMarkedRequest(office: Office, actor: Actor, c: Context): Promise<void> {
  if (!["POST", "PUT", "PATCH"].includes(c.req.method)) return;
  const type = (c.req.header("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
  const door = c.req.path.split("/").slice(1, 3).join("/");
  try {
    if (type === "application/json")
      return await office.secrecy.refuse(actor, { value: await readable(() => c.req.json()) }, door);
    if (type === "multipart/form-data" || type === "application/x-www-form-urlencoded") {
      const form = await readable(() => c.req.formData());
      if (form !== undefined) await office.secrecy.refuse(actor, await broughtBy(form), door);
      return;
    }
    if (type === "application/pdf" || type === "application/octet-stream") {
      const bytes = await readable(() => c.req.arrayBuffer());
      if (bytes !== undefined)
        await office.secrecy.refuse(actor, { files: [{ name: "", bytes: new Uint8Array(bytes) }] }, door);
    }
  } finally {
    c.header("cache-control", "private, no-store");
  }
}

async function broughtBy(form: FormData): Promise<Parameters<Office["secrecy"]["refuse"]>[1]> {
  const fields: [string, string][] = [];
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const [name, value] of form) {
    if (typeof value === "string") fields.push([name, value]);
    else if (value.size > 0) files.push({ name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { value: fields.map(([name, value]) => ({ [name]: value })), files };
}

/** What cannot be read is refused by the route itself, which knows what it expects; what is too large was refused before. */
async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
