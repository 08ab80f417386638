/** A step that was refused, with what was typed for it: its form is shown again as it was. */
export interface TypedStep {
  step: string;
  values: Record<string, string>;
  all(name: string): string[];
}

/** What was typed for a step, else what stands; `open` when that step was the refused one. */
export function typedFor(typed: TypedStep | undefined, step: string) {
  const own = typed?.step === step ? typed : undefined;
  return {
    open: own !== undefined,
    text: (name: string, stands?: string) => own?.values[name] ?? stands,
    has: (name: string, value: string, stands: boolean) => (own === undefined ? stands : own.all(name).includes(value)),
  };
}
