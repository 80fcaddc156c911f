import { describe, expect, it } from 'vitest';
import { howNear } from './copy-aims.ts';

describe('howNear', () => {
  it('says for each aim whether it was reached, and by how much not', () => {
    const run = [
      { method: 'ours', ratio: 1.8, peakMemoryBytes: 1 },
      { method: 'ours-proven', ratio: 1.38, peakMemoryBytes: 46e6 },
      { method: 'ours-downtime', ratio: 4.14, peakMemoryBytes: 201e6 },
    ];
    expect(howNear(run)).toEqual([
      'reached  speed without proof: 1.80, wanted at least 1.80',
      'not reached  speed with full proof: 1.38, wanted at least 1.50',
      'reached  speed of what is left under the freeze: 4.14, wanted at least 4.00',
      'reached  memory of the copy: 46 MB, wanted at most 200 MB',
      'not reached  memory of the comparison: 201 MB, wanted at most 200 MB',
    ]);
  });

  it('does not call reached what was not measured', () => {
    expect(howNear([])).toContain('not measured  speed with full proof');
  });
});
