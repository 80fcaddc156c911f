import { Timestamp } from '@openshift-console/dynamic-plugin-sdk';
import { Button, Skeleton, Stack, StackItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactElement } from 'react';
import type { EventList } from '../../contract/event-list.ts';
import type { Ecosystem } from '../api/ecosystem.ts';
import { FailureAlert } from '../api/failure-alert.tsx';
import { serviceAddress } from '../api/service-address.ts';
import { useJson } from '../api/use-answer.ts';
import { useText } from '../text/use-text.ts';

/** Kubernetes Events about the migration, newest first; read when it is unfolded. */
export function EventTable({ ecosystem }: { readonly ecosystem: Ecosystem }): ReactElement {
  const t = useText();
  const { data, failure, loading, reload } = useJson<EventList>(serviceAddress(ecosystem, 'events'));
  return (
    <Stack hasGutter>
      {failure !== undefined && (
        <StackItem>
          <FailureAlert failure={failure} title={t('Events could not be loaded')} onRetry={reload} />
        </StackItem>
      )}
      {data === undefined && failure === undefined && (
        <StackItem>
          <Skeleton height="4rem" screenreaderText={t('Loading')} />
        </StackItem>
      )}
      <StackItem>
        <Button variant="link" isInline onClick={reload} isLoading={loading}>
          {t('Refresh')}
        </Button>
      </StackItem>
      {data?.items.length === 0 && (
        <StackItem>{t('No events found. Kubernetes keeps events for a few hours.')}</StackItem>
      )}
      {data !== undefined && data.items.length > 0 && (
        <StackItem>
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
        </StackItem>
      )}
    </Stack>
  );
}
