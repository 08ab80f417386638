import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Office } from "../../../shared/office/index.ts";
import { newTaskId, type Programme } from "../../../shared/tasks/index.ts";
import { type ApiEnv, body, json, PROBLEM } from "../context.ts";
import {
  ActualBody,
  AddGroupBody,
  AddTaskBody,
  ChangedSchema,
  ChangedTaskSchema,
  CompleteBody,
  EditGroupBody,
  EditTaskBody,
  ExtendBody,
  GroupParam,
  MoveTaskBody,
  ProgressBody,
  ReasonBody,
  TargetParam,
  TaskParam,
} from "../programme-schema.ts";
import { IdParam } from "../schemas.ts";
import { filesFromJson } from "../task-table-schema.ts";

/** A change of one task: answers the task as it is then. */
function taskRoute<T extends z.ZodType>(method: "post" | "put", step: string, summary: string, schema: T) {
  return createRoute({
    method,
    path: `/{id}/tasks/{taskId}${step}` as const,
    summary,
    request: { params: TaskParam, body: body(schema) },
    responses: { 200: json(ChangedTaskSchema, "Bản mới và nhiệm vụ"), default: PROBLEM },
  });
}

const addTask = createRoute({
  method: "post",
  path: "/{id}/tasks",
  summary: "Bổ sung một nhiệm vụ",
  request: { params: IdParam, body: body(AddTaskBody) },
  responses: { 201: json(ChangedTaskSchema, "Bản mới và nhiệm vụ"), default: PROBLEM },
});
const editTask = taskRoute("put", "", "Sửa một nhiệm vụ; trường không nêu thì giữ nguyên", EditTaskBody);
const removeTask = taskRoute("post", "/remove", "Đưa một nhiệm vụ ra khỏi chương trình", ReasonBody);
const moveTask = taskRoute("post", "/move", "Chuyển một nhiệm vụ sang nhóm hoặc vị trí khác", MoveTaskBody);
const completeTask = taskRoute("post", "/complete", "Ghi nhận hoàn thành một nhiệm vụ", CompleteBody);
const reopenTask = taskRoute("post", "/reopen", "Mở lại một nhiệm vụ đã hoàn thành", ReasonBody);
const extendTask = taskRoute("post", "/extend", "Gia hạn một nhiệm vụ; thời hạn cũ được giữ lại", ExtendBody);
const progress = taskRoute("post", "/progress", "Báo cáo tiến độ một nhiệm vụ", ProgressBody);
const actual = createRoute({
  method: "post",
  path: "/{id}/targets/{targetId}/actual",
  summary: "Cập nhật kết quả của một chỉ tiêu",
  request: { params: TargetParam, body: body(ActualBody) },
  responses: { 200: json(ChangedSchema, "Bản mới"), default: PROBLEM },
});
const addGroup = createRoute({
  method: "post",
  path: "/{id}/groups",
  summary: "Bổ sung một nhóm nhiệm vụ",
  request: { params: IdParam, body: body(AddGroupBody) },
  responses: { 201: json(ChangedSchema, "Bản mới"), default: PROBLEM },
});
const editGroup = createRoute({
  method: "put",
  path: "/{id}/groups/{groupId}",
  summary: "Sửa số, tên một nhóm nhiệm vụ",
  request: { params: GroupParam, body: body(EditGroupBody) },
  responses: { 200: json(ChangedSchema, "Bản mới"), default: PROBLEM },
});
const removeGroup = createRoute({
  method: "post",
  path: "/{id}/groups/{groupId}/remove",
  summary: "Bỏ một nhóm nhiệm vụ không còn nhiệm vụ nào",
  request: { params: GroupParam, body: body(ReasonBody) },
  responses: { 200: json(ChangedSchema, "Bản mới"), default: PROBLEM },
});

/** Routes that change one thing of a programme, each as one revision. */
export function addChangeRoutes(app: OpenAPIHono<ApiEnv>, { programmes }: Office): void {
  app.openapi(addTask, async (c) => {
    const { revision, task, ...reason } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const taskId = task.id ?? newTaskId({ id, revision }, task);
    const changed = await programmes.addTask(c.get("actor"), id, revision, { ...task, id: taskId }, reason);
    return c.json(withTask(changed, taskId), 201);
  });
  app.openapi(editTask, async (c) => {
    const { revision, edit, ...reason } = c.req.valid("json");
    const { id, taskId } = c.req.valid("param");
    return c.json(withTask(await programmes.saveTask(c.get("actor"), id, revision, taskId, edit, reason), taskId), 200);
  });
  app.openapi(removeTask, async (c) => {
    const { revision, ...reason } = c.req.valid("json");
    const { id, taskId } = c.req.valid("param");
    return c.json(withTask(await programmes.removeTask(c.get("actor"), id, revision, taskId, reason), taskId), 200);
  });
  app.openapi(moveTask, async (c) => {
    const { revision, why, basis, ...to } = c.req.valid("json");
    const { id, taskId } = c.req.valid("param");
    const changed = await programmes.moveTask(c.get("actor"), id, revision, taskId, to, { why, basis });
    return c.json(withTask(changed, taskId), 200);
  });
  app.openapi(completeTask, async (c) => {
    const { revision, on, files, ...reason } = c.req.valid("json");
    const { id, taskId } = c.req.valid("param");
    const proof = filesFromJson(files);
    const changed = await programmes.completeTask(c.get("actor"), id, revision, taskId, on, reason, proof);
    return c.json(withTask(changed, taskId), 200);
  });
  app.openapi(reopenTask, async (c) => {
    const { revision, ...reason } = c.req.valid("json");
    const { id, taskId } = c.req.valid("param");
    return c.json(withTask(await programmes.reopenTask(c.get("actor"), id, revision, taskId, reason), taskId), 200);
  });
  app.openapi(extendTask, async (c) => {
    const { revision, deadline, ...reason } = c.req.valid("json");
    const { id, taskId } = c.req.valid("param");
    const changed = await programmes.extendTask(c.get("actor"), id, revision, taskId, deadline, reason);
    return c.json(withTask(changed, taskId), 200);
  });
  app.openapi(progress, async (c) => {
    const { revision, why, basis, files, ...report } = c.req.valid("json");
    const { id, taskId } = c.req.valid("param");
    const proof = filesFromJson(files);
    const reason = { why, basis };
    const changed = await programmes.reportProgress(c.get("actor"), id, revision, taskId, report, reason, proof);
    return c.json(withTask(changed, taskId), 200);
  });
  app.openapi(actual, async (c) => {
    const { revision, why, basis, ...input } = c.req.valid("json");
    const { id, targetId } = c.req.valid("param");
    const changed = await programmes.setTargetActual(c.get("actor"), id, revision, targetId, input, { why, basis });
    return c.json({ id, revision: changed.revision }, 200);
  });
  app.openapi(addGroup, async (c) => {
    const { revision, group, ...reason } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const changed = await programmes.addGroup(c.get("actor"), id, revision, group, reason);
    return c.json({ id, revision: changed.revision }, 201);
  });
  app.openapi(editGroup, async (c) => {
    const { revision, edit, ...reason } = c.req.valid("json");
    const { id, groupId } = c.req.valid("param");
    const changed = await programmes.saveGroup(c.get("actor"), id, revision, groupId, edit, reason);
    return c.json({ id, revision: changed.revision }, 200);
  });
  app.openapi(removeGroup, async (c) => {
    const { revision, ...reason } = c.req.valid("json");
    const { id, groupId } = c.req.valid("param");
    const changed = await programmes.removeGroup(c.get("actor"), id, revision, groupId, reason);
    return c.json({ id, revision: changed.revision }, 200);
  });
}

function withTask({ id, revision, tasks }: Programme, taskId: string) {
  return { id, revision, task: tasks.find((one) => one.id === taskId) };
}
