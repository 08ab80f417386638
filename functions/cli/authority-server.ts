import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fetch } from "../../shared/signing/index.ts";

/** A small HTTP server that is listening. */
export interface RunningServer {
  /** "http://127.0.0.1:8318" */
  url: string;
  close(): Promise<void>;
}

/** A request for a timestamp or a certificate's state is a few hundred bytes. */
const MAX_REQUEST = 64 * 1024;

/**
 * Serves a {@link Fetch} on this machine, for programs that speak HTTP to it.
 *
 * @param port 0 takes any free one
 */
export async function serveFetch(handler: Fetch, port = 0): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const url = `http://127.0.0.1${request.url ?? "/"}`;
    bodyOf(request)
      .then((body) => handler(url, { method: request.method ?? "GET", ...(body.length === 0 ? {} : { body }) }))
      .then(async (answer) => {
        const bytes = Buffer.from(await answer.arrayBuffer());
        const type = answer.headers.get("content-type");
        response.writeHead(answer.status, {
          "content-length": bytes.length,
          ...(type === null ? {} : { "content-type": type }),
        });
        response.end(bytes);
      })
      .catch(() => {
        response.writeHead(500).end();
      });
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > MAX_REQUEST) throw new Error("request too long");
    parts.push(part as Buffer);
  }
  return new Uint8Array(Buffer.concat(parts));
}
