import { isVanthuError, VanthuError } from "../../errors/index.ts";
import {
  completeSignatureAtLevel,
  extendSignature,
  type LevelOptions,
  type RevocationOptions,
  type SignatureLevel,
  type SignatureState,
  type TimestampOptions,
} from "../../signing/index.ts";
import type { OfficeContext } from "../context.ts";
import type { SigningSettings } from "../keys/model.ts";
import type { SigningRole } from "./session-model.ts";
import { LEVELS } from "./settings.ts";

/** One question to an authority may take so long, and all for one file: a person waits, and a function on AWS has 29 seconds. */
const TIMEOUT_MS = 7_000;
const ALL_QUESTIONS_MS = 10_000;
/** Where the test authority's own timestamp service is asked: in this process, whatever the host. */
const TEST_TIMESTAMPS = "http://dau-thoi-gian.thu-nghiem.invalid/tsa";

/**
 * The level that one signature of an act is made at. The document timestamp of B-LTA covers the finished file: it comes with the seal, the
 * leader's signature before it has everything else.
 */
export function levelFor(role: SigningRole, level: SignatureLevel): SignatureLevel {
  return role === "leader" && level === "B-LTA" ? "B-LT" : level;
}

/** Where revocation data comes from: the lists at hand, then the addresses in certificates. */
export async function revocationSources(context: OfficeContext): Promise<RevocationOptions> {
  const { trust, crls } = await context.keyring.trust();
  return {
    certificates: trust.map(({ certificate }) => certificate),
    crls,
    cache: context.revocations,
    timeoutMs: TIMEOUT_MS,
    totalMs: ALL_QUESTIONS_MS,
    now: context.clock,
    ...(context.fetch === undefined ? {} : { fetch: context.fetch }),
  };
}

/**
 * What a signature by this certificate needs for its level. A certificate of the test authority is stamped by the test authority itself
 * where nothing else is configured; a real one never is.
 *
 * @param test is it a certificate of the test authority?
 * @throws VanthuError TSA_NOT_CONFIGURED
 */
export async function levelOptions(
  context: OfficeContext,
  settings: SigningSettings,
  test: boolean,
  level: SignatureLevel,
): Promise<LevelOptions> {
  if (level === "B-B") return { level };
  const timestamp = await timestampOptions(context, settings, test);
  if (level === "B-T") return { level, timestamp };
  return { level, timestamp, revocation: await revocationSources(context) };
}

/** @param test may the test authority's own service stand in? @throws VanthuError TSA_NOT_CONFIGURED */
export async function timestampOptions(
  context: OfficeContext,
  { authorities }: SigningSettings,
  test: boolean,
): Promise<TimestampOptions> {
  const common = { timeoutMs: TIMEOUT_MS, now: context.clock };
  if (authorities.length > 0)
    return { ...common, authorities, ...(context.fetch === undefined ? {} : { fetch: context.fetch }) };
  if (test) return { ...common, authorities: [{ url: TEST_TIMESTAMPS }], fetch: await context.keyring.testServices() };
  throw new VanthuError("TSA_NOT_CONFIGURED", {
    message: "Cơ quan chưa khai báo dịch vụ cấp dấu thời gian nên không ký được ở mức đã chọn. Văn bản chưa được ký.",
    where: "authorities",
    hint: "Đề nghị quản trị viên khai báo địa chỉ dịch vụ cấp dấu thời gian (TSA) trong cài đặt ký số, hoặc chọn mức B-B.",
  });
}

/** Faults of authorities, not of the file or of the signer. */
export function isAuthorityFault(error: unknown): boolean {
  return isVanthuError(error) && (error.code.startsWith("TSA_") || error.code === "REVOCATION_UNAVAILABLE");
}

/** A finished file, and the level it could be brought to. */
export interface LevelledPdf {
  pdf: Uint8Array;
  level: SignatureLevel;
}

/**
 * Brings a file that a program on the person's own computer signed to a level.
 *
 * @throws VanthuError those of extendSignature; nothing is stored then
 */
export async function raised(
  context: OfficeContext,
  settings: SigningSettings,
  wanted: SignatureLevel,
  pdf: Uint8Array,
  test: boolean,
): Promise<LevelledPdf> {
  return highest(settings, wanted, async (level) => {
    if (level === "B-B") return pdf;
    const options = await optionsAsNeeded(context, settings, test, level);
    return (await extendSignature(pdf, level, options)).pdf;
  });
}

/** As {@link levelOptions}; without an authority the file's own timestamps must do. */
async function optionsAsNeeded(
  context: OfficeContext,
  settings: SigningSettings,
  test: boolean,
  level: SignatureLevel,
): Promise<LevelOptions> {
  if (settings.authorities.length > 0 || test) return levelOptions(context, settings, test, level);
  return { level, timestamp: { authorities: [] }, revocation: await revocationSources(context) };
}

/** Tries a level, and lower ones when the authorities fail and the settings allow it. */
async function highest(
  settings: SigningSettings,
  wanted: SignatureLevel,
  reach: (level: SignatureLevel) => Promise<Uint8Array>,
): Promise<LevelledPdf> {
  for (let level = wanted; ; level = LEVELS[LEVELS.indexOf(level) - 1]!) {
    try {
      return { pdf: await reach(level), level };
    } catch (error) {
      if (!isAuthorityFault(error) || settings.whenUnreachable !== "lower-level" || level === "B-B") throw error;
    }
  }
}

/**
 * Completes a prepared signature at its level. When the authorities fail, and the office's settings allow it, at the highest lower level that
 * can be had.
 *
 * @throws VanthuError those of completeSignatureAtLevel; TSA_*, REVOCATION_UNAVAILABLE. Nothing is stored; the state can be completed again
 */
export async function completeAtLevel(
  context: OfficeContext,
  settings: SigningSettings,
  wanted: SignatureLevel,
  state: SignatureState,
  prepared: Uint8Array,
  signature: Uint8Array,
): Promise<LevelledPdf> {
  const test = await context.keyring.isTest(new Uint8Array(Buffer.from(state.certificateChain[0]!, "base64")));
  return highest(settings, wanted, async (level) => {
    const options = await levelOptions(context, settings, test, level);
    return (await completeSignatureAtLevel(state, prepared, signature, options, context.clock())).pdf;
  });
}
