import { TOTP } from "otpauth";
import type { CDPSession, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  ask,
  glance,
  look,
  openOffice,
  openStage,
  PASSWORD,
  type Stage,
  signIn,
  tokenOf,
  told,
  visitor,
} from "./service.ts";

/** Signing in as people do it: passkeys with Chromium's virtual authenticator, an authenticator app, sessions, keys of machines. */

/** The same service by a name: a passkey belongs to a host name, never to a number. */
function named(stage: Stage): Stage {
  const address = stage.service.address.replace("127.0.0.1", "localhost");
  return { browser: stage.browser, service: { ...stage.service, address } };
}

async function authenticator(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id: authenticatorId };
}

describe("signing in", () => {
  const stage = openStage();

  it("works with a passkey, as the only step and as the second; one that was copied is found out", async () => {
    await openOffice(stage);
    const { page, faults } = await visitor(named(stage));
    const { cdp, id } = await authenticator(page);
    await signIn(page, "nguyet");
    await page.goto("/tai-khoan/dang-nhap");
    await page.getByLabel("Tên khóa mới").fill("Máy tính ở phòng họp");
    await page.getByRole("button", { name: "Đăng ký khóa truy cập" }).click();
    await told(page, "Đã đăng ký khóa truy cập.");
    await look(page, "tai-khoan-dang-nhap");

    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await page.waitForURL((url) => url.pathname === "/dang-nhap");
    await glance(page, "dang-nhap");
    await page.getByRole("button", { name: /Dùng khóa truy cập/ }).click();
    await page.waitForURL((url) => url.pathname === "/tong-quan");
    await page.goto("/tai-khoan/dang-nhap");
    await page.getByText("Máy tính ở phòng họp").waitFor();
    expect(await page.getByText("Khóa truy cập (passkey)").count()).toBeGreaterThan(1);

    // Demanded of leaders from now on: after the password the passkey is asked for.
    await page.goto("/quan-tri/dang-nhap");
    await page.getByLabel("Lãnh đạo: bắt buộc bước xác thực thứ hai").check();
    await page.getByRole("button", { name: "Lưu thiết lập" }).click();
    await told(page, "Đã lưu.");
    await glance(page, "quan-tri-dang-nhap");
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await page.getByLabel("Tên đăng nhập").fill("nguyet");
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
    await page.getByRole("heading", { name: "Bước xác thực thứ hai" }).waitFor();
    await glance(page, "dang-nhap-buoc-hai");
    await page.getByRole("button", { name: "Dùng khóa truy cập" }).click();
    await page.waitForURL((url) => url.pathname === "/tong-quan");

    // A second one of the same key, whose counter lags behind.
    const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId: id });
    const [credential] = credentials;
    await cdp.send("WebAuthn.removeCredential", { authenticatorId: id, credentialId: credential!.credentialId });
    await cdp.send("WebAuthn.addCredential", { authenticatorId: id, credential: { ...credential!, signCount: 0 } });
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await page.getByRole("button", { name: /Dùng khóa truy cập/ }).click();
    await page.getByText("có dấu hiệu bị sao chép").waitFor();
    await page.getByRole("button", { name: /Dùng khóa truy cập/ }).click();
    await page.getByText("có dấu hiệu bị sao chép").waitFor();
    expect(faults).toEqual([]);
  });

  it("asks for an authenticator app where the role demands it, sets it up on the way, and takes its codes, without script too", async () => {
    const token = await tokenOf(stage, "thuha");
    await expect(ask(stage, "/api/identity/settings", {}, token, "PUT")).rejects.toThrow("INVALID");
    const { page, context } = await visitor(stage, 1280, { javaScriptEnabled: false });
    await page.goto("/dang-nhap");
    await page.getByLabel("Tên đăng nhập").fill("nguyet");
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
    // The copied passkey counts no more, so a leader without any other second factor sets one up.
    await page.getByRole("heading", { name: "Cài bước xác thực thứ hai" }).waitFor();
    const secret = (await page.locator("code.mono").textContent())!.replaceAll(" ", "");
    expect(await page.locator(".qr svg").count()).toBe(1);
    const code = () => new TOTP({ secret }).generate();
    await page.getByLabel(/Nhập mã đang hiện/).fill(code());
    await page.getByRole("button", { name: "Cài xong, vào hệ thống" }).click();
    await page.getByRole("heading", { name: "Giữ lại mã dự phòng" }).waitFor();
    const recovery = await page.locator(".codes code").allInnerTexts();
    expect(recovery).toHaveLength(10);
    await page.getByRole("link", { name: "Đã ghi lại, vào hệ thống" }).click();
    await page.waitForURL((url) => url.pathname === "/tong-quan");
    await context.clearCookies();
    await page.goto("/dang-nhap?ve=/van-ban");
    await page.getByLabel("Tên đăng nhập").fill("nguyet");
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
    await page.getByLabel("Mã xác thực").fill("000000");
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await page.getByText("Mã xác thực không đúng hoặc đã dùng.").first().waitFor();
    await page.getByLabel("Mã xác thực").fill(recovery[0]!);
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await page.waitForURL((url) => url.pathname === "/van-ban");

    // The administrator looks at a person: sessions to be ended.
    await page.goto("/quan-tri/dang-nhap");
    await page.getByRole("link", { name: "Đỗ Thu Hà" }).click();
    await page.getByRole("button", { name: "Kết thúc mọi phiên" }).click();
    await told(page, "Đã kết thúc phiên.");
    await expect(ask(stage, "/api/identity/sessions/end-others", {}, token)).rejects.toThrow("SIGN_IN_REQUIRED");
    await page.goto("/quan-tri/khoa-api");
    await page.getByLabel("Tên khóa").fill("Phần mềm một cửa");
    await page.getByLabel("Người đứng tên").selectOption({ label: "Đỗ Thu Hà (Văn thư)" });
    await page.getByLabel(/Xem văn bản document\.read/).check();
    await page.getByRole("button", { name: "Tạo khóa" }).click();
    const key = (await page.locator(".notice code").textContent())!;
    expect(key).toMatch(/^vanthu_[\w-]{43}$/);
    const answer = await fetch(`${stage.service.address}/api/documents`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(200);
    await page.goto("/quan-tri/khoa-api");
    expect(await page.content()).not.toContain(key);
    await look390(page);
  });

  async function look390(page: Page): Promise<void> {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 860 });
      for (const address of [
        "/dang-nhap",
        "/tai-khoan",
        "/tai-khoan/dang-nhap",
        "/quan-tri/dang-nhap",
        "/quan-tri/khoa-api",
      ]) {
        await page.goto(address);
        const overflow = await page
          .evaluate<number>("document.documentElement.scrollWidth - window.innerWidth")
          .catch(() => 0);
        expect(overflow, `${address} at ${width}`).toBeLessThanOrEqual(0);
        if (process.env.VANTHU_PICTURES)
          await page.screenshot({
            path: `test/output/pages/i${address.replaceAll("/", "-")}-${width}.png`,
            fullPage: true,
          });
      }
    }
  }
});
