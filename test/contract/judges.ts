import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";

/** Programs that run at the same time; they share the machine with whatever else is tested. */
const TOGETHER = 4;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs a program beside others and gives all it prints; a program that is not installed fails the test by saying so. */
async function said(program: string, args: string[]): Promise<{ text: string; code: number }> {
  if (running >= TOGETHER) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await new Promise((resolve, reject) => {
      execFile(program, args, { encoding: "utf8", maxBuffer: 1e8 }, (error, stdout, stderr) => {
        if ((error as NodeJS.ErrnoException | null)?.code === "ENOENT")
          reject(new Error(`${program} is not installed; this test needs it`));
        else
          resolve({ text: `${stdout}${stderr}`, code: typeof error?.code === "number" ? error.code : error ? 1 : 0 });
      });
    });
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** pdfsig: by field, what it says of the signature in it. */
export async function pdfsigOf(file: string): Promise<Map<string, string>> {
  const { text } = await said("pdfsig", ["-nocert", file]);
  const blocks = text.split(/^Signature #\d+:$/m).slice(1);
  return new Map(blocks.map((block) => [/Signature Field Name: (.*)/.exec(block)?.[1] ?? "", block]));
}

/** `qpdf --check`: "sound", or its complaints. */
export async function qpdfOf(file: string): Promise<string> {
  const { text, code } = await said("qpdf", ["--check", file]);
  return code === 0 && text.includes("No syntax or stream encoding errors") ? "sound" : text;
}

/** `openssl cms -verify -cades` of a signature over the bytes it covers: "verified", or its complaints. @param at a file name of its own to write to */
export async function cadesOf(signature: { covered: Buffer; cms: Buffer }, at: string, root: string): Promise<string> {
  await Promise.all([writeFile(`${at}.cms`, signature.cms), writeFile(`${at}.bin`, signature.covered)]);
  const args = `cms -verify -cades -binary -inform DER -in ${at}.cms -content ${at}.bin -CAfile ${root} -out /dev/null`;
  const { text, code } = await said("openssl", args.split(" "));
  return code === 0 && text.includes("CAdES Verification successful") ? "verified" : text;
}

/** `openssl ts -verify` of a token over data: "verified", or its complaints. */
export async function timestampOf(
  { token, data }: { token: Uint8Array; data: Uint8Array },
  at: string,
  root: string,
  between: string,
): Promise<string> {
  await Promise.all([writeFile(`${at}.tst`, token), writeFile(`${at}.data`, data)]);
  const args = `ts -verify -data ${at}.data -in ${at}.tst -token_in -CAfile ${root} -untrusted ${between}`;
  const { text, code } = await said("openssl", args.split(" "));
  return code === 0 && text.includes("Verification: OK") ? "verified" : text;
}
