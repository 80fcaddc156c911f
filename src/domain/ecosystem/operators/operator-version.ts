import type { OperatorFacts } from '../facts.ts';

export interface OperatorVersion {
  readonly major: number;
  readonly minor: number;
}

/** `v3.17.4`, `3.17.4-0.1700000000.p`, `quay-operator.v3.9.1`: the first two numbers; undefined without them. */
export function parseVersion(text: string): OperatorVersion | undefined {
  const match = /(?:^|[.:v-])v?(\d+)\.(\d+)(?:\.|-|$)/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

/** Operators 1.x and 3.0 to 3.3 reconcile QuayEcosystems, 3.4 to 3.8 migrate them, 3.9 and newer ignore them. */
export function generationOf({ major, minor }: OperatorVersion): OperatorFacts['generation'] {
  if (major < 3 || (major === 3 && minor < 4)) return 'legacy';
  return major === 3 && minor < 9 ? 'bridging' : 'current';
}

export function isAtLeast(version: OperatorVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}
