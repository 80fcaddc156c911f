import { describe, expect, it } from 'vitest';
import { missingComponents } from './registry-inputs.ts';
import { inputsOf } from './registry-inputs.fixture.ts';
import { withConditions } from './registry-status.ts';

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
});

describe('missingComponents', () => {
  it('names what the registry lacks, in the operator’s order', () => {
    const { registry } = inputsOf({});
    expect(missingComponents(registry)).toEqual([]);
    const partly = { ...registry, spec: { components: [{ kind: 'objectstorage' as const, managed: false }] } };
    const kinds = missingComponents(partly).map(({ kind }) => kind);
    expect(kinds).toHaveLength(10);
    expect(kinds.slice(0, 3)).toEqual(['quay', 'postgres', 'clair']);
  });
});
