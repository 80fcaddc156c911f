const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `1.5 GiB`: three digits at most, in steps of 1,024, as the language writes numbers. */
export function bytesText(bytes: number, language: string): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  const number = new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
  return `${number.format(value)} ${units[unit] ?? ''}`;
}

/** `12,345`, as the language writes it. */
export function countText(count: number, language: string): string {
  return new Intl.NumberFormat(language).format(count);
}

/** `45 s`, `3 min 5 s`, `2 h 10 min`: the two largest units. Never negative: clocks differ. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return join(`${minutes} min`, seconds % 60, 's');
  return join(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min');
}

function join(first: string, rest: number, unit: string): string {
  return rest === 0 ? first : `${first} ${rest} ${unit}`;
}

/** Whole percents, and 100 only when all is done. */
export function percentOf(done: number, total: number): number {
  if (total <= 0) return 0;
  return Math.min(done >= total ? 100 : 99, Math.max(0, Math.floor((done / total) * 100)));
}
