import { defineRule } from './define-rule.ts';

export const selfHostedImage = defineRule({
  id: 'self-hosted-image',
  severity: 'blocker',
  covers: [],
  look: (facts) => {
    const { operator, config } = facts;
    const own = config.hostname.toLowerCase();
    if (!operator || own === '') return undefined;
    const images = [operator.quayImage, operator.postgresImage].filter((image) => image !== undefined);
    return images
      .filter((image) => registryOf(image) === own || registryOf(image).replace(/:\d+$/, '') === own)
      .map((image) => ({
        object: operator.source,
        field: 'spec.install.spec.deployments[0].spec.template.spec.containers[0].env',
        message: `names the image ${image}, which this very registry serves: while it is stopped, nobody can pull it`,
        remedy: 'Mirror the images of the operator to another registry first, and install the operator from there.',
      }));
  },
});

/** The registry of an image reference; empty for those of Docker Hub that name none. */
function registryOf(image: string): string {
  const [first = '', ...rest] = image.toLowerCase().split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : '';
}
