import type { FC } from "hono/jsx";
import type { TypesetWarning } from "../../../shared/typeset/index.ts";
import { Notice } from "./pieces.tsx";

/** Warnings shown; the rest is counted. */
const SHOWN = 8;

/** Where the PDF looks otherwise than Word would show it; nothing where it does not. */
export const TypesetWarnings: FC<{ warnings: readonly Pick<TypesetWarning, "message" | "where">[] }> = ({
  warnings,
}) =>
  warnings.length === 0 ? null : (
    <Notice tone="warn" title="Có chỗ bản PDF trình bày khác với Word">
      <ul>
        {warnings.slice(0, SHOWN).map(({ message, where }) => (
          <li>
            {message} ({where})
          </li>
        ))}
      </ul>
      {warnings.length > SHOWN ? <p class="small">Còn {warnings.length - SHOWN} chỗ nữa.</p> : null}
    </Notice>
  );
