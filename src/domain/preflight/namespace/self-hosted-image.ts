import { isRegistryAt, mirrorsOf } from '../../ecosystem/image-sources.ts';
import { defineRule } from '../define-rule.ts';
import { neededImages } from './needed-images.ts';

export const selfHostedImage = defineRule({
  id: 'self-hosted-image',
  severity: 'blocker',
  covers: [],
  look: (facts, choices, _bundle, workerImage) => {
    const own = facts.config.hostname.toLowerCase();
    return neededImages(facts, choices, workerImage).flatMap(({ image, ...where }) => [
      ...(isRegistryAt(own, image)
        ? [
            {
              ...where,
              message: `${where.object} names the image ${image}, which this registry itself hosts. While it is stopped, the image cannot be pulled`,
            },
          ]
        : []),
      ...mirrorsOf(facts.snapshot, image)
        .filter(({ mirrors, exclusive }) => exclusive && mirrors.every((mirror) => isRegistryAt(own, mirror)))
        .map(({ object, field }) => ({
          object,
          field,
          message:
            `${object} lets nodes pull ${image} only from this registry itself (NeverContactSource). While it is ` +
            'stopped, the image cannot be pulled',
          remedy: 'Add a mirror on another registry that has the image, for the duration of the migration.',
        })),
    ]);
  },
});
