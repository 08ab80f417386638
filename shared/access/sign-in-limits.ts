import { VanthuError } from "../errors/index.ts";
import { type RecordStore, withRetry } from "../storage/index.ts";
import { clearAwayAfter } from "./identity-context.ts";

/** So many failed proofs from one network in a quarter of an hour, for all accounts together. */
const FAILURES = 30;
const WINDOW_MINUTES = 15;

interface Count {
  /** ISO instant at which counting begins anew. */
  until: string;
  count: number;
}

/**
 * Counts an attempt to sign in before it is looked at, so that many at once are counted too; {@link attemptSucceeded} takes it back. The
 * count is a record: it holds for all processes, also on Lambda.
 *
 * @param address the network that asks; without one (asked inside the process) nothing is counted
 * @throws TOO_MANY_ATTEMPTS
 */
export async function countAttempt(records: RecordStore, address: string | undefined, now: Date): Promise<void> {
  if (address === undefined) return;
  const pk = placeOf(address);
  await withRetry(async () => {
    const item = await records.get<Count>(pk, "count");
    const running = item !== undefined && Date.parse(item.data.until) > now.getTime();
    if (running && item.data.count >= FAILURES) {
      const minutes = Math.max(1, Math.ceil((Date.parse(item.data.until) - now.getTime()) / 60_000));
      throw new VanthuError("TOO_MANY_ATTEMPTS", {
        message: `Mạng của bạn đã đăng nhập sai quá nhiều lần. Thử lại sau ${minutes} phút.`,
        hint: "Người khác cùng mạng có thể đã nhập sai. Liên hệ người quản trị nếu cần đăng nhập ngay.",
      });
    }
    const data: Count = running
      ? { ...item.data, count: item.data.count + 1 }
      : { until: new Date(now.getTime() + WINDOW_MINUTES * 60_000).toISOString(), count: 1 };
    const place = { pk, sk: "count", data, expiresAt: clearAwayAfter(WINDOW_MINUTES) };
    await records.commit([item === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: item.rev }]);
  });
}

/** Takes one counted attempt back: it was a right one. */
export async function attemptSucceeded(records: RecordStore, address: string | undefined): Promise<void> {
  if (address === undefined) return;
  await withRetry(async () => {
    const item = await records.get<Count>(placeOf(address), "count");
    if (item === undefined || item.data.count === 0) return;
    const data: Count = { ...item.data, count: item.data.count - 1 };
    const expiresAt = clearAwayAfter(WINDOW_MINUTES);
    await records.commit([{ op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data, expiresAt }]);
  });
}

/** One holder has a whole /64 of IPv6 addresses; IPv4 written as IPv6 is IPv4. */
export function networkOf(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, "")
    .slice(0, 64);
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("%")[0]!.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return `${[...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

function placeOf(address: string): string {
  return `sign-in-attempts#${networkOf(address)}`;
}
