import type { SignInWay } from "../../../shared/access/index.ts";

/** Ways of signing in as people call them. */
export const WAY_WORDS: Record<SignInWay | "apiKey", string> = {
  password: "Mật khẩu",
  passkey: "Khóa truy cập (passkey)",
  provider: "Nhà cung cấp định danh (OpenID Connect)",
  apiKey: "Khóa API",
};

/** What a browser says it is, in a few words. Told by people who look at their sessions; nothing hangs on it. */
export function deviceWords(device: string | undefined): string {
  if (device === undefined) return "Không rõ thiết bị";
  const browser =
    /Edg\//.test(device) ? "Edge"
    : /OPR\//.test(device) ? "Opera"
    : /coc_coc|CocCoc/i.test(device) ? "Cốc Cốc"
    : /Firefox\//.test(device) ? "Firefox"
    : /Chrom(e|ium)\//.test(device) ? "Chrome"
    : /Safari\//.test(device) ? "Safari"
    : device.split(/[\s/]/)[0]!.slice(0, 30); // biome-ignore format: a table
  const system =
    /Android/.test(device) ? "Android"
    : /iPhone|iPad/.test(device) ? "iOS"
    : /Windows/.test(device) ? "Windows"
    : /Mac OS X/.test(device) ? "macOS"
    : /Linux/.test(device) ? "Linux"
    : undefined; // biome-ignore format: a table
  return system === undefined ? browser : `${browser} trên ${system}`;
}
