import { configEntries } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/** Features of Quay 3.3 that current Quay versions no longer have, and the consequence. */
const retired: readonly { readonly key: string; readonly lost: string }[] = [
  {
    key: 'FEATURE_APP_REGISTRY',
    lost: 'Application repositories are no longer available, and pushes and pulls of them fail',
  },
  {
    key: 'FEATURE_BITTORRENT',
    lost: 'Images are no longer available by BitTorrent, and clients that pull this way fail',
  },
  { key: 'FEATURE_ACI_CONVERSION', lost: 'Images are no longer converted to ACI, and rkt cannot pull them' },
  { key: 'FEATURE_SIGNING', lost: 'ACI images are no longer signed' },
];

export const featureRetired = defineRule({
  id: 'feature-retired',
  severity: 'warning',
  covers: [],
  look: (facts) => {
    const { document } = facts.config;
    const entries = document ? configEntries(document) : new Map<string, unknown>();
    return retired
      .filter(({ key }) => entries.get(key) === true)
      .map(({ key, lost }) => ({
        object: configSecretObject(facts),
        field: `data[config.yaml]: ${key}`,
        message: `${key} of config.yaml is true, but current Quay versions do not have this feature. ${lost}`,
        remedy: 'Find out who uses the feature and provide an alternative, then acknowledge this warning.',
      }));
  },
});
