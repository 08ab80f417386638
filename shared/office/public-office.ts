import { VanthuError } from "../errors/index.ts";
import { checkSnapshot } from "../reports/index.ts";
import { type Fetch, RevocationCache } from "../signing/index.ts";
import type { TrustAnchor } from "../verification/index.ts";
import type { Clock, Office } from "./model.ts";
import { verdictOnline } from "./standing/online-verdict.ts";

/** What the public check needs of an office. */
export type PublicOffice = Pick<Office, "verify" | "clock"> & { keys: Pick<Office["keys"], "trust" | "testRoot"> };

/** What {@link openPublicOffice} is opened with. */
export interface PublicOfficeOptions {
  trust: { trust: TrustAnchor[]; crls: Uint8Array[] };
  clock?: Clock;
  /** How certification authorities are asked; the global fetch when absent. */
  fetch?: Fetch;
}

/** The public check by itself, without any store: it can say what a file's signatures are worth, not how the document stands today. */
export function openPublicOffice({ trust, clock = () => new Date(), fetch }: PublicOfficeOptions): PublicOffice {
  const cache = new RevocationCache();
  return {
    clock,
    async verify(bytes) {
      const report = checkSnapshot(bytes);
      const verdict = await verdictOnline(
        bytes,
        { ...trust, at: clock() },
        { cache, now: clock, ...(fetch === undefined ? {} : { fetch }) },
      );
      return { ...verdict, ...(report === undefined ? {} : { report }) };
    },
    keys: {
      trust: async () => trust,
      async testRoot() {
        throw new VanthuError("NOT_FOUND", { message: "Máy kiểm tra này không có chứng thư gốc thử nghiệm." });
      },
    },
  };
}
