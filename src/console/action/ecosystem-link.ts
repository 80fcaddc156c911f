import type { Ecosystem } from '../api/ecosystem.ts';

export const ecosystemReference = 'redhatcop.redhat.io~v1alpha1~QuayEcosystem';
const tab = 'quayregistry-migration';

/** The generic details page, which every console has. */
export function ecosystemPath({ namespace, name }: Ecosystem, page: 'yaml' | typeof tab): string {
  return `/k8s/ns/${namespace}/${ecosystemReference}/${encodeURIComponent(name)}/${page}`;
}

export function migrationPath(ecosystem: Ecosystem): string {
  return ecosystemPath(ecosystem, tab);
}
