export function api(..._: unknown[]): any { return {}; }
