import { allow } from "../access/index.ts";
import { importTableBounded } from "../bounded/index.ts";
import { openCalendar } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import { programmeYear } from "../tasks/index.ts";
import type { OfficeContext } from "./context.ts";
import { changeBy, programmeChanges } from "./programme-changes.ts";
import type { ProgrammeDesk } from "./programme-model.ts";

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

    ...programmeChanges(context),
  };
}
