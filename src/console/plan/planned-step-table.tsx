import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactElement } from 'react';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import { durationText } from '../text/quantities.ts';
import { useText } from '../text/use-text.ts';

/** The steps in their order. After its deadline a step counts as failed, and the migration rolls back. */
export function PlannedStepTable({ steps }: { readonly steps: PlanPreview['steps'] }): ReactElement {
  const t = useText();
  return (
    <Table variant="compact" aria-label={t('Steps')} data-test="quay-migration-planned-steps">
      <Thead>
        <Tr>
          <Th>{t('Step')}</Th>
          <Th>{t('Time limit')}</Th>
          <Th>{t('Details')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {steps.map(({ id, title, deadlineSeconds, skipped }) => (
          <Tr key={id}>
            <Td dataLabel={t('Step')}>{title}</Td>
            <Td dataLabel={t('Time limit')}>{skipped === undefined ? durationText(deadlineSeconds * 1000) : '-'}</Td>
            <Td dataLabel={t('Details')}>
              {skipped === undefined ? '' : t('Skipped: {{reason}}', { reason: skipped })}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
