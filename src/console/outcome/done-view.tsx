import { Alert, Content, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { ProofView } from '../proof/proof-view.tsx';
import { RollbackButton } from '../rollback/rollback-button.tsx';
import type { StateProps } from '../tab/state-props.ts';
import { useText } from '../text/use-text.ts';
import { DoneFacts } from './done-facts.tsx';
import { NextSteps } from './next-steps.tsx';
import { ReportLink } from './report-link.tsx';
import { StepSection } from './step-section.tsx';

/** The new registry is available: its address, what to do next, the rollback while it is possible, and the proof. */
export function DoneView({ ecosystem, status }: StateProps): ReactElement {
  const t = useText();
  const { proof, canRollBack } = status;
  return (
    <Stack hasGutter data-test="quay-migration-done">
      <StackItem>
        <Alert
          isInline
          isLiveRegion
          component="h2"
          variant="success"
          title={t('Migration complete: the QuayRegistry is available')}
          actionLinks={<ReportLink ecosystem={ecosystem} />}
        >
          <DoneFacts status={status} />
        </Alert>
      </StackItem>
      <StackItem>
        <NextSteps name={ecosystem.name} />
      </StackItem>
      <StackItem>
        <Stack hasGutter>
          <StackItem>
            <Title headingLevel="h3">{t('Rollback')}</Title>
          </StackItem>
          {canRollBack.possible && (
            <StackItem>
              <Content component="p">
                {t(
                  'You can roll back until you delete the QuayEcosystem. Images pushed to the new registry are not transferred to the old registry.',
                )}
              </Content>
            </StackItem>
          )}
          <StackItem>
            <RollbackButton ecosystem={ecosystem} canRollBack={canRollBack} />
          </StackItem>
        </Stack>
      </StackItem>
      {proof !== undefined && (
        <StackItem>
          <ProofView proof={proof} />
        </StackItem>
      )}
      <StepSection status={status} />
    </Stack>
  );
}
