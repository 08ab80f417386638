import { type ErrorCode, isVanthuError } from "../../shared/errors/index.ts";

/** The code of the error that something ends with; an error that is none of ours fails the test. */
export async function codeOf(work: Promise<unknown>): Promise<ErrorCode | "nothing thrown"> {
  try {
    await work;
    return "nothing thrown";
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
}
