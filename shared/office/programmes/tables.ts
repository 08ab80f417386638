import { type Actor, allow } from "../../access/index.ts";
import { importTableBounded, inspectTableBounded } from "../../bounded/index.ts";
import { openCalendar } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import {
  exportCsv,
  exportXlsx,
  type ImportResult,
  mergeImport,
  type Programme,
  programmeYear,
  renameAgencies,
  reviewAgencies,
  sampleWorkbook,
  taskStatus,
} from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { refuseMarked } from "../secrecy/index.ts";
import { readDirectory } from "./agencies.ts";
import type { AgencyDesk, ImportEffect, TableDesk, TableFile, TableImportOptions } from "./table-model.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const REMOVED_NAMES = 20;
/** Faults told of one file; a page shows all cells in its preview. */
const FAULTS = 200;

/** Import and export of programmes of the actor's own organisation. */
export function tableDesk(context: OfficeContext, agencies: Pick<AgencyDesk, "adopt">): TableDesk {
  const { programmes, clock } = context;
  const today = () => vietnamDate(clock());

  const read = async (
    actor: Actor,
    programmeId: string,
    file: { name: string; bytes: Uint8Array },
    options: TableImportOptions,
  ): Promise<ImportResult> => {
    await refuseMarked(context, actor, { files: [file] }, "tables");
    const { renames, mode: _, ...how } = options;
    // As in the form of one task: "Quý II" is of the programme's year.
    const year = programmeYear(await programmes.get(actor.organisationId, programmeId));
    const calendar = await openCalendar(context.storage.records).working(actor.organisationId);
    const defaultYear = year === undefined ? {} : { defaultYear: year };
    const result = await importTableBounded(file, { ...how, ...defaultYear, calendar, today: today() });
    if (renames === undefined) return result;
    return {
      ...result,
      tasks: renameAgencies(result.tasks, renames),
      ...(result.targets === undefined ? {} : { targets: renameAgencies(result.targets, renames) }),
    };
  };

  /** The revision that the file is compared with: the one it was exported from, else the one the user saw. */
  const baseOf = async (actor: Actor, id: string, seen: number | undefined, { source }: ImportResult) => {
    const newest = await programmes.get(actor.organisationId, id);
    const exported = source?.programmeId === id ? source.revision : undefined;
    const wanted = exported !== undefined && exported <= newest.revision ? exported : (seen ?? newest.revision);
    const base = wanted === newest.revision ? newest : await programmes.get(actor.organisationId, id, wanted);
    return { base, newest: base === newest ? undefined : newest };
  };

  const fileOf = (programme: Programme, ending: string, contentType: string, bytes: Uint8Array): TableFile => ({
    name: `${shortName(programme.title)} - bản ${programme.revision}.${ending}`,
    contentType,
    bytes,
  });
  const status = () => {
    const day = today();
    return (task: Programme["tasks"][number]) => taskStatus(task, day).label;
  };

  return {
    async inspect(actor, file, options = {}) {
      allow(actor, "programme.edit");
      await refuseMarked(context, actor, { files: [file] }, "tables");
      const { sheet, mapping, headerRow } = options;
      return inspectTableBounded(file, {
        ...(sheet === undefined ? {} : { sheet }),
        ...(mapping === undefined ? {} : { mapping }),
        ...(headerRow === undefined ? {} : { headerRow }),
      });
    },

    async preview(actor, programmeId, file, options = {}) {
      allow(actor, "programme.edit");
      const result = await read(actor, programmeId, file, options);
      const { base, newest } = await baseOf(actor, programmeId, undefined, result);
      const directory = await readDirectory(context, actor.organisationId);
      const merged = mergeImport(base, result, options.mode ?? "replace", newest === undefined ? {} : { newest });
      return {
        result,
        agencies: reviewAgencies([...result.tasks, ...(result.targets ?? [])], directory),
        effect: effectOf(base, merged),
      };
    },

    async import(actor, programmeId, revision, file, options = {}) {
      allow(actor, "programme.edit");
      const { onlySound, why, basis, learnAgencies, ...how } = options;
      const result = await read(actor, programmeId, file, how);
      if (result.refused.length > 0 && !onlySound) throw refused(result, file.name);
      if (result.tasks.length === 0 && (result.targets ?? []).length === 0) {
        throw new VanthuError("IMPORT_EMPTY", {
          message: "Bảng không có nhiệm vụ hay chỉ tiêu nào để nhập.",
          where: file.name,
          hint: "Kiểm tra hàng tiêu đề và các ô có lỗi.",
        });
      }
      const { base, newest } = await baseOf(actor, programmeId, revision, result);
      const merged = mergeImport(base, result, how.mode ?? "replace", newest === undefined ? {} : { newest });
      const programme = await programmes.commit(merged, {
        actor: { personId: actor.personId, name: actor.name },
        why: why === undefined || why === "" ? `Nhập từ tệp ${file.name}` : why,
        ...(basis === undefined || basis === "" ? {} : { basis }),
      });
      if (learnAgencies) {
        const directory = await readDirectory(context, actor.organisationId);
        const findings = reviewAgencies([...result.tasks, ...(result.targets ?? [])], directory);
        const unknown = findings.filter(({ kind, text }) => kind === "unknown" && text.length <= 300);
        await agencies.adopt(
          actor,
          unknown.slice(0, 500).map(({ text }) => text),
        );
      }
      return programme;
    },

    async exportXlsx(actor, programmeId, revision) {
      allow(actor, "programme.read");
      const programme = await programmes.get(actor.organisationId, programmeId, revision);
      return fileOf(programme, "xlsx", XLSX, exportXlsx(programme, { status: status() }));
    },

    async exportCsv(actor, programmeId, options = {}) {
      allow(actor, "programme.read");
      const { revision, separator, part } = options;
      const programme = await programmes.get(actor.organisationId, programmeId, revision);
      const bytes = exportCsv(programme, {
        status: status(),
        ...(separator === undefined ? {} : { separator }),
        ...(part === undefined ? {} : { part }),
      });
      const file = fileOf(programme, "csv", "text/csv; charset=utf-8", bytes);
      return part === "targets" ? { ...file, name: file.name.replace(" - bản", " - chỉ tiêu - bản") } : file;
    },

    async sample(actor) {
      allow(actor, "programme.read");
      return { name: "mau-nhap-nhiem-vu.xlsx", contentType: XLSX, bytes: sampleWorkbook() };
    },
  };
}

function refused(result: ImportResult, name: string): VanthuError {
  return new VanthuError("INVALID", {
    message: `Bảng có ${result.refused.length} ô lỗi, chưa nhập gì.`,
    where: name,
    hint: "Sửa các ô lỗi, hoặc chọn chỉ nhập các dòng hợp lệ.",
    faults: result.refused.slice(0, FAULTS).map((cell) => ({
      code: "INVALID" as const,
      message: cell.message,
      where: `${cell.sheet === undefined ? "" : `trang “${cell.sheet}”, `}hàng ${cell.row}, cột ${cell.column} (${cell.header})`,
    })),
  });
}

function effectOf(before: Programme, after: Programme): ImportEffect {
  const count = <T extends { id: string }>(old: readonly T[], now: readonly T[]) => {
    const known = new Map(old.map((thing) => [thing.id, thing]));
    const here = new Set(now.map(({ id }) => id));
    const changed = now.filter((thing) => {
      const was = known.get(thing.id);
      return was !== undefined && was !== thing && JSON.stringify(was) !== JSON.stringify(thing);
    });
    const added = now.filter(({ id }) => !known.has(id)).length;
    return { added, changed: changed.length, removed: old.filter(({ id }) => !here.has(id)) };
  };
  const tasks = count(before.tasks, after.tasks);
  const targets = count(before.targets, after.targets);
  return {
    added: tasks.added,
    changed: tasks.changed,
    unchanged: after.tasks.length - tasks.added - tasks.changed,
    removed: tasks.removed.length,
    removedNames: tasks.removed.slice(0, REMOVED_NAMES).map(({ name }) => name),
    targets: { added: targets.added, changed: targets.changed, removed: targets.removed.length },
  };
}

/** A title as a file's name. */
function shortName(title: string): string {
  const plain = title
    .replaceAll(/[\\/:*?"<>|\n]+/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return plain.length > 80 ? `${plain.slice(0, 79).trim()}…` : plain;
}
