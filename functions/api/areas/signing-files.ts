import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { HandOut, SigningRole } from "../../../shared/office/index.ts";
import {
  type ApiDesk,
  body,
  FILE_FIELD,
  fileContent,
  json,
  multipart,
  PROBLEM,
  routes,
  withActor,
} from "../context.ts";
import { fileAnswer, postedForm, uploadedFile } from "../files.ts";
import { logFault, problemOf } from "../problems.ts";
import { described, IdParam } from "../schemas.ts";
import { DocumentToSignSchema, RoleSchema } from "../signing-schemas.ts";

const HandOutSchema = described<AddressedHandOut>(
  "HandOut",
  "Văn bản giao cho phần mềm ký trên máy của người ký: địa chỉ tải tệp và địa chỉ trả tệp, mỗi địa chỉ dùng một lần",
);
const AgentOrderSchema = described<AgentOrder>(
  "AgentOrder",
  "Lệnh gửi phần mềm ký VGCA Sign Service: thao tác và nội dung, thêm một lệnh cho mỗi phụ lục",
);
const TokenParam = z.object({ token: z.string().max(200) });
const TicketParam = z.object({ ticket: z.string().max(300) });

/** Files handed out, with where they are fetched and brought back. */
export interface AddressedHandOut extends Omit<HandOut, "files"> {
  files: (HandOut["files"][number] & { fetchUrl: string; returnUrl: string })[];
}

/** What the page sends to VGCA Sign Service on the person's own computer. */
export interface AgentOrder {
  operation: string;
  message: AgentMessage;
  /** For the attachments, one after the other. */
  attachments: { operation: string; message: AgentMessage }[];
}

interface AgentMessage {
  FileUploadHandler: string;
  FileName: string;
  SessionId: string;
  JWTToken: string;
  MetaData: { Key: string; Value: string }[];
  DocNumber?: string;
  IssuedDate?: string;
}

/** Operations of VGCA Sign Service by the capacity in which is signed. */
const OPERATIONS: Record<SigningRole, string> = { leader: "SignApproved", seal: "SignIssued" };

const handOut = createRoute({
  method: "post",
  path: "/hand-outs",
  summary: "Giao tệp cho phần mềm ký trên máy của người ký",
  request: { body: body(z.object({ document: DocumentToSignSchema, role: RoleSchema })) },
  responses: { 201: json(HandOutSchema, "Địa chỉ tải và trả tệp"), default: PROBLEM },
});
const fetchFile = createRoute({
  method: "get",
  path: "/files/{token}",
  summary: "Tải tệp được giao để ký; dùng một lần, không cần phiên",
  request: { params: TokenParam },
  responses: { 200: fileContent("application/pdf", "Tệp cần ký"), default: PROBLEM },
});
const returnFile = createRoute({
  method: "post",
  path: "/files/{token}",
  summary: "Trả tệp đã ký; phải là tệp đã giao và chỉ thêm chữ ký. Không cần phiên",
  request: { params: TokenParam, body: { ...multipart(z.object({ uploadfile: FILE_FIELD })), required: false } },
  responses: {
    200: json(
      z.object({ Status: z.boolean(), Message: z.string(), FileName: z.string(), FileServer: z.string() }),
      "Đã nhận, theo dạng của phần mềm ký",
    ),
    default: PROBLEM,
  },
});
const notified = createRoute({
  method: "post",
  path: "/notify/{ticket}",
  summary: "Dịch vụ ký từ xa báo người ký đã quyết định; chỉ làm cho lần hỏi kế tiếp tới hạn",
  request: { params: TicketParam },
  responses: { 204: { description: "Đã ghi nhận" } },
});
const agentOrder = createRoute({
  method: "post",
  path: "/{id}/token-agent",
  summary: "Lệnh cho phần mềm ký VGCA Sign Service trên máy của người ký",
  request: { params: IdParam, body: body(z.object({ rev: z.number().int().min(1), role: RoleSchema })) },
  responses: { 200: json(AgentOrderSchema, "Lệnh"), default: PROBLEM },
});

/** Doors that signing programs and services come through without a session: what they may do is in their token. */
export function signingDoorRoutes({ office }: ApiDesk) {
  const app = routes();
  app.openapi(fetchFile, async (c) => {
    const file = await office.signing.fetchHandedOut(c.req.valid("param").token);
    return fileAnswer({ ...file, contentType: "application/pdf" }) as never;
  });
  app.openapi(returnFile, async (c) => {
    try {
      const { missing } = await office.signing.takeHandedOut(c.req.valid("param").token, await returnedFile(c));
      const Message = missing > 0 ? `Đã nhận tệp, còn ${missing} tệp phụ lục.` : "Đã nhận văn bản đã ký.";
      return c.json({ Status: true, Message, FileName: "", FileServer: "" }, 200);
    } catch (error) {
      logFault(error, c);
      // The program shows Message to the person; machines read the problem.
      const problem = problemOf(error);
      const Message = [problem.title, problem.hint].filter(Boolean).join(" ");
      return new Response(JSON.stringify({ Status: false, Message, FileName: "", FileServer: "", ...problem }), {
        status: problem.status,
        headers: { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" },
      }) as never;
    }
  });
  app.openapi(notified, async (c) => {
    await office.signingNotified(c.req.valid("param").ticket);
    return c.body(null, 204);
  });
  return app;
}

/** Handing files out, for people with a session. @param secure is the service reached over HTTPS? */
export function handOutRoutes({ office }: ApiDesk, secure: boolean) {
  const app = routes();
  app.use("/hand-outs", withActor(office));
  app.openapi(handOut, async (c) => {
    const { document, role } = c.req.valid("json");
    const made = await office.signing.handOut(c.get("actor"), document, role);
    const address = addressesOf(c, secure);
    const files = made.files.map((file) => ({
      ...file,
      fetchUrl: address(file.fetchToken),
      returnUrl: address(file.returnToken),
    }));
    return c.json({ ...made, files }, 201);
  });
  return app;
}

/** The order for the program on the person's computer, under the document it is about. */
export function tokenAgentRoutes({ office }: ApiDesk, secure: boolean) {
  const app = routes();
  app.use("/:id/token-agent", withActor(office));
  app.openapi(agentOrder, async (c) => {
    const { rev, role } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const actor = c.get("actor");
    const made = await office.signing.handOut(actor, { id, rev }, role);
    const { number, issuedOn } = await office.documents.get(actor, id);
    const address = addressesOf(c, secure);
    const [message, ...attachments] = made.files.map(
      ({ name, fetchToken, returnToken }): AgentMessage => ({
        FileUploadHandler: address(returnToken),
        FileName: address(fetchToken),
        SessionId: made.id,
        JWTToken: "",
        MetaData: [{ Key: "Title", Value: name }],
        ...(number === undefined ? {} : { DocNumber: number.text }),
        ...(issuedOn === undefined ? {} : { IssuedDate: `${issuedOn}T00:00:00+07:00` }),
      }),
    );
    return c.json(
      {
        operation: OPERATIONS[role],
        message: message!,
        attachments: attachments.map((one) => ({ operation: "SignAppendix", message: one })),
      },
      200,
    );
  });
  return app;
}

/** Addresses as the program on the person's computer reaches this service: as the person's browser did. */
function addressesOf(c: Context, secure: boolean): (token: string) => string {
  const { protocol, host } = new URL(c.req.url);
  return (token) => `${secure ? "https:" : protocol}//${host}/api/signing/files/${token}`;
}

/** The signed file: the body itself, or the first file of a form, whatever its field is called. */
async function returnedFile(c: Context): Promise<Uint8Array> {
  if (!(c.req.header("content-type") ?? "").startsWith("multipart/form-data"))
    return new Uint8Array(await c.req.arrayBuffer());
  const form = await postedForm(c);
  const file = Object.values(form)
    .flat()
    .find((one) => one instanceof File);
  return (await uploadedFile(file, "uploadfile")).bytes;
}
