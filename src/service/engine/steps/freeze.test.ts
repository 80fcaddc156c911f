import { describe, expect, it } from 'vitest';
import { attemptOf, changesIn, target } from '../attempt.fixture.ts';
import * as kinds from '../../../k8s/resource.ts';
import { holdEcosystem } from './freeze.ts';

describe('holdEcosystem', () => {
  it('puts the finalizer on once, with the original in the journal', async () => {
    const { cluster, attempt } = await attemptOf();
    await holdEcosystem(attempt);
    await holdEcosystem(attempt);
    expect(changesIn(cluster)).toEqual(['patch QuayEcosystem prod']);
    expect(attempt.original(kinds.quayEcosystems, 'prod')?.metadata.finalizers).toBeUndefined();
    expect(cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers).toHaveLength(1);
  });
});
