import { isRegistryAt, mirrorsOf, registryOf } from '../../ecosystem/image-sources.ts';
import { defineRule } from '../define-rule.ts';
import { neededImages } from './needed-images.ts';

export const selfHostedMirror = defineRule({
  id: 'self-hosted-mirror',
  severity: 'warning',
  covers: [],
  look: (facts, choices, _bundle, workerImage) => {
    const own = facts.config.hostname.toLowerCase();
    return neededImages(facts, choices, workerImage).flatMap(({ image }) =>
      mirrorsOf(facts.snapshot, image)
        .filter(({ mirrors }) => mirrors.some((mirror) => isRegistryAt(own, mirror)))
        .filter(({ mirrors, exclusive }) => !exclusive || mirrors.some((mirror) => !isRegistryAt(own, mirror)))
        .map(({ object, field, mirrors, exclusive }) => {
          const others = [
            ...mirrors.filter((mirror) => !isRegistryAt(own, mirror)),
            ...(exclusive ? [] : [registryOf(image)]),
          ];
          return {
            object,
            field,
            message:
              `${object} lets nodes pull ${image} from this registry itself. While it is stopped, the image is only ` +
              `available from ${others.join(', ')}. If it cannot be pulled from there, the new registry cannot start`,
            remedy: `Make sure that every node can pull the image from ${others.join(' or ')}, or add a mirror that stays available. Then acknowledge this warning.`,
          };
        }),
    );
  },
});
