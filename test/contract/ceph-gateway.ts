import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { freePort } from "./dynamodb-local.ts";

/** A running Ceph S3 gateway: how to reach it, how to end it. */
export interface CephGateway {
  options: S3ClientConfig;
  stop(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL("./ceph-gateway.sh", import.meta.url));
const CACHE = fileURLToPath(new URL("../.cache/ceph", import.meta.url));

/**
 * Starts a real S3 gateway (Ceph's, from Debian's packages) on free ports. The first time it downloads about 70 MB.
 * @throws Error saying what is missing
 */
export async function startCephGateway(): Promise<CephGateway> {
  const folder = mkdtempSync(join(tmpdir(), "vanthu-ceph-"));
  const stop = async () => {
    await run("stop", folder);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await run("fetch", CACHE);
    const [gateway, monitor, monitor1] = [await freePort(), await freePort(), await freePort()];
    await run("start", CACHE, folder, String(gateway), String(monitor), String(monitor1));
    return {
      options: {
        endpoint: `http://127.0.0.1:${gateway}`,
        region: "us-east-1",
        forcePathStyle: true,
        credentials: { accessKeyId: "vanthu", secretAccessKey: "vanthu-secret" },
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw new Error(
      `No S3 server for this test: ${(error as Error).message.trim()}. It needs Debian's or Ubuntu's ceph packages (apt-get update); test/run says so where they cannot be had.`,
    );
  }
}

function run(...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = spawn("bash", [SCRIPT, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    script.stderr.on("data", (text) => {
      said = (said + text).slice(-1000);
    });
    script.once("error", reject);
    // "exit", not "close": the servers that were started keep running.
    script.once("exit", (code) => {
      script.stderr.destroy();
      if (code === 0) resolve();
      else reject(new Error(said || `ceph-gateway.sh ${args[0]} ended with ${code}`));
    });
  });
}
