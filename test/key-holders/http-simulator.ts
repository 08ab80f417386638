import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A question that came in. */
export interface Asked {
  path: string;
  body: Record<string, unknown>;
  headers: IncomingHttpHeaders;
}

/** What is answered. */
export interface Answer {
  status?: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
  /** Break the connection without an answer, after the question was taken. */
  hangUp?: boolean;
  delayMs?: number;
}

/** A service on this machine that speaks JSON over HTTP. */
export interface Simulator {
  url: string;
  asked: Asked[];
  /** Faults for the next questions, in order; then it works again. */
  faults: Answer[];
  close(): Promise<void>;
}

/** Starts a service; `answer` is its mind. */
export async function simulate(answer: (asked: Asked) => Answer): Promise<Simulator> {
  const asked: Asked[] = [];
  const faults: Answer[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString("utf8");
    const form = request.headers["content-type"]?.includes("form-urlencoded");
    const body = form ? Object.fromEntries(new URLSearchParams(text)) : text === "" ? {} : JSON.parse(text);
    const question = { path: request.url ?? "/", body, headers: request.headers };
    asked.push(question);
    const given = faults.shift() ?? answer(question);
    if (given.delayMs !== undefined) await sleep(given.delayMs);
    if (given.hangUp) {
      request.socket.destroy();
      return;
    }
    response.writeHead(given.status ?? 200, { "content-type": "application/json", ...given.headers });
    response.end(given.text ?? (given.json === undefined ? "" : JSON.stringify(given.json)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    faults,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
