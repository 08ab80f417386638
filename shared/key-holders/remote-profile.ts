import type { ErrorCode } from "../errors/index.ts";
import type { KeyHolderKind } from "./model.ts";

/**
 * How one remote signing service speaks: paths, fields and states as data. Strings "$name" in a body are filled in; the object under
 * `$each` is written once for each digest. Names: clientId, clientSecret, userId, userPassword, profileId, credentialId, requestId,
 * transaction, notifyUrl, count, description; inside `$each` also id, name, hashBase64, hashHex, index. Without a value a field is left out.
 */
export interface RemoteProfile {
  kind: KeyHolderKind;
  label: string;
  /** Where the paths, fields and states were read. */
  source: string;
  /** Digests in one request, at most. */
  maxBatch: number;
  /** The person has so many minutes to confirm. */
  confirmMinutes: number;
  pollAfterMs: number;
  /** Does the service know a repeated request by its requestId? Only then is a request repeated whose answer was lost. */
  repeatable: boolean;
  /** OAuth-like token sent as Bearer; absent where every body carries the account. */
  token?: { path: string; form?: boolean; body: Template; at: string; seconds: number };
  /** Which credentials the person has; absent where the certificate question answers that too. */
  credentials?: { path: string; body: Template; ids: string };
  certificate: {
    path: string;
    body: Template;
    /** List of certificate entries in the answer ("" the answer itself, which may be a lone object). */
    entries: string;
    /** In an entry: id of the credential, and its certificates: the first is the signer's, base64 or PEM. */
    credentialId: string;
    certificates: string[];
    /** In an entry: what says that the certificate may be used, and the values that say so. */
    status?: { at: string; usable: string[] };
  };
  sign: { path: string; body: Template; transaction: string };
  status: {
    path: string;
    body: Template;
    /** Where the state stands, and what its values mean; a value that is not listed is a failure. */
    state: string;
    states: Record<string, RemoteState>;
    signatures: string;
    /** In an entry of signatures: the signature ("" the entry itself). */
    signature: string;
    /** In an entry: what names the digest it is for; absent where they come in the order of the request. */
    key?: { at: string; is: "id" | "hashBase64" | "hashHex" };
  };
  /** Where answers say that something went wrong although HTTP says 200: any value not in `fine` is an error. */
  fault: { code: string; fine: string[]; message: string[]; codes: Record<string, ErrorCode> };
}

/** Where a transaction stands at the service. */
type RemoteState = "signed" | "waiting" | "expired" | "refused" | "failed";

/** JSON with places to be filled in. */
export type Template = string | number | boolean | Template[] | { [key: string]: Template };

/** Fills a template: {@link RemoteProfile}. */
export function fill(
  template: Template,
  values: Record<string, unknown>,
  items: readonly Record<string, unknown>[] = [],
): unknown {
  if (typeof template === "string") return template.startsWith("$") ? values[template.slice(1)] : template;
  if (Array.isArray(template)) return template.map((one) => fill(one, values, items));
  if (typeof template !== "object") return template;
  if (template.$each !== undefined) return items.map((item) => fill(template.$each!, { ...values, ...item }));
  return Object.fromEntries(
    Object.entries(template)
      .map(([key, one]): [string, unknown] => [key, fill(one, values, items)])
      .filter(([, value]) => value !== undefined),
  );
}
