const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};

/** Bytes of a Kubernetes quantity (`20Gi`, `1e3`, `500M`); undefined when it is none. */
export function quantityBytes(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)(?:e(\d+))?([kMGTPE]i?|Ki)?$/.exec(quantity.trim());
  if (!match) return undefined;
  const unit = units[match[3] ?? ''];
  return unit === undefined ? undefined : Number(match[1]) * 10 ** Number(match[2] ?? 0) * unit;
}

/** The larger of two quantities, as it was written. */
export function largerQuantity(one: string, other: string): string {
  return (quantityBytes(other) ?? 0) > (quantityBytes(one) ?? 0) ? other : one;
}
