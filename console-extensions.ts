import type { EncodedExtension } from '@openshift-console/dynamic-plugin-sdk-webpack';
import { translationNamespace } from './plugin-metadata.ts';

const quayEcosystem = { group: 'redhatcop.redhat.io', version: 'v1alpha1', kind: 'QuayEcosystem' };

/** Consoles put the text in the reader's language in place of `%namespace~text%`. */
const translated = (text: string): string => `%${translationNamespace}~${text}%`;

/**
 * No flags: the kind exists only with its CRD, and a flag that resolves late mounts the tab anew. The tab's href is
 * compared with the last element of the address, so it must be one that no QuayEcosystem is called.
 */
export const consoleExtensions: EncodedExtension[] = [
  {
    type: 'console.action/resource-provider',
    properties: { model: quayEcosystem, provider: { $codeRef: 'actions.useEcosystemActions' } },
  },
  {
    type: 'console.tab/horizontalNav',
    properties: {
      model: quayEcosystem,
      page: { name: translated('Migration'), href: 'quayregistry-migration' },
      component: { $codeRef: 'tab.MigrationTab' },
    },
  },
  {
    type: 'console.model-metadata',
    properties: {
      model: quayEcosystem,
      label: translated('QuayEcosystem'),
      labelPlural: translated('QuayEcosystems'),
      abbr: 'QE',
    },
  },
];
