/** `3.17.4` as numbers. */
export type QuayVersion = readonly [major: number, minor: number, patch: number];

/** Reads `v3.17.4`, or `3.17` as the last patch that it may be. Throws for what is none. */
export function quayVersion(text: string): QuayVersion {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (match === null) throw new Error(`QUAY_VERSION ${text} is no version`);
  const [, major, minor, patch] = match;
  return [Number(major), Number(minor), patch === undefined ? Infinity : Number(patch)];
}

export function isBefore(version: QuayVersion, other: string): boolean {
  const against = quayVersion(other);
  const differs = version.findIndex((part, index) => part !== against[index]);
  return differs >= 0 && (version[differs] ?? 0) < (against[differs] ?? 0);
}
