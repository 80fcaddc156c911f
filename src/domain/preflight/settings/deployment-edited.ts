import type { Deployment } from '../../../k8s/deployment.ts';
import { describeObject } from '../../../k8s/object.ts';
import { leftToOperator } from '../../components/pods/pod-overrides.ts';
import { isMapping } from '../../ecosystem/check-fields.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { containersOf } from '../../ecosystem/read-pod-template.ts';
import { type Statement, defineRule } from '../define-rule.ts';
import { editEcosystem } from '../object-names.ts';
import { isSet } from './pod-settings.ts';

/** The fields of the QuayEcosystem that the legacy operator writes into a Deployment. */
const sources = [
  { suffix: 'quay', env: 'envVars', resources: 'resources' },
  { suffix: 'quay-repomirror', env: 'repoMirrorEnvVars', resources: 'repoMirrorResources' },
] as const;

/** Edits with `oc set env` or `oc edit` stay on the Deployment alone once no legacy operator reverts them. */
export const deploymentEdited = defineRule({
  id: 'deployment-edited',
  severity: 'warning',
  covers: ['H30', 'B18'],
  look: (facts) =>
    sources.flatMap(({ suffix, env, resources }) => {
      const deployment = facts.writers.find(({ metadata }) => metadata.name === `${facts.name}-${suffix}`);
      const [container] = containersOf(deployment?.spec?.template);
      const spec = facts.ecosystem?.spec?.quay;
      if (deployment === undefined || container === undefined) return [];
      const changed = differingNames(variablesOf(container.env), variablesOf(spec?.[env]));
      const sized = isSet(container.resources) && canonical(container.resources) !== canonical(spec?.[resources]);
      return [
        ...(changed.length > 0
          ? [said(facts, deployment, { field: 'env', source: env, what: `variables ${changed.join(', ')}` })]
          : []),
        ...(sized ? [said(facts, deployment, { field: 'resources', source: resources, what: 'resources' })] : []),
      ];
    }),
});

interface Edit {
  /** Of the container. */
  readonly field: string;
  /** Of `spec.quay`. */
  readonly source: string;
  readonly what: string;
}

function said(facts: EcosystemFacts, deployment: Deployment, { field, source, what }: Edit): Statement {
  return {
    object: describeObject(deployment),
    field: `spec.template.spec.containers[0].${field}`,
    message: `${describeObject(deployment)} has ${what} that differ from the QuayEcosystem or are missing in it. They were set on the Deployment itself, and the new pods will not have them`,
    remedy: `Add what the new pods need to spec.quay.${source}: ${editEcosystem(facts)}. If the warning remains, acknowledge it.`,
  };
}

/** Only names are reported: values may be passwords. */
function differingNames(live: ReadonlyMap<string, string>, written: ReadonlyMap<string, string>): readonly string[] {
  return [...live].filter(([name, value]) => written.get(name) !== value).map(([name]) => name);
}

/** Without those that the legacy operator sets itself. */
function variablesOf(list: unknown): ReadonlyMap<string, string> {
  const variables = (Array.isArray(list) ? list : []).filter(isMapping);
  return new Map(
    variables.flatMap(({ name, ...value }) =>
      typeof name !== 'string' || leftToOperator([{ name }]).length > 0 ? [] : [[name, canonical(value)] as const],
    ),
  );
}

/** JSON that does not depend on the order of keys; what is empty counts as not there. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? {}, (_key, part: unknown) =>
    isMapping(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, inner]) => isSet(inner))
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        )
      : part,
  );
}
