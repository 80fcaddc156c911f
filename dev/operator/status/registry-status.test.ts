import { describe, expect, it } from 'vitest';
import { currentSecond, withConditions } from './registry-status.ts';

describe('withConditions', () => {
  const first = '2026-01-01T00:00:00Z';
  const later = '2026-01-01T00:01:00Z';

  it('keeps others, and the transition time while the status stays', () => {
    const before = withConditions([], [{ type: 'Available', status: 'False', reason: 'ComponentNotReady' }], first);
    const [kept] = withConditions(before, [{ type: 'Available', status: 'False', reason: 'Other' }], later);
    expect(kept).toMatchObject({ reason: 'Other', lastTransitionTime: first, lastUpdateTime: later });
    const turned = withConditions(before, [{ type: 'Available', status: 'True' }], later);
    expect(turned).toMatchObject([{ lastTransitionTime: later }]);
    expect(withConditions(before, [{ type: 'RolloutBlocked', status: 'False' }], later)).toHaveLength(2);
  });

  it('keeps the order, so that the same statement twice in a second is no change', () => {
    const all = (['Available', 'RolloutBlocked', 'ComponentsCreated'] as const).map((type) => ({
      type,
      status: 'True' as const,
    }));
    const before = withConditions([], all, first);
    expect(withConditions(before, all.slice(1, 2), first)).toEqual(before);
  });
});

describe('currentSecond', () => {
  it('has no fraction', () => {
    expect(currentSecond()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });
});
