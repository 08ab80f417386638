import { VanthuError } from "../../shared/errors/index.ts";
import { type LocalServer, startLocal } from "../local.ts";
import { readSettings } from "../settings.ts";
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
  const settings = readSettings(process.env);
  try {
    return await startLocal({
      ...place,
      secureCookies: settings.https,
      exchangePeers: settings.exchangePeers,
      publicLimits: settings.publicLimits,
      requestLog: settings.requestLog,
      ...(settings.metricsToken === undefined ? {} : { metricsToken: settings.metricsToken }),
      ...(settings.backupFolder === undefined ? {} : { backupFolder: settings.backupFolder }),
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

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
