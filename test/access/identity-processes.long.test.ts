import { TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { type Access, openAccess } from "../../shared/access/index.ts";
import { secretBox } from "../../shared/office/index.ts";
import { dynamoRecords } from "../../shared/storage/index.ts";
import { useDynamoDbLocal } from "../contract/dynamodb-local.ts";
import { SoftAuthenticator } from "./authenticator.ts";
import { startProvider, throughProvider } from "./provider.ts";

/**
 * On Lambda every request may be answered by another process: here each step of each way of signing in is taken by a new one, over DynamoDB.
 * Nothing of it may live in memory.
 */
describe("signing in, each step in another process, over DynamoDB", () => {
  const dynamo = useDynamoDbLocal();
  const SITE = { origin: "http://localhost", host: "localhost" };
  const password = "Bình An 2026!";
  /** A process that knows nothing yet. */
  const fresh = (): Access =>
    openAccess(dynamoRecords("vanthu", dynamo.server.options), undefined, {
      secrets: secretBox(new Uint8Array(32).fill(3)),
    });

  it("works by second factor, passkey, provider and API key, and ends a session everywhere", async () => {
    const { organisation, person } = await fresh().foundOrganisation(
      { code: "H01.15", name: "Ủy ban nhân dân xã Bình An", place: "Bình An", system: "state" },
      { name: "Đỗ Thu Hà", position: "Văn thư", userName: "thu.ha", password, roles: ["clerk", "administrator"] },
    );
    const { actor, token } = await fresh().signIn("thu.ha", password);
    expect(actor.personId).toBe(person.id);
    await fresh().actorOf(token);

    const { secret } = await fresh().beginTotp(actor);
    const [recovery] = await fresh().confirmTotp(actor, new TOTP({ secret }).generate());
    const step = await fresh().beginSignIn("thu.ha", password);
    if (step.kind !== "second-factor") throw new Error(step.kind);
    const used = { kind: "code" as const, code: new TOTP({ secret }).generate() };
    await expect(fresh().finishSignIn(step.ticket, used)).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await fresh().finishSignIn(step.ticket, { kind: "code", code: recovery! });

    const device = new SoftAuthenticator();
    await fresh().addPasskey(
      actor,
      SITE,
      "Máy",
      device.create(await fresh().passkeyRegistration(actor, SITE), SITE.origin),
    );
    const entered = await fresh().signInWithPasskey(SITE, device.get(await fresh().passkeyOptions(SITE), SITE.origin));
    expect(await fresh().sessions(actor, entered.token)).toHaveLength(3);

    const server = await startProvider({ sub: "ha" });
    const { id } = await fresh().saveProvider(actor, {
      name: "Tỉnh",
      issuer: server.issuer,
      clientId: "vanthu",
      clientSecret: "mat-khau-ung-dung",
      claim: "sub",
      autoLink: false,
      trustedFactor: true,
      enabled: true,
    });
    const home = `http://localhost/dang-nhap/ngoai/${id}/quay-ve`;
    await server.open([{ clientId: "vanthu", secret: "mat-khau-ung-dung", redirectUri: home }]);
    await fresh().expectIdentity(actor, id, person.id, "ha");
    const begun = await fresh().beginProvider(id, home, { back: "/" });
    const { searchParams } = await throughProvider(begun.address, home);
    const attempts = await Promise.allSettled(
      [1, 2, 3].map(() => fresh().finishProvider(id, searchParams, begun.browser, {})),
    );
    await server.close();
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);

    const { key } = await fresh().createApiKey(actor, { name: "Máy", scopes: ["document.read"], days: 1 });
    expect((await fresh().actorOfKey(key)).actor.personId).toBe(person.id);

    expect(await fresh().endOtherSessions(actor, entered.token)).toBe(3);
    await expect(fresh().actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await fresh().actorOf(entered.token);
    expect((await fresh().checkAudit(organisation.id)).sound).toBe(true);
  });
});
