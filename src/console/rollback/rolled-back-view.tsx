import { Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { CauseAlert } from '../outcome/cause-alert.tsx';
import { StepSection } from '../outcome/step-section.tsx';
import { PlanView } from '../plan/plan-view.tsx';
import { StepList } from '../progress/step-list.tsx';
import type { StateProps } from '../tab/state-props.ts';
import { Section } from '../text/section.tsx';
import { useText } from '../text/use-text.ts';

/** The old registry is restored: whether that was a failure, why, what was undone, and the plan to start again. */
export function RolledBackView({ ecosystem, status }: StateProps): ReactElement {
  const t = useText();
  const failed = status.failedStep !== undefined;
  return (
    <Stack hasGutter data-test="quay-migration-rolled-back">
      <CauseAlert
        status={status}
        title={
          failed
            ? t('Migration failed and was rolled back: the old registry is restored')
            : t('Migration rolled back: the old registry is restored')
        }
        variant={failed ? 'danger' : 'info'}
      />
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
