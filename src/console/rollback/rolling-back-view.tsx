import { Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import { CauseAlert } from '../outcome/cause-alert.tsx';
import { SpokenProgress } from '../progress/spoken-progress.tsx';
import { StepList } from '../progress/step-list.tsx';
import { sentence } from '../text/sentence.ts';
import { useText } from '../text/use-text.ts';

/** A rollback that is running: why, and how far it is. */
export function RollingBackView({ status }: { readonly status: MigrationStatus }): ReactElement {
  const t = useText();
  const failed = status.failedStep !== undefined;
  // A step may wait for a person: that must not be below the edge of the window.
  const current = status.rollback.find(({ state, message }) => state === 'running' && message !== '');
  return (
    <Stack hasGutter data-test="quay-migration-rolling-back">
      <StackItem>
        <Title headingLevel="h2">
          {failed ? t('Migration failed and is rolling back') : t('Migration is rolling back')}
        </Title>
        <SpokenProgress steps={status.rollback} />
      </StackItem>
      <CauseAlert
        status={status}
        title={failed ? t('Cause of the failure') : t('Reason for the rollback')}
        variant={failed ? 'danger' : 'warning'}
      >
        {current &&
          t('Current step: {{title}}. {{message}}', { title: current.title, message: sentence(current.message) })}
      </CauseAlert>
      <StackItem>
        <StepList steps={status.rollback} label={t('Rollback steps')} />
      </StackItem>
    </Stack>
  );
}
