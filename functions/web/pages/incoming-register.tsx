import type { Hono } from "hono";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { OtherChannel } from "../../../shared/exchange/index.ts";
import { uploadedFile } from "../../api/files.ts";
import { problemOf } from "../../api/problems.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { IncomingRegisterForm, type RegisterValues } from "../parts/incoming-register.tsx";

const CHANNELS: OtherChannel[] = ["paper", "email", "file"];

/** Documents that no exchange carried: typed in with their scan, a packet file, or filled from the code on the paper. */
export function incomingRegisterPages(app: Hono<WebEnv>, desk: Desk): void {
  const { incoming, standing } = desk.office;

  const page = (c: WebContext, values: RegisterValues, problem?: Problem) =>
    show(
      desk,
      c,
      {
        title: "Đăng ký văn bản đến",
        lead: "Văn bản giấy, thư điện tử hoặc tệp; số đến chung một dãy với văn bản điện tử (NĐ 30/2020/NĐ-CP Điều 22).",
        back: ["/van-ban-den", "Văn bản đến"],
        active: "/van-ban-den",
        problem,
      },
      <IncomingRegisterForm values={values} />,
    );

  app.get("/van-ban-den/dang-ky", async (c) => {
    const code = c.req.query("ma");
    if (code === undefined || code.trim() === "") return page(c, {});
    try {
      // What a QR code reader types in is an address whose last part is the code.
      const { document } = await standing.byCode(code.trim().split(/[/=]/).at(-1)!.slice(0, 40));
      return page(c, {
        number: document.number,
        notation: document.notation,
        issuedOn: document.issuedOn,
        kindName: document.kind,
        organisation: document.organisation,
      });
    } catch (error) {
      return page(c, {}, problemOf(error));
    }
  });

  app.post("/van-ban-den/dang-ky", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const { id } = await incoming.register(c.get("actor"), {
          channel: channelOf(form),
          from: {
            name: form.text("organisation"),
            ...(form.text("organisationCode") === "" ? {} : { organisationCode: form.text("organisationCode") }),
            ...(form.text("address") === "" ? {} : { address: form.text("address") }),
          },
          number: form.text("number"),
          notation: form.text("notation"),
          issuedOn: form.text("issuedOn"),
          kindName: form.text("kindName"),
          subject: form.text("subject"),
          signatory: { position: form.text("position"), name: form.text("signatory") },
          ...(form.text("dueOn") === "" ? {} : { dueOn: form.text("dueOn") }),
          priority: Number(form.text("priority") || "0"),
          pages: Number(form.text("pages") || "0"),
          files: await filesOf(form),
        });
        return `/van-ban-den/${id}?xong=da-dang-ky-den`;
      },
      (problem) => page(c, form.texts(), problem),
    );
  });

  app.post("/van-ban-den/goi-tin", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const { bytes } = await uploadedFile(form.file("file"), "file");
        const { id } = await incoming.uploadPacket(c.get("actor"), bytes);
        return `/van-ban-den/${id}?xong=da-dang-ky-den`;
      },
      (problem) => page(c, {}, problem),
    );
  });
}

function channelOf(form: Form): OtherChannel {
  const channel = CHANNELS.find((one) => one === form.text("channel"));
  if (channel === undefined) throw new VanthuError("INVALID", { message: "Chưa chọn cách đến.", where: "channel" });
  return channel;
}

async function filesOf(form: Form): Promise<{ name: string; bytes: Uint8Array }[]> {
  const given = [form.file("files") ?? []].flat();
  return Promise.all(given.flatMap((one) => (one instanceof File && one.size > 0 ? [uploadedFile(one, "files")] : [])));
}
