import type { Choices } from '../../choices.ts';
import { decideComponents } from '../../components/table.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { componentImages } from '../../plan/jobs/pull-components.ts';

/** An image without which the migration or the new registry cannot go on, and who names it. */
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
    remedy: 'Mirror the images of the operator to another registry first, and install the operator from there.',
  };
  const images = [operator?.quayImage, operator?.postgresImage].filter((image) => image !== undefined);
  const components = operator === undefined ? [] : componentImages(facts, decideComponents(facts, choices));
  const own = {
    image: workerImage,
    object: 'Deployment quay-migration-plugin',
    field: 'spec.template.spec.containers[0].image',
    remedy: 'Install this product from another registry: image.registry in the values of its chart.',
  };
  return [
    ...[...new Set([...images, ...components])].map((image) => ({ image, ...named })),
    ...(operator?.operatorImage === undefined ? [] : [{ image: operator.operatorImage, ...named }]),
    ...(workerImage === '' ? [] : [own]),
  ];
}
