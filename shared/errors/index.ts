import { ERROR_CODES, type ErrorCode } from "./codes.ts";

export { ERROR_CODES, type ErrorCode } from "./codes.ts";

/** What an error says besides its code: `message` and `hint` in Vietnamese, `where` a place (part, row and column, field, byte). */
export interface ErrorDetails {
  message: string;
  where?: string;
  hint?: string;
  /** Further faults found in the same input; a bad input is refused whole with every fault named. */
  faults?: Fault[];
  cause?: unknown;
}

/** One fault among several in one input. */
export interface Fault {
  code: ErrorCode;
  message: string;
  where?: string;
  hint?: string;
}

/**
 * The one error that Vanthu throws on purpose.
 *
 * @example
 * throw new VanthuError("FILE_NOT_ZIP", { message: "Tệp không phải là văn bản Word (.docx).", where: "bao-cao.docx", hint: "Mở tệp bằng Word rồi lưu lại dạng .docx." });
 */
export class VanthuError extends Error {
  readonly code: ErrorCode;
  readonly where?: string;
  readonly hint?: string;
  readonly faults?: Fault[];
  /** HTTP status, from {@link ERROR_CODES}. */
  readonly status: number;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "VanthuError";
    this.code = code;
    this.where = details.where;
    this.hint = details.hint;
    this.faults = details.faults;
    this.status = ERROR_CODES[code].status;
  }

  /** RFC 9457 problem details; `title` and `detail` are Vietnamese. */
  toProblem(): Problem {
    return {
      type: `urn:vanthu:error:${this.code}`,
      code: this.code,
      title: this.message,
      status: this.status,
      ...(this.where === undefined ? {} : { where: this.where }),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.faults === undefined ? {} : { faults: this.faults }),
    };
  }
}

/** Body of an `application/problem+json` answer (RFC 9457). */
export interface Problem {
  type: string;
  code: ErrorCode;
  title: string;
  status: number;
  where?: string;
  hint?: string;
  faults?: Fault[];
}

/** Is this one of ours? Anything else is reported as INTERNAL, without its text. */
export function isVanthuError(error: unknown): error is VanthuError {
  return error instanceof VanthuError;
}
