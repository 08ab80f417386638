import { writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../../functions/settings.ts";
import { temporaryFolder, vanthu } from "./vanthu.ts";

const place = temporaryFolder();
afterAll(() => place.drop());

describe("settings of the service", () => {
  it("are read whole, with what is usual where nothing is said", () => {
    expect(readSettings({})).toMatchObject({ https: false, requestLog: false, exchangePeers: {} });
    const set = readSettings({
      VANTHU_HTTPS: "1",
      VANTHU_EXCHANGE_PEERS: "TRUC-A=mật=khẩu;TRUC-B=khác",
      VANTHU_CHECKS_PER_MINUTE: "30",
      VANTHU_ADDRESS_HEADER: "X-Forwarded-For",
      VANTHU_METRICS_TOKEN: "0123456789abcdef",
      PATH: "/usr/bin",
    });
    expect(set).toEqual({
      https: true,
      exchangePeers: { "TRUC-A": "mật=khẩu", "TRUC-B": "khác" },
      publicLimits: { check: { burst: 45, perMinute: 30 }, addressHeader: "x-forwarded-for" },
      metricsToken: "0123456789abcdef",
      requestLog: false,
    });
  });

  it("that are wrong stop the start, every fault named and no secret told", () => {
    writeFileSync(place.at("tep"), "");
    const run = vanthu(["start", "--data", place.at("du-lieu"), "--port", "0"], {
      VANTHU_HTTPS: "có",
      VANTHU_EXCHANGE_PEERS: "TRUC-A=bí-mật-của-trục;không có dấu bằng",
      VANTHU_CHECKS_PER_MINUTE: "0",
      VANTHU_METRICS_TOKEN: "ngắn",
      VANTHU_SECRET_KEY: "không phải khóa",
      VANTHU_BACKUP_FOLDER: place.at("tep"),
      VANTHU_BACKUP_FODLER: "/sao-luu",
    });
    expect(run.code).not.toBe(0);
    expect(run.err).toMatch(/^SETTINGS_INVALID Có 7 cài đặt sai/);
    for (const name of [
      "HTTPS",
      "EXCHANGE_PEERS",
      "CHECKS_PER_MINUTE",
      "METRICS_TOKEN",
      "SECRET_KEY",
      "BACKUP_FOLDER",
      "BACKUP_FODLER",
    ])
      expect(run.err).toContain(`- SETTINGS_INVALID VANTHU_${name}:`);
    expect(run.err).not.toContain("bí-mật-của-trục");
    expect(run.err).not.toContain("ngắn");
    expect(run.err).not.toContain("không phải khóa");
  });
});
