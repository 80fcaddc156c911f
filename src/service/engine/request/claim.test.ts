import { describe, expect, it } from 'vitest';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { quayEcosystems } from '../../../k8s/resource.ts';
import { attemptOf, target, triesOf } from '../attempt/attempt.fixture.ts';
import { claimOf, takeEcosystem, takenBy } from './claim.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';

const claim = claimOf({ namespace: 'quay-migration', uid: 'mine' });

function ecosystem(annotations?: Readonly<Record<string, string>>): QuayEcosystem {
  const metadata = { ...target, ...(annotations && { annotations }) };
  return { apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem', metadata };
}

describe('a claim', () => {
  it('names the ConfigMap of its installation', () => {
    expect(claim).toBe('quay-migration/mine');
  });

  it.each([
    ['nobody', undefined, undefined],
    ['nobody', ecosystem(), undefined],
    ['nobody', ecosystem({ other: 'x' }), undefined],
    ['this installation', ecosystem({ [installationAnnotation]: claim }), undefined],
    ['another one', ecosystem({ [installationAnnotation]: 'other/theirs' }), 'other/theirs'],
  ])('stands in the way of others: taken by %s', (_who, found, expected) => {
    expect(takenBy(found, claim)).toBe(expected);
  });

  it('is written once, beside other annotations', async () => {
    const { cluster } = await attemptOf({ change: { ecosystem: { metadata: { annotations: { other: 'kept' } } } } });
    const found = cluster.peek(quayEcosystems, target) ?? ecosystem();
    const taken = await takeEcosystem(cluster, found, claim);
    expect(taken.metadata.annotations).toEqual({ other: 'kept', [installationAnnotation]: claim });
    expect(await takeEcosystem(cluster, taken, claim)).toBe(taken);
    expect(await triesOf(cluster, () => takeEcosystem(cluster, taken, claim))).toEqual([]);
    expect(cluster.writes).toEqual(['patch QuayEcosystem quay-enterprise/prod']);
  });

  it('meets a conflict where another one was quicker', async () => {
    const { cluster } = await attemptOf();
    const found = cluster.peek(quayEcosystems, target) ?? ecosystem();
    await takeEcosystem(cluster, found, 'other/theirs');
    await expect(takeEcosystem(cluster, found, claim)).rejects.toMatchObject({ code: 409 });
  });
});
