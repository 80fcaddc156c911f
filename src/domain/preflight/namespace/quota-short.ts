import type { Deployment } from '../../../k8s/deployment.ts';
import { describeObject } from '../../../k8s/object.ts';
import { limitRanges, resourceQuotas } from '../../../k8s/resource.ts';
import type { ResourceQuota } from '../../../k8s/resourcequota.ts';
import { quantityBytes } from '../../ecosystem/quantity.ts';
import { decideComponents } from '../../components/table.ts';
import { isMapping } from '../../ecosystem/check-fields.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { containersOf } from '../../ecosystem/read-pod-template.ts';
import { type PodResources, requestedResources } from '../../registry/requested-resources.ts';
import { objectsOf } from '../../snapshot.ts';
import { type Statement, defineRule } from '../define-rule.ts';

export const quotaShort = defineRule({
  id: 'quota-short',
  severity: 'warning',
  covers: [],
  look: (facts, choices) => {
    const asked = requestedResources(decideComponents(facts, choices));
    return [...shortQuotas(facts, asked), ...lowLimits(facts, asked)];
  },
});

const noticed = 'This would be noticed only after the old registry is stopped';

/** Pods that do not fit are not created, and their Deployments wait indefinitely. */
function shortQuotas(facts: EcosystemFacts, asked: readonly PodResources[]): readonly Statement[] {
  const quotas = objectsOf(facts.snapshot, resourceQuotas).filter(({ spec }) => !spec?.scopes && !spec?.scopeSelector);
  return quotas.flatMap((quota) =>
    Object.entries(neededBy(facts, asked)).flatMap(([key, needed]) => {
      const left = leftIn(quota, key);
      if (left === undefined || needed <= left) return [];
      return [
        {
          object: describeObject(quota),
          field: `spec.hard[${key}]`,
          message:
            `${describeObject(quota)} leaves ${inWords(key, Math.max(0, left))} of ${key}, but the pods of the new ` +
            `registry need ${inWords(key, needed)} more than the stopped pods of the old registry release. ${noticed}`,
          remedy: 'Raise the quota for the duration of the migration, or acknowledge this warning.',
        },
      ];
    }),
  );
}

/** By the names that quotas use. */
function neededBy(facts: EcosystemFacts, asked: readonly PodResources[]): Readonly<Record<string, number>> {
  const sum = (of: (pod: PodResources) => number): number =>
    asked.reduce((total, pod) => total + pod.pods * of(pod), 0);
  const cpu = sum((pod) => pod.cpu) - givenBack(facts, 'requests', 'cpu');
  const memory = sum((pod) => pod.memory) - givenBack(facts, 'requests', 'memory');
  const stopped = facts.writers.reduce((total, { spec }) => total + (spec?.replicas ?? 1), 0);
  return {
    cpu,
    'requests.cpu': cpu,
    memory,
    'requests.memory': memory,
    'limits.cpu': sum((pod) => pod.limits?.cpu ?? 0) - givenBack(facts, 'limits', 'cpu'),
    'limits.memory': sum((pod) => pod.limits?.memory ?? 0) - givenBack(facts, 'limits', 'memory'),
    pods: sum(() => 1) - stopped,
  };
}

function givenBack({ writers }: EcosystemFacts, what: 'requests' | 'limits', key: string): number {
  const of = ({ spec }: Deployment): number =>
    containersOf(spec?.template).reduce((total, { resources }) => {
      const values = isMapping(resources) ? resources[what] : undefined;
      const value = isMapping(values) ? values[key] : undefined;
      return total + (amountOf(value) ?? 0);
    }, 0) * (spec?.replicas ?? 1);
  return writers.reduce((total, writer) => total + of(writer), 0);
}

function leftIn({ status }: ResourceQuota, key: string): number | undefined {
  const hard = amountOf(status?.hard?.[key]);
  return hard === undefined ? undefined : hard - (amountOf(status?.used?.[key]) ?? 0);
}

/** A quantity, which a hand-made dump may have as a number, or not at all. */
function amountOf(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? quantityBytes(String(value)) : undefined;
}

/** A container whose limits exceed the LimitRange is rejected. */
function lowLimits(facts: EcosystemFacts, asked: readonly PodResources[]): readonly Statement[] {
  return objectsOf(facts.snapshot, limitRanges).flatMap((range) =>
    (range.spec?.limits ?? []).flatMap(({ type = '', max = {} }) =>
      (['cpu', 'memory'] as const).flatMap((key) => {
        const most = amountOf(max[key]);
        if (most === undefined || (type !== 'Container' && type !== 'Pod')) return [];
        const larger = asked.filter(({ limits }) => (limits?.[key] ?? 0) > most).map(({ component }) => component);
        if (larger.length === 0) return [];
        return [
          {
            object: describeObject(range),
            field: `spec.limits[${type}].max.${key}`,
            message: `${describeObject(range)} allows a ${type.toLowerCase()} at most ${inWords(key, most)} of ${key}, but quay-operator sets more for ${larger.join(', ')}: their pods would be rejected. ${noticed}`,
            remedy: 'Raise the limit for the duration of the migration, or acknowledge this warning.',
          },
        ];
      }),
    ),
  );
}

function inWords(key: string, amount: number): string {
  return key.endsWith('memory') ? `${Math.round(amount / 1024 ** 2)}Mi` : String(Math.round(amount * 1000) / 1000);
}
