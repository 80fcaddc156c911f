import { Timestamp } from '@openshift-console/dynamic-plugin-sdk';
import { Button, Skeleton } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactElement } from 'react';
import type { EventList } from '../../contract/event-list.ts';
import type { Ecosystem } from '../service/ecosystem.ts';
import { FailureAlert } from '../service/failure-alert.tsx';
import { serviceAddress } from '../service/service-address.ts';
import { useJson } from '../service/use-answer.ts';
import { useText } from '../text/use-text.ts';

/** Kubernetes Events about the migration, newest first; read when it is unfolded. */
export function EventTable({ ecosystem }: { readonly ecosystem: Ecosystem }): ReactElement {
  const t = useText();
  const { data, failure, loading, reload } = useJson<EventList>(serviceAddress(ecosystem, 'events'));
  return (
    <>
      {failure !== undefined && (
        <FailureAlert failure={failure} title={t('Events could not be loaded')} onRetry={reload} />
      )}
      {data === undefined && failure === undefined && <Skeleton height="4rem" screenreaderText={t('Loading')} />}
      <Button variant="link" isInline onClick={reload} isLoading={loading}>
        {t('Refresh')}
      </Button>
      {data?.items.length === 0 && <p>{t('No events found. Kubernetes keeps events for a few hours.')}</p>}
      {data !== undefined && data.items.length > 0 && (
        <Table variant="compact" aria-label={t('Events')} data-test="quay-migration-events">
          <Thead>
            <Tr>
              <Th>{t('Last seen')}</Th>
              <Th>{t('Type')}</Th>
              <Th>{t('Reason')}</Th>
              <Th>{t('Message')}</Th>
            </Tr>
          </Thead>
          <Tbody>
            {data.items.map(({ type, reason, message, count, lastSeen }) => (
              <Tr key={`${lastSeen} ${reason} ${message}`}>
                <Td dataLabel={t('Last seen')}>
                  <Timestamp timestamp={lastSeen} />
                </Td>
                <Td dataLabel={t('Type')}>{type}</Td>
                <Td dataLabel={t('Reason')}>{reason}</Td>
                <Td dataLabel={t('Message')}>{count > 1 ? `${message} (${count})` : message}</Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </>
  );
}
