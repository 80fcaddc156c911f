import { expect, it } from 'vitest';
import { quayEcosystems } from '../../../k8s/resource.ts';
import { attemptOf, changesIn, target, triesOf } from '../attempt/attempt.fixture.ts';
import { completeLabel, removeCompleteLabel } from './complete-label.ts';

it.each(['true', ''])('takes the label "%s" off, and no other', async (value) => {
  const labels = { other: 'kept', [completeLabel]: value };
  const { cluster, attempt } = await attemptOf({ change: { ecosystem: { metadata: { labels } } } });
  await removeCompleteLabel(attempt);
  expect(await triesOf(cluster, () => removeCompleteLabel(attempt))).toEqual([]);
  expect(changesIn(cluster)).toEqual(['patch QuayEcosystem prod']);
  expect(cluster.peek(quayEcosystems, target)?.metadata.labels).toEqual({ other: 'kept' });
});

it('has nothing to do without labels, and without a QuayEcosystem', async () => {
  const { cluster, attempt } = await attemptOf();
  expect(await triesOf(cluster, () => removeCompleteLabel(attempt))).toEqual([]);
  cluster.vanish(quayEcosystems, target);
  expect(await triesOf(cluster, () => removeCompleteLabel(attempt))).toEqual([]);
});

it('is what the documentation tells people to wait for', () => {
  expect(completeLabel).toBe('quay-operator/migration-complete');
});
