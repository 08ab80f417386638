import { existsSync } from "node:fs";
import path from "node:path";
import { handle } from "hono/aws-lambda";
import { homeFolder } from "../../shared/home/index.ts";
import { openPublicOffice } from "../../shared/office/index.ts";
import { createCheckApp } from "../api/check-app.ts";
import { readTrustFolder } from "../trust-folder.ts";

/** Anchors and revocation lists, packed with the function (stacks/verify.ts). Without them nothing is trusted. */
const folder = path.join(homeFolder(), "trust");
const trust = existsSync(folder) ? readTrustFolder(folder) : { trust: [], crls: [] };

/** The public check behind the HTTP API of stacks/verify.ts, without any right on the stores. */
export const handler = handle(createCheckApp(openPublicOffice({ trust }), { secureCookies: true }));
