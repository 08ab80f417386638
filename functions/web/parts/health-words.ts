import type { HealthState } from "../../../shared/office/index.ts";
import type { Tone } from "./pieces.tsx";

/** How a part of the installation is, in a word; its sign comes with the tone. */
export const HEALTH_WORDS: Readonly<Record<HealthState, { tone: Tone; words: string }>> = {
  good: { tone: "good", words: "Tốt" },
  warn: { tone: "warn", words: "Cần xem" },
  bad: { tone: "bad", words: "Hỏng" },
  unknown: { tone: "plain", words: "Chưa biết" },
};
