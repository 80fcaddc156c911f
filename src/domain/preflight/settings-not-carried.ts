import type { ComponentKind, ComponentOverrides } from '../../k8s/quayregistry.ts';
import type { ComponentDecision } from '../components/decision.ts';
import { decideComponents } from '../components/table.ts';
import { isMapping } from '../ecosystem/check-fields.ts';
import { defineRule } from './define-rule.ts';
import { ecosystemObject } from './object-names.ts';

interface Setting {
  readonly path: readonly string[];
  /** The override that would carry it; without one, nothing can. */
  readonly carriedBy?: readonly [ComponentKind, keyof ComponentOverrides];
}

/** Settings of pods in a QuayEcosystem. Images, probes and strategies are the new operator's own business. */
const settings: readonly Setting[] = [
  { path: ['quay', 'envVars'], carriedBy: ['quay', 'env'] },
  { path: ['quay', 'resources'], carriedBy: ['quay', 'resources'] },
  { path: ['quay', 'nodeSelector'], carriedBy: ['quay', 'affinity'] },
  { path: ['quay', 'tolerations'] },
  { path: ['quay', 'repoMirrorEnvVars'], carriedBy: ['mirror', 'env'] },
  { path: ['quay', 'repoMirrorResources'], carriedBy: ['mirror', 'resources'] },
  { path: ['quay', 'repoMirrorTolerations'] },
  { path: ['quay', 'database', 'resources'], carriedBy: ['postgres', 'resources'] },
  { path: ['quay', 'database', 'nodeSelector'] },
  { path: ['quay', 'database', 'connectionParameters'] },
  { path: ['redis', 'resources'], carriedBy: ['redis', 'resources'] },
  { path: ['redis', 'nodeSelector'] },
  { path: ['clair', 'envVars'], carriedBy: ['clair', 'env'] },
  { path: ['clair', 'resources'], carriedBy: ['clair', 'resources'] },
  { path: ['clair', 'nodeSelector'] },
];

/** What the new operator starts by itself, with and without autoscaler. */
const usualReplicas = 2;

export const settingsNotCarried = defineRule({
  id: 'settings-not-carried',
  severity: 'warning',
  covers: ['H30', 'B18'],
  look: (facts, choices) => {
    const spec: unknown = facts.ecosystem?.spec;
    const decisions = decideComponents(facts, choices);
    const lost = settings.filter(({ path, carriedBy }) => isSet(at(spec, path)) && !isCarried(decisions, carriedBy));
    const replicas = at(spec, ['quay', 'replicas']);
    const few =
      typeof replicas === 'number' && replicas > usualReplicas && !isCarried(decisions, ['quay', 'replicas'])
        ? [{ path: ['quay', 'replicas'] }]
        : [];
    return [...lost, ...few].map(({ path }) => ({
      object: ecosystemObject(facts),
      field: `spec.${path.join('.')}`,
      message:
        'is set, and nothing in the QuayRegistry carries it over: the new pods start with the defaults of the new operator',
      remedy:
        'See whether the defaults do; if not, set overrides on the component after the migration. Then acknowledge this.',
    }));
  },
});

function isCarried(decisions: readonly ComponentDecision[], carriedBy: Setting['carriedBy']): boolean {
  if (carriedBy === undefined) return false;
  const [kind, override] = carriedBy;
  return decisions.some((decision) => decision.kind === kind && decision.overrides?.[override] !== undefined);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((part, step) => (isMapping(part) ? part[step] : undefined), value);
}

/** The legacy operator writes `{}` where nothing is set. */
function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMapping(value)) return Object.values(value).some(isSet);
  return value !== undefined && value !== '';
}
