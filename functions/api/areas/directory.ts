import { createRoute, z } from "@hono/zod-openapi";
import { allow, type Unit } from "../../../shared/access/index.ts";
import { type ApiDesk, body, json, PROBLEM, requireProvedPerson, routes, withActor } from "../context.ts";
import { described, IdParam, PersonSchema, ROLE } from "../schemas.ts";
import { SelfGrantSchema } from "./grants.ts";

const UnitSchema = described<Unit>("Unit", "Đơn vị: tên, ký hiệu, đơn vị cấp trên");
const NewUnit = z
  .object({ name: z.string().max(300), symbol: z.string().max(30), parentId: z.string().max(100).optional() })
  .openapi("NewUnit");
const date = z.string().max(10);
const Posts = z
  .object({
    posts: z
      .array(
        z.object({
          id: z.string().max(60).default(""),
          unitId: z.string().max(100).optional(),
          title: z.string().max(300),
          roles: z.array(ROLE),
          from: date.optional(),
          to: date.optional(),
        }),
      )
      .min(1)
      .max(20),
  })
  .openapi("Posts");

const units = createRoute({
  method: "get",
  path: "/units",
  summary: "Đơn vị của cơ quan mình",
  responses: { 200: json(z.array(UnitSchema), "Danh sách"), default: PROBLEM },
});
const addUnit = createRoute({
  method: "post",
  path: "/units",
  summary: "Thêm đơn vị",
  request: { body: body(NewUnit) },
  responses: { 201: json(UnitSchema, "Đã thêm"), default: PROBLEM },
});
const changeUnit = createRoute({
  method: "patch",
  path: "/units/{id}",
  summary: "Sửa tên, ký hiệu, đơn vị cấp trên (để trống: trực thuộc cơ quan)",
  request: { params: IdParam, body: body(NewUnit.partial()) },
  responses: { 200: json(UnitSchema, "Đã sửa"), default: PROBLEM },
});
const removeUnit = createRoute({
  method: "delete",
  path: "/units/{id}",
  summary: "Xóa đơn vị không còn người và đơn vị trực thuộc",
  request: { params: IdParam },
  responses: { 204: { description: "Đã xóa" }, default: PROBLEM },
});
const changePosts = createRoute({
  method: "put",
  path: "/people/{id}/posts",
  summary: "Ghi các chức vụ của một người, chức vụ chính trước; vai trò là của những chức vụ đang giữ",
  request: { params: IdParam, body: body(Posts) },
  responses: {
    200: json(PersonSchema, "Đã ghi"),
    202: json(SelfGrantSchema, "Vai trò tự cấp cho mình: chờ người khác xác nhận"),
    default: PROBLEM,
  },
});

/** Units and posts of one's own organisation. */
export function directoryRoutes({ office }: ApiDesk) {
  const { access } = office;
  const app = routes();
  app.use("/units", withActor(office));
  app.use("/units/*", withActor(office));
  app.use("/people/:id/posts", withActor(office));

  app.openapi(units, async (c) => {
    const actor = c.get("actor");
    allow(actor, "directory.read");
    return c.json(await access.units(actor.organisationId), 200);
  });
  app.openapi(addUnit, async (c) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    return c.json(
      await access.createUnit({ ...c.req.valid("json"), organisationId: actor.organisationId }, actor),
      201,
    );
  });
  app.openapi(changeUnit, async (c) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const { id } = c.req.valid("param");
    return c.json(await access.changeUnit(actor.organisationId, id, c.req.valid("json"), actor), 200);
  });
  app.openapi(removeUnit, async (c) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    await access.removeUnit(actor.organisationId, c.req.valid("param").id, actor);
    return c.body(null, 204);
  });
  app.openapi(changePosts, async (c) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    await requireProvedPerson(office, c);
    const { posts } = c.req.valid("json");
    const { done, proposal } = await office.grants.changePerson(actor, c.req.valid("param").id, { posts });
    return proposal === undefined ? c.json(done, 200) : c.json(proposal, 202);
  });
  return app;
}
