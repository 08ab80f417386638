import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { serve } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UPLOAD_LIMIT } from "../../functions/api/files.ts";
import { describeApi } from "../../functions/api/openapi.ts";
import { openOffices, openService, type TestService } from "./service.ts";

const DOCS = readFileSync(path.resolve(import.meta.dirname, "../../docs/api.md"), "utf8");

describe("docs/api.md", () => {
  let service: TestService;
  let server: ReturnType<typeof serve>;
  let address: string;
  let folder: string;
  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    folder = mkdtempSync(path.join(tmpdir(), "vanthu-api-docs-"));
    address = await new Promise((ready) => {
      server = serve({ fetch: service.app.fetch, port: 0, hostname: "127.0.0.1" }, (at: AddressInfo) =>
        ready(`http://127.0.0.1:${at.port}`),
      );
    });
  }, 60_000);
  afterAll(async () => {
    server.close();
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows a day of a machine in commands that work as they stand", async () => {
    const commands = [...DOCS.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, text]) => text!);
    expect(commands.length).toBeGreaterThanOrEqual(6);
    const script = `set -euo pipefail\n${commands.join("\n")}\necho "xong tất cả"\n`;
    const { stdout } = await promisify(execFile)("bash", ["-c", script], {
      cwd: folder,
      env: { ...process.env, VANTHU: address },
      timeout: 30_000,
    });
    expect(stdout).toContain("xong tất cả");
    expect(stdout).not.toContain("false");
  }, 40_000);

  it("names routes that there are, and the limits that hold", () => {
    const { paths } = describeApi(service.app);
    for (const [, method, route] of DOCS.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/(?:api|v1)\/[^`\s]*)`/g))
      expect(paths[route!]?.[method!.toLowerCase()], `${method} ${route}`).toBeDefined();
    expect(DOCS).toContain(`${UPLOAD_LIMIT / 1024 / 1024} MB`);
  });
});
