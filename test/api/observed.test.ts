import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalServer, startLocal } from "../../functions/local.ts";

const folder = mkdtempSync(path.join(tmpdir(), "vanthu-watched-"));
const TOKEN = "mã-của-hệ-thống-giám-sát";
const lines: string[] = [];
let server: LocalServer;

beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  server = await startLocal({
    folder: path.join(folder, "du-lieu"),
    backupFolder: path.join(folder, "sao-luu"),
    port: 0,
    host: "127.0.0.1",
    metricsToken: Buffer.from(TOKEN).toString("base64"),
    requestLog: true,
  });
});
afterAll(async () => {
  await server.stop();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (address: string, headers: Record<string, string> = {}) =>
  fetch(`${server.address}${address}`, { headers, redirect: "manual" });
const metrics = async () => {
  const answer = await ask("/metrics", { authorization: `Bearer ${Buffer.from(TOKEN).toString("base64")}` });
  expect(answer.headers.get("content-type")).toContain("text/plain");
  return answer.text();
};

describe("a service that is watched", () => {
  it("counts answers by pattern, never by address", async () => {
    await ask("/api/health");
    await ask("/api/documents/m2k9-van-ban-mat?tu-khoa=Nguyễn+Văn+A");
    await ask("/khong-co-trang-nay/0912345678");
    const text = await metrics();
    expect(text).toMatch(/vanthu_request_seconds_count\{method="GET",route="\/api\/health",status="200"\} 1/);
    expect(text).toMatch(/route="\/api\/documents\/:id",status="401"/);
    expect(text).toMatch(/vanthu_request_seconds_count\{method="GET",route="-",status="404"\} 1/);
    expect(text).not.toContain("m2k9");
    expect(text).not.toContain("0912345678");
  });

  it("tells of its workers, its outbox, its disk and its backup", async () => {
    await vi.waitFor(async () => expect(await metrics()).toMatch(/vanthu_backup_timestamp_seconds 1\d{9}/), 10_000);
    const text = await metrics();
    for (const worker of ["deliver", "reports", "signing", "backup"])
      expect(text).toMatch(new RegExp(`vanthu_worker_runs_total\\{worker="${worker}",outcome="ended"\\} \\d`));
    expect(text).toContain('vanthu_outbox_packets{state="waiting"} 0');
    expect(text).toMatch(/vanthu_disk_free_bytes \d{6,}/);
    expect(text).toContain("process_resident_memory_bytes");
  });

  it("tells nobody without the secret", async () => {
    expect((await ask("/metrics")).status).toBe(401);
    expect((await ask("/metrics", { authorization: "Bearer sai" })).status).toBe(401);
  });

  it("logs each answer as one line of JSON, which names the request and nobody", async () => {
    const answer = await ask("/api/health?token=bi-mat", { authorization: "Bearer khac" });
    const id = answer.headers.get("x-request-id");
    await vi.waitFor(() => expect(lines.some((line) => line.includes(id!))).toBe(true));
    const line = JSON.parse(lines.find((one) => one.includes(id!))!);
    expect(line).toEqual({
      at: expect.stringMatching(/^\d{4}-/),
      id,
      method: "GET",
      route: "/api/health",
      status: 200,
      ms: expect.any(Number),
    });
    expect(lines.join("\n")).not.toMatch(/bi-mat|0912345678|m2k9/);
  });
});
