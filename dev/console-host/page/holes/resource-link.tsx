import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ResourceIcon } from './resource-icon.tsx';

interface Props {
  readonly groupVersionKind?: { readonly group?: string; readonly version: string; readonly kind: string };
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly hideIcon?: boolean;
  readonly inline?: boolean;
}

/** A custom resource goes by its reference, a built-in one by its plural. */
export function ResourceLink({ groupVersionKind, kind = '', name = '', namespace, hideIcon }: Props): ReactNode {
  const { group, version, kind: wanted } = groupVersionKind ?? { version: 'v1', kind };
  const segment = group?.includes('.') === true ? `${group}~${version}~${wanted}` : `${wanted.toLowerCase()}s`;
  const place = namespace === undefined ? 'cluster' : `ns/${namespace}`;
  return (
    <span>
      {hideIcon === true ? null : <ResourceIcon kind={wanted} />}
      <Link to={`/k8s/${place}/${segment}/${encodeURIComponent(name)}`} data-test={name}>
        {name}
      </Link>
    </span>
  );
}
