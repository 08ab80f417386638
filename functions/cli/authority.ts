import { existsSync, readFileSync } from "node:fs";
import { VanthuError } from "../../shared/errors/index.ts";
import {
  authorityFetch,
  createTestAuthority,
  restoreTestAuthority,
  type TestAuthority,
  type TestAuthorityState,
} from "../../shared/signing/index.ts";
import { serveFetch } from "./authority-server.ts";
import { type Command, EXIT, readArguments } from "./command.ts";
import { writeOutput } from "./files.ts";

/** `vanthu authority`: the test authority as a service of this machine: timestamps, OCSP, revocation lists, certificates. */
export const authority: Command = {
  name: "authority",
  usage: "--state TỆP.json [--port CỔNG] [--issue TÊN --p12 TỆP_KHÓA [--organisation]]",
  summary:
    "Chạy cơ quan chứng thực THỬ NGHIỆM trên máy này: dấu thời gian (/tsa), trạng thái chứng thư (/ocsp), CRL; hoặc cấp một khóa thử nghiệm.",
  async run(args) {
    const { values } = readArguments(
      authority,
      args,
      {
        state: { type: "string" },
        port: { type: "string", default: "8318" },
        issue: { type: "string" },
        p12: { type: "string" },
        organisation: { type: "boolean", default: false },
      },
      { min: 0, max: 0 },
    );
    const hint = `vanthu authority ${authority.usage}`;
    const port = Number(values.port);
    if (values.state === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new VanthuError("USAGE", { message: "Thiếu --state, hoặc --port không phải một cổng.", hint });
    }
    const opened = open(values.state, `http://127.0.0.1:${port}`);
    if (values.issue !== undefined) {
      const password = process.env.VANTHU_P12_PASSWORD;
      if (values.p12 === undefined || password === undefined) {
        throw new VanthuError("USAGE", {
          message: "Cấp khóa cần --p12 và mật khẩu trong biến môi trường VANTHU_P12_PASSWORD.",
          hint,
        });
      }
      const kind = values.organisation ? "organisation" : "person";
      writeOutput(values.p12, opened.issueCertificate({ commonName: values.issue, kind }).toPkcs12(password));
      process.stdout.write(`${values.p12}: khóa thử nghiệm của ${values.issue}\n`);
      return EXIT.ok;
    }
    const server = await serveFetch(authorityFetch(opened), port);
    process.stdout.write(
      `Cơ quan chứng thực thử nghiệm: ${server.url}/tsa, ${server.url}/ocsp, ${server.url}/root.crt\n`,
    );
    await new Promise<void>((resolve) => {
      process.once("SIGINT", () => resolve());
      process.once("SIGTERM", () => resolve());
    });
    await server.close();
    return EXIT.ok;
  },
};

/** The authority of a state file, which is made when it is not there. It holds private keys. */
function open(file: string, url: string): TestAuthority {
  if (!existsSync(file)) {
    const made = createTestAuthority({ url });
    writeOutput(file, JSON.stringify(made));
    return made;
  }
  let state: TestAuthorityState;
  try {
    state = JSON.parse(readFileSync(file, "utf8"));
    if (state.url === url) return restoreTestAuthority(state);
  } catch (cause) {
    throw new VanthuError("USAGE", {
      message: "Tệp trạng thái của cơ quan thử nghiệm không đọc được.",
      where: file,
      cause,
    });
  }
  throw new VanthuError("USAGE", {
    message: `Cơ quan thử nghiệm này đã được lập cho địa chỉ ${state.url ?? "khác"}.`,
    where: file,
    hint: "Chạy lại với đúng cổng (--port) lúc lập.",
  });
}
