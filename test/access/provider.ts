import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A person as the provider knows them. */
export interface Account {
  sub: string;
  email?: string;
  email_verified?: boolean;
  preferred_username?: string;
  name?: string;
  organization?: string;
}

/** A real OpenID Connect provider (oidc-provider) on this machine. */
export interface TestProvider {
  issuer: string;
  /** Who sits at the browser; the sign-in form there is filled by this. */
  account: Account;
  /** Begins to answer, for these clients with their redirect addresses. */
  open(clients: { clientId: string; secret: string; redirectUri: string }[], returnTo?: string): Promise<void>;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

interface Oidc {
  callback(): Handler;
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  Grant: new (of: {
    accountId: string;
    clientId: string;
  }) => {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  };
}

/** Starts listening, so that the issuer is known; the provider opens when the client's redirect address is. */
export async function startProvider(account: Account): Promise<TestProvider> {
  let handler: Handler = (_request, response) => response.writeHead(503).end();
  const server: Server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const test: TestProvider = {
    issuer,
    account,
    async open(clients, returnTo) {
      const { Provider } = (await import("oidc-provider" as string)) as {
        Provider: new (issuer: string, configuration: object) => Oidc;
      };
      const provider: Oidc = new Provider(issuer, {
        clients: clients.map(({ clientId, secret, redirectUri }) => ({
          client_id: clientId,
          client_secret: secret,
          redirect_uris: [redirectUri],
          response_types: ["code"],
          grant_types: ["authorization_code"],
          ...(returnTo === undefined ? {} : { post_logout_redirect_uris: [returnTo] }),
        })),
        cookies: { keys: ["a key of this test"] },
        claims: {
          openid: ["sub", "organization"],
          email: ["email", "email_verified"],
          profile: ["preferred_username", "name"],
        },
        features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
        pkce: { required: () => true },
        interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/nguoi/${interaction.uid}` },
        findAccount: (_ctx: unknown, id: string) => ({
          accountId: id,
          claims: async () => ({ ...test.account, sub: id }),
        }),
        async loadExistingGrant(ctx: { oidc: { session: { accountId: string }; client: { clientId: string } } }) {
          const grant = new provider.Grant({
            accountId: ctx.oidc.session.accountId,
            clientId: ctx.oidc.client.clientId,
          });
          grant.addOIDCScope("openid email profile");
          await grant.save();
          return grant;
        },
      });
      const answers = provider.callback();
      handler = (request, response) =>
        request.url?.startsWith("/nguoi/")
          ? provider.interactionFinished(request, response, { login: { accountId: test.account.sub } })
          : answers(request, response);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return test;
}

/** A browser at the provider: follows redirects with its cookies until one leads back to us. */
export async function throughProvider(address: string, home: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = address;
  for (let i = 0; i < 10; i++) {
    if (next.startsWith(home)) return new URL(next);
    const answer = await fetch(next, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value === "") cookies.delete(name!);
      else cookies.set(name!, value!);
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`${next}: ${answer.status} ${await answer.text()}`);
    next = new URL(location, next).href;
  }
  throw new Error("the provider never led back");
}
