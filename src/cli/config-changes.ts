export function describeChange(change: { key: string; action: string; reason: string }): {
  key: string;
  action: string;
  reason: string;
} {
  return change;
}
