import { openAccess } from "../../shared/access/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { dataFolder } from "./data-folder.ts";

/** `vanthu access reset-second-factor`: the way back in for an administrator who lost telephone and recovery codes. */
export const access: Command = {
  name: "access",
  usage: "reset-second-factor --user TÊN_ĐĂNG_NHẬP [--data THƯ_MỤC]",
  summary: "Bỏ bước xác thực thứ hai của một người, khi không còn người quản trị nào vào được để đặt lại.",
  async run(args) {
    const { values, positionals } = readArguments(
      access,
      args,
      { user: { type: "string" }, data: { type: "string" } },
      { min: 1, max: 1 },
    );
    if (positionals[0] !== "reset-second-factor" || !values.user)
      throw new VanthuError("USAGE", {
        message: "Lệnh là: vanthu access reset-second-factor --user TÊN_ĐĂNG_NHẬP.",
        hint: "Gõ vanthu access --help để xem cách dùng.",
      });
    const { records } = openSqliteStorage(dataFolder(values.data, { mustExist: true }));
    try {
      const { name, passwordOpened } = await openAccess(records).resetSecondFactorHere(values.user);
      process.stdout.write(
        `Đã bỏ ứng dụng xác thực, mã dự phòng và khóa truy cập của ${name}; mọi phiên của họ đã kết thúc. Đăng nhập bằng mật khẩu.\n`,
      );
      if (passwordOpened)
        process.stdout.write(
          "Đã mở lại đăng nhập bằng mật khẩu cho vai trò của người này; xem lại ở Quản trị › Đăng nhập.\n",
        );
      return EXIT.ok;
    } finally {
      await records.close();
    }
  },
};
