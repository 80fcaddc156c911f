import type { Job } from '../../../k8s/job.ts';
import type { ComponentKind } from '../../../k8s/quayregistry.ts';
import type { ComponentDecision } from '../../components/decision.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { migrationNames } from '../../migration-names.ts';
import { onceJob } from './worker-job.ts';
import type { WorkSite } from './work-site.ts';

/** Under which variable quay-operator (3.9 to 3.18) is told the image of a component. */
const variables: Partial<Record<ComponentKind, string>> = {
  clair: 'RELATED_IMAGE_COMPONENT_CLAIR',
  clairpostgres: 'RELATED_IMAGE_COMPONENT_CLAIRPOSTGRES',
  redis: 'RELATED_IMAGE_COMPONENT_REDIS',
  postgres: 'RELATED_IMAGE_COMPONENT_POSTGRES',
};

/** The images of what the operator will run beside Quay, of managed components alone, each once. */
export function componentImages(
  { operator }: Pick<EcosystemFacts, 'operator'>,
  components: readonly ComponentDecision[],
): readonly string[] {
  const images = components.flatMap(({ kind, managed }) => {
    const variable = managed ? variables[kind] : undefined;
    return variable === undefined ? [] : (operator?.componentImages[variable] ?? []);
  });
  return [...new Set(images)];
}

/**
 * Pulls and starts those images once, in one pod with a container for each, while the old registry is still available: an image
 * that the nodes cannot pull would be met in the outage. Like the operator's pods it has no pull secret of the namespace.
 */
export function pullComponents(
  site: WorkSite,
  facts: EcosystemFacts,
  components: readonly ComponentDecision[],
): readonly Job[] {
  const [first, ...others] = componentImages(facts, components);
  if (first === undefined) return [];
  const { pullComponentsJob: jobName } = migrationNames(site.name, site.attempt);
  const job = onceJob(site, {
    jobName,
    deadlineSeconds: 1200,
    image: first,
    command: ['/bin/true'],
    env: [],
    volumes: [],
    volumeMounts: [],
  });
  const template = job.spec?.template;
  const containers = (template?.spec?.containers ?? []).flatMap((container) =>
    [first, ...others].map((image, index) => ({
      ...container,
      // The first is the one whose end is told.
      name: index === 0 ? container.name : `image-${index + 1}`,
      image,
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '256Mi' } },
    })),
  );
  return [{ ...job, spec: { ...job.spec, template: { ...template, spec: { ...template?.spec, containers } } } }];
}
