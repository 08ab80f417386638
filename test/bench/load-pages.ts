import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

/** Lets plain Node load the pages (.tsx), which it cannot strip by itself. To be called before anything is imported that imports pages. */
export function loadPages(): void {
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith(".tsx")) return next(url, context);
      const { code } = transformSync(readFileSync(fileURLToPath(url), "utf8"), {
        loader: "tsx",
        jsx: "automatic",
        jsxImportSource: "hono/jsx",
        target: "node24",
      });
      return { format: "module", source: code, shortCircuit: true };
    },
  });
}
