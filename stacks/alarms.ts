export function alarms(..._: unknown[]): any { return {}; }
