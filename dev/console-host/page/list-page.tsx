import { useK8sWatchResource, type K8sResourceCommon } from '@openshift-console/dynamic-plugin-sdk';
import { Alert, Spinner, Title } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactNode } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { ObjectActions } from './object-actions.tsx';
import { parseReference } from './object-path.ts';

/** A list of custom objects with a kebab in each row. */
export function ListPage(): ReactNode {
  const { ns, plural = '' } = useParams();
  const { pathname } = useLocation();
  const groupVersionKind = parseReference(plural);
  const [objects, loaded, error] = useK8sWatchResource<K8sResourceCommon[]>({
    groupVersionKind,
    isList: true,
    ...(ns === undefined ? {} : { namespace: ns, namespaced: true }),
  });
  const hrefOf = ({ metadata }: K8sResourceCommon) =>
    ns === undefined
      ? `/k8s/ns/${metadata?.namespace ?? ''}/${plural}/${metadata?.name ?? ''}`
      : `${pathname}/${metadata?.name ?? ''}`;
  return (
    <>
      <Title headingLevel="h1">{groupVersionKind.kind}s</Title>
      {error ? <Alert isInline variant="danger" title={String((error as Error).message ?? error)} /> : null}
      {!loaded && !error ? <Spinner aria-label="Loading" /> : null}
      <Table aria-label={`${groupVersionKind.kind}s`}>
        <Thead>
          <Tr>
            <Th>Name</Th>
            <Th>Namespace</Th>
            <Th screenReaderText="Actions" />
          </Tr>
        </Thead>
        <Tbody>
          {objects.map((object) => (
            <Tr key={object.metadata?.uid} data-test-rows="resource-row">
              <Td>
                <Link data-test={object.metadata?.name} to={hrefOf(object)}>
                  {object.metadata?.name}
                </Link>
              </Td>
              <Td>{object.metadata?.namespace}</Td>
              <Td isActionCell>
                <ObjectActions object={object} isKebab />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}
