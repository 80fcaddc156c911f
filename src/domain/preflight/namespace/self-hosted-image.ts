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
              message: `names the image ${image}, which this very registry serves: while it is stopped, nobody can pull it`,
            },
          ]
        : []),
      ...mirrorsOf(facts.snapshot, image)
        .filter(({ mirrors, exclusive }) => exclusive && mirrors.every((mirror) => isRegistryAt(own, mirror)))
        .map(({ object, field }) => ({
          object,
          field,
          message:
            `lets nodes pull ${image} from this very registry alone (NeverContactSource): while it is stopped, nobody ` +
            'can pull it',
          remedy: 'Add a mirror on another registry, which has the image, for the time of the migration.',
        })),
    ]);
  },
});
