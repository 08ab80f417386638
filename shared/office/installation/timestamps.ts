import { createHash, randomBytes } from "node:crypto";
import { isVanthuError } from "../../errors/index.ts";
import { requestTimestamp, type Timestamp } from "../../signing/index.ts";
import type { OfficeContext } from "../context.ts";
import { timestampOptions } from "../signing/levels.ts";
import { readSigningSettings } from "../signing/settings.ts";
import type { TimestampAnswer } from "./model.ts";

function answersOf(organisationId: string): string {
  return `org/${organisationId}/timestamp-answers`;
}

/** What the authorities of an office last answered, by address. */
export async function timestampAnswers(
  { storage }: Pick<OfficeContext, "storage">,
  organisationId: string,
): Promise<TimestampAnswer[]> {
  return (await storage.records.query<TimestampAnswer>(answersOf(organisationId))).items.map(({ data }) => data);
}

/** Keeps an answer: the next one takes its place. */
async function keep({ storage }: OfficeContext, organisationId: string, answer: TimestampAnswer): Promise<void> {
  const sk = createHash("sha256").update(answer.authority).digest("hex");
  await storage.records.commit([{ op: "put", pk: answersOf(organisationId), sk, data: answer }]);
}

/** Keeps that an authority answered a question of the office's own work. */
export function noteTimestamp(context: OfficeContext, organisationId: string, stamp: Timestamp): Promise<void> {
  return keep(context, organisationId, answered(context, stamp));
}

/** Asks each authority of an office by itself for a stamp over a random number, and keeps what it answered. */
export async function askAuthorities(context: OfficeContext, organisationId: string): Promise<TimestampAnswer[]> {
  const { authorities } = await readSigningSettings(context, organisationId);
  return Promise.all(
    authorities.map(async (authority) => {
      const options = await timestampOptions(
        context,
        { ...(await readSigningSettings(context, organisationId)), authorities: [authority] },
        false,
      );
      const digest = createHash("sha256").update(randomBytes(32)).digest();
      let answer: TimestampAnswer;
      try {
        answer = answered(context, await requestTimestamp(digest, options));
      } catch (error) {
        if (!isVanthuError(error) || !error.code.startsWith("TSA_")) throw error;
        const problem = error.message.replace(/ Văn bản chưa được ký\.$/, "");
        answer = { authority: authority.url, at: context.clock().toISOString(), problem };
      }
      await keep(context, organisationId, answer);
      return answer;
    }),
  );
}

function answered({ clock }: OfficeContext, { authority, at, certificate }: Timestamp): TimestampAnswer {
  const now = clock();
  return {
    authority,
    at: now.toISOString(),
    aheadMs: at.getTime() - now.getTime(),
    certificate: {
      subject: certificate.subject.text,
      issuer: certificate.issuer.text,
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
    },
  };
}
