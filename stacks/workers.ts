export function workers(..._: unknown[]): any { return {}; }
