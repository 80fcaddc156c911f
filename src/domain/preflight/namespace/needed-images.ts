import type { Choices } from '../../choices.ts';
import { decideComponents } from '../../components/table.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { componentImages } from '../../plan/jobs/pull-components.ts';

/** An image that the migration or the new registry requires, and the object that names it. */
export interface NeededImage {
  readonly image: string;
  readonly object: string;
  readonly field: string;
  readonly remedy: string;
}

/** Every image that this product, the operator and the operator's components run from the freeze on. */
export function neededImages(facts: EcosystemFacts, choices: Choices, workerImage: string): readonly NeededImage[] {
  const { operator } = facts;
  const named = {
    object: operator?.source ?? '',
    field: 'spec.install.spec.deployments[0].spec.template.spec.containers[0].env',
    remedy: 'Mirror the images of quay-operator to another registry, and install the operator from there.',
  };
  const images = [operator?.quayImage, operator?.postgresImage].filter((image) => image !== undefined);
  const components = operator === undefined ? [] : componentImages(facts, decideComponents(facts, choices));
  const own = {
    image: workerImage,
    object: 'Deployment quay-migration-plugin',
    field: 'spec.template.spec.containers[0].image',
    remedy: 'Install this product from another registry: set image.registry in the values of its chart.',
  };
  return [
    ...[...new Set([...images, ...components])].map((image) => ({ image, ...named })),
    ...(operator?.operatorImage === undefined ? [] : [{ image: operator.operatorImage, ...named }]),
    ...(workerImage === '' ? [] : [own]),
  ];
}
