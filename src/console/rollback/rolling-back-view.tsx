import { Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import { CauseAlert } from '../outcome/cause-alert.tsx';
import { SpokenProgress } from '../progress/spoken-progress.tsx';
import { StepList } from '../progress/step-list.tsx';
import { useText } from '../text/use-text.ts';

/** On the way back: why, and how far. */
export function RollingBackView({ status }: { readonly status: MigrationStatus }): ReactElement {
  const t = useText();
  return (
    <Stack hasGutter data-test="quay-migration-rolling-back">
      <StackItem>
        <Title headingLevel="h2">{t('The migration is being rolled back')}</Title>
        <SpokenProgress steps={status.rollback} />
      </StackItem>
      <CauseAlert status={status} title={t('Why it goes back')} variant="warning" />
      <StackItem>
        <StepList steps={status.rollback} label={t('Parts of the way back')} />
      </StackItem>
    </Stack>
  );
}
