import { existsSync } from "node:fs";
import path from "node:path";
import { VanthuError } from "../../shared/errors/index.ts";

/**
 * The data folder of one machine: `--data`, else `VANTHU_DATA`, else `vanthu-data` here.
 * @throws INPUT_MISSING when it must be there and is not: a mistyped folder must not look like an empty one
 */
export function dataFolder(given: string | undefined, options: { mustExist?: boolean } = {}): string {
  const folder = given ?? process.env.VANTHU_DATA ?? "vanthu-data";
  if (options.mustExist && !existsSync(path.join(folder, "vanthu.sqlite"))) {
    throw new VanthuError("INPUT_MISSING", {
      message: "Không có dữ liệu Vanthu trong thư mục này.",
      where: folder,
      hint: "Ghi đúng thư mục sau --data; thư mục được tạo khi chạy vanthu start.",
    });
  }
  return folder;
}
