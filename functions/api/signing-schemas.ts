import { z } from "@hono/zod-openapi";
import type { SealWish, SignatureAlgorithm } from "../../shared/signing/index.ts";
import { line } from "./schemas.ts";

/** In which capacity: the leader signs, the clerk puts the organisation's seal. */
export const RoleSchema = z.enum(["leader", "seal"]);

/** What a person enters to sign; never stored. */
export const UnlockSchema = z
  .object({
    password: z.string().max(1_000).optional(),
    pin: z.string().max(100).optional(),
    otp: z.string().max(100).optional(),
  })
  .openapi("Unlock");

/** Another place for the seal than the solver's own. */
export const SealWishSchema = z.enum(["higher", "lower", "less", "more"] satisfies SealWish[]);

/** A document at the revision that the person saw. */
export const DocumentToSignSchema = z
  .object({
    id: line,
    rev: z.number().int().min(1),
    sealWish: SealWishSchema.optional(),
    opinion: z.string().max(4_000).optional(),
  })
  .openapi("DocumentToSign");

/** Algorithms that signatures can be made with. */
export const AlgorithmSchema = z.enum([
  "RSA-SHA256",
  "RSA-PSS-SHA256",
  "ECDSA-P256-SHA256",
  "ECDSA-P384-SHA384",
] satisfies SignatureAlgorithm[]);

/** Bytes in base64. */
export const Base64 = z.base64().max(100_000);
