/** A JSON schema (2020-12) as far as the description uses it. */
export interface Shape {
  $ref?: string;
  type?: string | string[];
  description?: string;
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  const?: string | number | boolean;
  enum?: (string | number | boolean | null)[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: boolean | Shape;
  propertyNames?: Shape;
  items?: Shape;
  prefixItems?: Shape[];
  minItems?: number;
  maxItems?: number;
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
}

/** What a body or an answer may be, by its media type. */
export type Content = Record<string, { schema: Shape; example?: unknown }>;

/** One answer of a route. */
export interface Answer {
  description: string;
  content?: Content;
}

/** A value in the address. */
export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  schema: Shape;
  example?: unknown;
}

/** One route of the API. */
export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; description?: string; content: Content };
  responses: Record<string, Answer>;
  /** Empty: for everybody. */
  security: Record<string, string[]>[];
  /** Roles that may call it; absent: everybody who is signed in, or by what the address carries. */
  "x-roles"?: string[];
}

/** An area of the API. */
export interface Area {
  name: string;
  description: string;
}

/** The whole description: OpenAPI 3.1. */
export interface ApiDescription {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string; description: string }[];
  tags: Area[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Shape>;
    securitySchemes: Record<string, { type: string; scheme: string; description: string }>;
  };
  security: Record<string, string[]>[];
}

/** What is read off the source code for the description. */
export interface CodeFacts {
  /** Schemas of answers by name. */
  shapes: Record<string, Shape>;
  /** By "post /api/documents/{id}/submit": what an actor must be allowed to do, and the errors of its own. */
  routes: Record<string, { needs: string[]; errors: string[]; person?: true }>;
}
