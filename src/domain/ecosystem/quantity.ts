/** Powers of 1000 and of 1024. */
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** What Kubernetes counts bytes in. */
const mostBytes = 2 ** 63;

/** Bytes of a Kubernetes quantity (`20Gi`, `1e3`, `500M`); undefined when it is none, less than nothing, or more than can be. */
export function quantityBytes(quantity: string): number | undefined {
  const match = /^\+?(\d+\.?\d*|\.\d+)(?:[eE]([-+]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(quantity);
  if (!match) return undefined;
  const [, digits, exponent = '0', unit = ''] = match;
  const factor = binary.includes(unit) ? 1024 ** binary.indexOf(unit) : 1000 ** (decimal.indexOf(unit) - 3);
  const bytes = Number(digits) * 10 ** Number(exponent) * factor;
  return bytes < mostBytes ? bytes : undefined;
}

/** The larger of two quantities, as it was written. */
export function largerQuantity(one: string, other: string): string {
  return (quantityBytes(other) ?? 0) > (quantityBytes(one) ?? 0) ? other : one;
}
