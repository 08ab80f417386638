import type { OpenAPIHono } from "@hono/zod-openapi";
import { Hono } from "hono";
import type { PublicOffice } from "../../shared/office/index.ts";
import { assetRoutes } from "../web/assets.ts";
import { verificationPages } from "../web/pages/verification.tsx";
import { verificationRoutes } from "./areas/verification.ts";
import { type BaseOptions, baseApp } from "./base-app.ts";

/** The public check alone: its pages, its API and what they load. It holds no store, so how a document stands today is asked elsewhere. */
export function createCheckApp(office: PublicOffice, options: BaseOptions = {}): OpenAPIHono {
  const app = baseApp(options);
  app.route("/api/verify", verificationRoutes({ office }));
  const pages = new Hono();
  pages.route("/", assetRoutes());
  verificationPages(pages, office);
  app.route("/", pages);
  return app;
}
