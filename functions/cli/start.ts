import { VanthuError } from "../../shared/errors/index.ts";
import { PUBLIC_LIMITS, type PublicLimits } from "../api/rate-limit.ts";
import { type LocalServer, startLocal } from "../local.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";

const DEFAULT_PORT = 8080;

/** `vanthu start`: the whole service on this machine, until Ctrl+C or SIGTERM. */
export const start: Command = {
  name: "start",
  usage: "[--data THƯ_MỤC] [--port CỔNG] [--host ĐỊA_CHỈ]",
  summary: "Chạy toàn bộ dịch vụ trên máy này: trang làm việc, API, gửi nhận văn bản.",
  async run(args) {
    const { values } = readArguments(
      start,
      args,
      { data: { type: "string" }, port: { type: "string" }, host: { type: "string", default: "127.0.0.1" } },
      { min: 0, max: 0 },
    );
    const folder = dataFolder(values.data);
    const server = await listening({ folder, port: portOf(values.port), host: values.host });
    process.stdout.write(`Vanthu đang chạy tại ${server.address}\nDữ liệu: ${folder}\nDừng: Ctrl+C\n`);
    await stopAsked();
    process.stdout.write("Đang dừng…\n");
    await server.stop();
    return EXIT.ok;
  },
};

/** As {@link start}.run. */
export const run = (args: string[]): Promise<number> => start.run(args);

async function listening(place: { folder: string; port: number; host: string }): Promise<LocalServer> {
  try {
    return await startLocal({
      ...place,
      secureCookies: process.env.VANTHU_HTTPS === "1",
      exchangePeers: peersFrom(process.env.VANTHU_EXCHANGE_PEERS),
      publicLimits: limitsFrom(process.env.VANTHU_CHECKS_PER_MINUTE, process.env.VANTHU_ADDRESS_HEADER),
    });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EADDRINUSE") {
      throw new VanthuError("USAGE", {
        message: `Cổng ${place.port} đang có chương trình khác dùng.`,
        where: "--port",
        hint: "Chọn cổng khác, ví dụ --port 8090.",
      });
    }
    if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new VanthuError("USAGE", {
        message: "Không mở được địa chỉ hoặc cổng này.",
        where: `${place.host}:${place.port}`,
        hint: "Dùng cổng từ 1024 trở lên và một địa chỉ của máy này.",
      });
    }
    throw error;
  }
}

function portOf(given: string | undefined): number {
  const port = Number(given ?? process.env.PORT ?? DEFAULT_PORT);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new VanthuError("USAGE", { message: "Cổng phải là số từ 0 đến 65535.", where: "--port" });
}

/** "HE-THONG-1=mat-khau;HE-THONG-2=mat-khau": exchanges that may hand packets in at /v1/sendEdoc. */
function peersFrom(text: string | undefined): Record<string, string> {
  const pairs = (text ?? "").split(";").map((pair) => pair.split("="));
  return Object.fromEntries(
    pairs.flatMap(([id, ...secret]) => (id?.trim() && secret.length > 0 ? [[id.trim(), secret.join("=")]] : [])),
  );
}

/** How often one address may have files checked, and in which header the proxy writes that address. */
function limitsFrom(perMinute: string | undefined, addressHeader: string | undefined): Partial<PublicLimits> {
  const checks = Number(perMinute || PUBLIC_LIMITS.check.perMinute);
  if (!Number.isInteger(checks) || checks < 1) {
    throw new VanthuError("USAGE", {
      message: "Số lần kiểm tra mỗi phút phải là số nguyên từ 1.",
      where: "VANTHU_CHECKS_PER_MINUTE",
    });
  }
  const check = { burst: Math.ceil(checks * 1.5), perMinute: checks };
  return { check, ...(addressHeader ? { addressHeader: addressHeader.toLowerCase() } : {}) };
}

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
