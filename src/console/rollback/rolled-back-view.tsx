import { Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { CauseAlert } from '../outcome/cause-alert.tsx';
import { StepSection } from '../outcome/step-section.tsx';
import { PlanView } from '../plan/plan-view.tsx';
import { StepList } from '../progress/step-list.tsx';
import type { StateProps } from '../tab/state-view.tsx';
import { Section } from '../text/section.tsx';
import { useText } from '../text/use-text.ts';

/** All is as before: why, what was undone, and how to begin again. */
export function RolledBackView({ ecosystem, status }: StateProps): ReactElement {
  const t = useText();
  return (
    <Stack hasGutter data-test="quay-migration-rolled-back">
      <CauseAlert status={status} title={t('Migration rolled back: the old registry is restored')} variant="info" />
      <Section name="rollback" title={t('Rollback steps')}>
        <StepList steps={status.rollback} label={t('Rollback steps')} />
      </Section>
      <StepSection status={status} />
      <StackItem>
        <PlanView ecosystem={ecosystem} />
      </StackItem>
    </Stack>
  );
}
