import { allow, may } from "../../access/index.ts";
import { DEFAULT_RULES, type WorkflowRules } from "../../documents/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { SigningSettings } from "../keys/model.ts";
import type { DocumentRecord } from "../model.ts";
import { readSigningSettings } from "../signing/settings.ts";
import type { WorkflowDesk, WorkflowSettings } from "./model.ts";

const WORKFLOW = "workflow";

/** What an office has set about its workflow. */
export async function readWorkflowSettings(
  { storage }: Pick<OfficeContext, "storage">,
  organisationId: string,
): Promise<WorkflowSettings> {
  const item = await storage.records.get<WorkflowSettings>(settingsOf(organisationId), WORKFLOW);
  return { approval: item?.data.approval ?? DEFAULT_RULES.approval, unitHead: item?.data.unitHead ?? "optional" };
}

/** The rules by which an office's documents go on. */
export async function officeRules(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  settings?: Pick<SigningSettings, "order">,
): Promise<Omit<WorkflowRules, "numbered">> {
  const [{ order }, { approval }] = await Promise.all([
    settings ?? readSigningSettings(context, organisationId),
    readWorkflowSettings(context, organisationId),
  ]);
  return { order, approval };
}

/**
 * The rules by which this document goes on: as it began, else as the office has set it.
 * @param settings those of the organisation, where they were just read
 */
export async function rulesFor(
  context: Pick<OfficeContext, "storage">,
  document: Pick<DocumentRecord, "organisationId" | "state" | "files" | "reviewer">,
  settings?: Pick<SigningSettings, "order">,
): Promise<WorkflowRules> {
  const { order, approval } = await officeRules(context, document.organisationId, settings);
  // Submitted under the rule that the head of the unit approves: that rule stays with it.
  return { approval: document.reviewer?.head === true ? "required" : approval, ...begunOrder(document, order) };
}

/** In which order a document goes: a file that carries its number before any signature is numbered first, one that is signed was not. */
function begunOrder(
  { state, files }: Pick<DocumentRecord, "state" | "files">,
  order: WorkflowRules["order"],
): Pick<WorkflowRules, "order" | "numbered"> {
  const beforeSigning = files.signed === undefined;
  if (beforeSigning && files.numbered !== undefined) return { order: "number-first", numbered: true };
  const open = state === "draft" || state === "returned" || state === "submitted" || state === "approved";
  return { order: open && beforeSigning ? order : "leader-first", numbered: false };
}

/** Reads and changes what an office has set. */
export function workflowSettingsDesk(context: OfficeContext): Pick<WorkflowDesk, "settings" | "changeSettings"> {
  return {
    async settings(actor) {
      if (!may(actor, "administer")) allow(actor, "document.read");
      return readWorkflowSettings(context, actor.organisationId);
    },

    async changeSettings(actor, { approval, unitHead: wanted }) {
      allow(actor, "administer");
      const unitHead = wanted ?? (await readWorkflowSettings(context, actor.organisationId)).unitHead;
      if (unitHead !== "optional" && unitHead !== "required") {
        throw new VanthuError("INVALID", {
          message: "Chọn optional (tùy người trình) hoặc required (phải qua trưởng đơn vị duyệt).",
          where: "unitHead",
        });
      }
      if (approval !== "optional" && approval !== "required") {
        throw new VanthuError("INVALID", {
          message: "Chọn optional (ký là duyệt) hoặc required (phải duyệt trước khi ký).",
          where: "approval",
        });
      }
      const { records } = context.storage;
      const pk = settingsOf(actor.organisationId);
      const data: WorkflowSettings = { approval, unitHead };
      await withRetry(
        async () => {
          const stored = await records.get(pk, WORKFLOW);
          const place = { pk, sk: WORKFLOW, data };
          await context.access.commitAudited(
            [stored === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: stored.rev }],
            {
              organisationId: actor.organisationId,
              actor: { personId: actor.personId, name: actor.name },
              at: context.clock().toISOString(),
              action: "settings.workflow",
              subject: actor.organisationId,
              details: { approval, unitHead },
            },
          );
        },
        { partition: pk },
      );
      return data;
    },
  };
}

function settingsOf(organisationId: string): string {
  return `org/${organisationId}/settings`;
}
