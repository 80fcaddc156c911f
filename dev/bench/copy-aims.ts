interface Figures {
  readonly method: string;
  /** Official's seconds to those of this method. */
  readonly ratio: number;
  readonly peakMemoryBytes: number;
}

interface Aim {
  readonly method: string;
  readonly figure: 'ratio' | 'peakMemoryBytes';
  readonly says: string;
  /** At least this ratio, at most so many bytes. */
  readonly wanted: number;
}

/** For 1 GB on two cores. */
const aims: readonly Aim[] = [
  { method: 'ours', figure: 'ratio', says: 'speed without proof', wanted: 1.8 },
  { method: 'ours-proven', figure: 'ratio', says: 'speed with full proof', wanted: 1.5 },
  { method: 'ours-downtime', figure: 'ratio', says: 'speed of what is left under the freeze', wanted: 4 },
  { method: 'ours-proven', figure: 'peakMemoryBytes', says: 'memory of the copy', wanted: 200e6 },
  { method: 'ours-downtime', figure: 'peakMemoryBytes', says: 'memory of the comparison', wanted: 200e6 },
];

/** A line for each aim: whether a run reached it, and how near it came. */
export function howNear(run: readonly Figures[]): readonly string[] {
  return aims.map(({ method, figure, says, wanted }) => {
    const value = run.find((row) => row.method === method)?.[figure];
    if (value === undefined) return `not measured  ${says}`;
    const isReached = figure === 'ratio' ? value >= wanted : value <= wanted;
    const text = (number: number): string =>
      figure === 'ratio' ? number.toFixed(2) : `${(number / 1e6).toFixed(0)} MB`;
    const limit = `wanted at ${figure === 'ratio' ? 'least' : 'most'} ${text(wanted)}`;
    return `${isReached ? 'reached' : 'not reached'}  ${says}: ${text(value)}, ${limit}`;
  });
}
