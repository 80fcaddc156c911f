import { ResourceLink } from '@openshift-console/dynamic-plugin-sdk';
import type { ReactElement } from 'react';
import { objectReference } from './object-reference.ts';

/** `Secret quay/config` as a link to its page in the console, or as text where there is no such page. */
export function ObjectLink({ object }: { readonly object: string }): ReactElement {
  const reference = objectReference(object);
  return reference === undefined ? <>{object}</> : <ResourceLink inline {...reference} />;
}
