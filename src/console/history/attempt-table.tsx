import { Timestamp } from '@openshift-console/dynamic-plugin-sdk';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactElement } from 'react';
import type { AttemptView, MigrationState } from '../../contract/migration-status.ts';
import { sentence } from '../text/sentence.ts';
import { readableTimes } from '../text/readable-times.ts';
import { type Translate, useLanguage, useText } from '../text/use-text.ts';

/** Every attempt that has a journal, the latest first. */
export function AttemptTable({ attempts }: { readonly attempts: readonly AttemptView[] }): ReactElement {
  const t = useText();
  const language = useLanguage();
  return (
    <Table variant="compact" aria-label={t('Attempts')} data-test="quay-migration-attempts">
      <Thead>
        <Tr>
          <Th>{t('Attempt')}</Th>
          <Th>{t('State')}</Th>
          <Th>{t('Requested by')}</Th>
          <Th>{t('Started')}</Th>
          <Th>{t('Finished')}</Th>
          <Th>{t('Cause')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {[...attempts].reverse().map(({ attempt, state, requestedBy, startedAt, finishedAt, cause }) => (
          <Tr key={attempt}>
            <Td dataLabel={t('Attempt')}>{attempt}</Td>
            <Td dataLabel={t('State')}>{migrationStateText(state, t)}</Td>
            <Td dataLabel={t('Requested by')}>{requestedBy}</Td>
            <Td dataLabel={t('Started')}>
              <Timestamp timestamp={startedAt} />
            </Td>
            <Td dataLabel={t('Finished')}>{finishedAt !== undefined && <Timestamp timestamp={finishedAt} />}</Td>
            <Td dataLabel={t('Cause')}>{readableTimes(sentence(cause), language)}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function migrationStateText(state: MigrationState, t: Translate): string {
  switch (state) {
    case 'none':
      return t('Not requested');
    case 'requested':
      return t('Requested');
    case 'running':
      return t('Running');
    case 'refused':
      return t('Rejected');
    case 'holding':
      return t('Action required');
    case 'rolling-back':
      return t('Rolling back');
    case 'rolled-back':
      return t('Rolled back');
    case 'done':
      return t('Done');
  }
}
