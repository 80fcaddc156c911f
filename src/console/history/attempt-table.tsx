import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactElement } from 'react';
import type { AttemptView, MigrationState } from '../../contract/migration-status.ts';
import { sentence } from '../text/sentence.ts';
import { TimeText } from '../text/time-text.tsx';
import { type Translate, useText } from '../text/use-text.ts';

/** Every attempt that is remembered, the latest first. */
export function AttemptTable({ attempts }: { readonly attempts: readonly AttemptView[] }): ReactElement {
  const t = useText();
  return (
    <Table variant="compact" aria-label={t('Attempts')} data-test="quay-migration-attempts">
      <Thead>
        <Tr>
          <Th>{t('Attempt')}</Th>
          <Th>{t('State')}</Th>
          <Th>{t('Asked for by')}</Th>
          <Th>{t('Began')}</Th>
          <Th>{t('Ended')}</Th>
          <Th>{t('Cause')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {[...attempts].reverse().map(({ attempt, state, requestedBy, startedAt, finishedAt, cause }) => (
          <Tr key={attempt}>
            <Td dataLabel={t('Attempt')}>{attempt}</Td>
            <Td dataLabel={t('State')}>{migrationStateText(state, t)}</Td>
            <Td dataLabel={t('Asked for by')}>{requestedBy}</Td>
            <Td dataLabel={t('Began')}>
              <TimeText time={startedAt} />
            </Td>
            <Td dataLabel={t('Ended')}>{finishedAt !== undefined && <TimeText time={finishedAt} />}</Td>
            <Td dataLabel={t('Cause')}>{sentence(cause)}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function migrationStateText(state: MigrationState, t: Translate): string {
  switch (state) {
    case 'none':
      return t('None');
    case 'requested':
      return t('Asked for');
    case 'running':
      return t('Running');
    case 'refused':
      return t('Refused');
    case 'holding':
      return t('Waits for you');
    case 'rolling-back':
      return t('Goes back');
    case 'rolled-back':
      return t('Rolled back');
    case 'done':
      return t('Done');
  }
}
