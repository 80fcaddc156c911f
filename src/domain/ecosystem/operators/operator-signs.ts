import type { Deployment } from '../../../k8s/deployment.ts';
import type { PodTemplate } from '../../../k8s/pod.ts';
import { commandsOf, containersOf, environmentOf } from '../read-pod-template.ts';

/** Set in the Deployment of every operator since 3.4: the images of what it runs. */
export const componentVariable = 'RELATED_IMAGE_COMPONENT_';

/** Names of ClusterServiceVersions: Red Hat's up to 3.3 (`red-hat-quay`) and since, and the community's. */
export function isServiceVersionName(name: string): boolean {
  return /^(quay-operator|red-hat-quay|project-quay)\./.test(name);
}

/** Whether a Deployment runs a quay-operator, by any sign that one of its versions leaves. */
export function looksLikeOperator({ metadata, spec }: Deployment): boolean {
  const template = spec?.template;
  const variables = environmentOf(template);
  return (
    operatorImage(template) !== undefined ||
    [...variables.keys()].some((name) => name.startsWith(componentVariable)) ||
    // operator-sdk 0.x: legacy operators are told their own name, and are started by it.
    variables.get('OPERATOR_NAME') === 'quay-operator' ||
    commandsOf(template).some((command) => command.split('/').at(-1) === 'quay-operator') ||
    isServiceVersionName(metadata.labels?.['olm.owner'] ?? '')
  );
}

/** The image of the operator itself. */
export function operatorImage(template: PodTemplate | undefined): string | undefined {
  return containersOf(template)
    .map(({ image }) => image)
    .find((image): image is string => typeof image === 'string' && isOperatorRepository(image));
}

/**
 * `quay-operator` of redhat-cop and projectquay, `quay-rhel8-operator` of Red Hat up to 3.3, `quay-operator-rhel8` since.
 * A mirror may have put the folder into the name: `quay-quay-rhel8-operator`.
 */
function isOperatorRepository(image: string): boolean {
  const repository = image.split('@')[0]?.replace(/:[^/]*$/, '') ?? '';
  return /(^|[-_])quay(-rhel\d+)?-operator(-rhel\d+)?$/.test(repository.split('/').at(-1) ?? '');
}
