import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../k8s/condition.ts';
import { mergeConditions } from './conditions.ts';

const at = '2026-01-01T00:00:00.000Z';

describe('mergeConditions', () => {
  const foreign: Condition = { type: 'QuaySetupSuccess', status: 'True', message: 'Setup Completed Successfully' };
  const stated = { type: 'QuayMigration', status: 'False', reason: 'Running', message: 'under way' } as const;
  const later = '2026-01-01T00:01:00.000Z';

  it('keeps what others wrote and takes away what is no longer true', () => {
    const present: Condition[] = [foreign, { type: 'QuayEcosystemMigrationFailure', status: 'True' }];
    expect(mergeConditions(present, [stated], at).map((condition) => condition.type)).toEqual([
      'QuaySetupSuccess',
      'QuayMigration',
    ]);
  });

  it('is the same list when the same is said again', () => {
    const first = mergeConditions([foreign], [stated], at);
    expect(mergeConditions(first, [stated], later)).toEqual(first);
  });

  it('says anew what is said for another reason, and knows since when also where nobody noted it', () => {
    const first = mergeConditions([], [stated], at);
    const [other] = mergeConditions(first, [{ ...stated, reason: 'Failed' }], later);
    expect(other).toMatchObject({ reason: 'Failed', lastTransitionTime: at, lastUpdateTime: later });
    const [undated] = mergeConditions([{ type: 'QuayMigration', status: 'False' }], [stated], later);
    expect(undated).toMatchObject({ lastTransitionTime: later });
    expect(first).toEqual([{ ...stated, lastTransitionTime: at, lastUpdateTime: at }]);
  });

  it('takes each of ours away that is not stated any more, and nothing that only sounds like it', () => {
    const types = [
      'QuayMigrationFreeze',
      'QuayEcosystemConfigMigrationFailure',
      'QuayEcosystemComponentMigrationFailure',
      'QuayEcosystemSomething',
      'MyQuayMigration',
    ];
    const present = types.map((type): Condition => ({ type, status: 'True' }));
    expect(mergeConditions(present, [], at).map(({ type }) => type)).toEqual([
      'QuayEcosystemSomething',
      'MyQuayMigration',
    ]);
  });

  it('moves the transition time only with the status', () => {
    const first = mergeConditions([], [stated], at);
    const [reworded] = mergeConditions(first, [{ ...stated, message: 'still' }], later);
    expect(reworded).toMatchObject({ lastTransitionTime: at, lastUpdateTime: later });
    const [turned] = mergeConditions(first, [{ ...stated, status: 'True' }], later);
    expect(turned).toMatchObject({ lastTransitionTime: later });
  });
});
