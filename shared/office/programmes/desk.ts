import { allow } from "../../access/index.ts";
import { importTableBounded } from "../../bounded/index.ts";
import { openCalendar } from "../../calendar/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { programmeYear } from "../../tasks/index.ts";
import type { OfficeContext } from "../context.ts";
import { changeBy } from "./change-reason.ts";
import { programmeChanges } from "./changes.ts";
import type { ProgrammeDesk } from "./model.ts";

/** Programmes of tasks of the actor's own organisation. */
export function programmeDesk(context: OfficeContext): ProgrammeDesk {
  const { programmes } = context;
  const calendarOf = (organisationId: string) => openCalendar(context.storage.records).working(organisationId);
  return {
    async list(actor) {
      allow(actor, "programme.read");
      return programmes.list(actor.organisationId);
    },

    async get(actor, id, revision) {
      allow(actor, "programme.read");
      return programmes.get(actor.organisationId, id, revision);
    },

    async history(actor, id, page) {
      allow(actor, "programme.read");
      return programmes.history(actor.organisationId, id, page);
    },

    async create(actor, input) {
      allow(actor, "programme.edit");
      return programmes.create(
        { ...input, organisationId: actor.organisationId },
        { actor, why: "Lập chương trình nhiệm vụ" },
      );
    },

    async previewImport(actor, file, sheet) {
      allow(actor, "programme.edit");
      const calendar = await calendarOf(actor.organisationId);
      return importTableBounded(file, { ...(sheet === undefined ? {} : { sheet }), calendar });
    },

    async import(actor, id, revision, file, options = {}) {
      allow(actor, "programme.edit");
      const programme = await programmes.get(actor.organisationId, id, revision);
      const year = programmeYear(programme);
      const result = await importTableBounded(file, {
        ...(options.sheet === undefined ? {} : { sheet: options.sheet }),
        ...(year === undefined ? {} : { defaultYear: year }),
        calendar: await calendarOf(actor.organisationId),
      });
      if (result.refused.length > 0 && !options.onlySound) {
        throw new VanthuError("INVALID", {
          message: `Bảng có ${result.refused.length} ô lỗi, chưa nhập gì.`,
          where: file.name,
          hint: "Sửa các ô lỗi, hoặc chọn chỉ nhập các dòng hợp lệ.",
          faults: result.refused.map((cell) => ({
            code: "INVALID" as const,
            message: cell.message,
            where: `hàng ${cell.row}, cột ${cell.column} (${cell.header})`,
          })),
        });
      }
      return programmes.importInto(programme, result, {
        ...changeBy(actor, options, `Nhập từ tệp ${file.name}`),
        ...(options.mode === undefined ? {} : { mode: options.mode }),
      });
    },

    async save(actor, programme, why) {
      allow(actor, "programme.edit", programme.organisationId);
      return programmes.commit(programme, changeBy(actor, typeof why === "string" ? { why } : why, "Sửa chương trình"));
    },

    async events(actor, id, filter) {
      allow(actor, "programme.read");
      return programmes.events(actor.organisationId, id, filter);
    },

    async compare(actor, id, from, to) {
      allow(actor, "programme.read");
      return programmes.compare(actor.organisationId, id, from, to);
    },

    async revisionAt(actor, id, instant) {
      allow(actor, "programme.read");
      return programmes.revisionAt(actor.organisationId, id, instant);
    },

    async restore(actor, id, revision, { seen, ...reason }) {
      allow(actor, "programme.edit");
      const change = changeBy(actor, reason, `Khôi phục bản ${revision}`);
      return programmes.restore(actor.organisationId, id, revision, {
        ...change,
        ...(seen === undefined ? {} : { seen }),
      });
    },

    async undo(actor, id, revision, reason = {}) {
      allow(actor, "programme.edit");
      const entry = (await programmes.history(actor.organisationId, id, { before: revision + 1, limit: 1 }))[0];
      if (entry?.revision !== revision)
        throw new VanthuError("NOT_FOUND", {
          message: "Không có bản này của chương trình nhiệm vụ.",
          where: "revision",
        });
      const why = `Hoàn tác bản ${revision}${entry.why === "" ? "" : ` (${entry.why.slice(0, 200)})`}`;
      try {
        return await programmes.undo(actor.organisationId, id, revision, changeBy(actor, reason, why));
      } catch (error) {
        if (!isVanthuError(error) || error.code !== "CONFLICT" || error.faults === undefined) throw error;
        throw new VanthuError("CONFLICT", {
          message: `Nội dung của bản ${revision} đã được sửa tiếp (${error.faults.length} chỗ) nên không hoàn tác được. Chưa thay đổi gì.`,
          where: error.where,
          hint: "Xem các chỗ được nêu rồi sửa tay ở từng nhiệm vụ nếu vẫn cần.",
          faults: error.faults,
          cause: error,
        });
      }
    },

    ...programmeChanges(context),
  };
}
