import { isVanthuError } from "../../errors/index.ts";
import type { AccessToken, TokenKeeper } from "../../key-holders/index.ts";
import { withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { JobRecord } from "../signing/job-records.ts";
import { keysOf, readKey, type StoredKey } from "./records.ts";

/** A keeper that also tells what it holds, for {@link keepToken}. */
export interface JobTokens extends TokenKeeper {
  /** Had since the keeper was made. */
  fresh(): AccessToken | undefined;
}

/**
 * Keeps access tokens of signing services, always sealed: that of a person's consent with their key, that of an act of signing with its job,
 * so that a worker can fetch the signatures without any password.
 */
export function tokenKeeper(context: OfficeContext, key: StoredKey, job?: JobRecord): JobTokens {
  let fresh: AccessToken | undefined;
  return {
    fresh: () => fresh,

    async read() {
      if (fresh !== undefined) return fresh;
      if (key.consent !== undefined) return opened(context, key.consent, consentPurpose(key));
      return job?.token === undefined ? undefined : opened(context, job.token, tokenPurpose(job));
    },

    async write(token) {
      fresh = token;
      if (key.consent !== undefined) await storeConsent(context, key, token);
    },
  };
}

/** Puts a token that came during an act of signing into its job, when somebody will need it again. */
export async function keepToken(context: OfficeContext, job: JobRecord, tokens: JobTokens): Promise<void> {
  const token = tokens.fresh();
  if (token === undefined || !job.documents.some(({ state }) => state === "waiting")) return;
  job.token = await context.secrets.seal(Buffer.from(JSON.stringify(token), "utf8"), tokenPurpose(job));
}

/** Seals what the person's consent gave. */
export function sealedConsent(context: OfficeContext, key: StoredKey, token: AccessToken): Promise<string> {
  return context.secrets.seal(Buffer.from(JSON.stringify(token), "utf8"), consentPurpose(key));
}

async function storeConsent(context: OfficeContext, key: StoredKey, token: AccessToken): Promise<void> {
  const consent = await sealedConsent(context, key, token);
  const pk = keysOf(key.organisationId);
  await withRetry(
    async () => {
      const { data, rev } = await readKey(context.storage, key.organisationId, key.id);
      await context.storage.records.commit([{ op: "update", pk, sk: key.id, rev, data: { ...data, consent } }]);
    },
    { partition: pk },
  );
}

async function opened(context: OfficeContext, sealed: string, purpose: string): Promise<AccessToken | undefined> {
  try {
    return JSON.parse(Buffer.from(await context.secrets.open(sealed, purpose)).toString("utf8")) as AccessToken;
  } catch (error) {
    // Another key of the installation: the service is asked for a new token.
    if (isVanthuError(error) && error.code === "SECRET_UNREADABLE") return undefined;
    throw error;
  }
}

function tokenPurpose({ organisationId, id }: JobRecord): string {
  return `org/${organisationId}/signing-job/${id}/token`;
}

function consentPurpose({ organisationId, id }: StoredKey): string {
  return `org/${organisationId}/key/${id}/consent`;
}
