import { VanthuError } from "../errors/index.ts";
import type { SignatureLevel } from "./long-term/model.ts";

/** Enough for a token with a chain of four RSA-4096 certificates. */
const TOKEN_ROOM = 12_288;

/** Bytes kept free in a file for the timestamp of a signature of a level. */
export function tokenRoom(level: SignatureLevel, options: { room?: number } = {}): number {
  return level === "B-B" ? 0 : (options.room ?? TOKEN_ROOM);
}

/**
 * A token must fit into the room that was kept for it.
 *
 * @throws VanthuError TSA_TOO_LARGE
 */
export function checkRoom(
  { token, authority }: { token: Uint8Array; authority: string },
  { room = TOKEN_ROOM }: { room?: number } = {},
): void {
  if (token.length <= room) return;
  throw new VanthuError("TSA_TOO_LARGE", {
    message: `Dấu thời gian (${token.length} byte) lớn hơn chỗ dành sẵn (${room} byte).`,
    where: authority,
    hint: "Tăng chỗ dành sẵn cho dấu thời gian rồi ký lại.",
  });
}
