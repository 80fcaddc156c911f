import { Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { FindingList } from '../plan/finding-list.tsx';
import { StepList } from '../progress/step-list.tsx';
import { RollbackButton } from '../rollback/rollback-button.tsx';
import type { StateProps } from '../tab/state-props.ts';
import { Section } from '../text/section.tsx';
import { useText } from '../text/use-text.ts';
import { CauseAlert } from './cause-alert.tsx';

/** It stopped where an automatic rollback would be wrong: a person decides. */
export function HoldingView({ ecosystem, status }: StateProps): ReactElement {
  const t = useText();
  const parts = status.rollback.some(({ state }) => state !== 'pending');
  return (
    <Stack hasGutter data-test="quay-migration-holding">
      <CauseAlert status={status} title={t('Migration stopped: your decision is required')} variant="danger" />
      <StackItem>
        <RollbackButton ecosystem={ecosystem} canRollBack={status.canRollBack} />
      </StackItem>
      <StackItem>
        <StepList steps={status.steps} label={t('Migration steps')} />
      </StackItem>
      {parts && (
        <StackItem>
          <StepList steps={status.rollback} label={t('Rollback steps')} />
        </StackItem>
      )}
      {status.findings.length > 0 && (
        <Section name="holding-findings" title={t('Findings of the attempt')}>
          <FindingList findings={status.findings} />
        </Section>
      )}
    </Stack>
  );
}
