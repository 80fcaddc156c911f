import { configEntries } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/** Features of Quay 3.3 that people may use, that no Quay of today has, and what that means. */
const retired: readonly { readonly key: string; readonly lost: string }[] = [
  {
    key: 'FEATURE_APP_REGISTRY',
    lost: 'application repositories are no longer served, and their pushes and pulls fail',
  },
  { key: 'FEATURE_BITTORRENT', lost: 'images are no longer served by BitTorrent, and clients that pull so fail' },
  { key: 'FEATURE_ACI_CONVERSION', lost: 'images are no longer converted to ACI, and rkt cannot pull them' },
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
        message: `is on, and no Quay of today has the feature: ${lost}`,
        remedy: 'Find out who uses it, move them to something else, then acknowledge this.',
      }));
  },
});
