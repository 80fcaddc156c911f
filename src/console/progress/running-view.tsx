import { Timestamp } from '@openshift-console/dynamic-plugin-sdk';
import { Content, Flex, FlexItem, Grid, GridItem, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { StepView } from '../../contract/migration-status.ts';
import { RollbackButton } from '../rollback/rollback-button.tsx';
import { useText } from '../text/use-text.ts';
import type { StateProps } from '../tab/state-props.ts';
import { CopyProgress } from './copy-progress.tsx';
import { SpokenProgress } from './spoken-progress.tsx';
import { StepList } from './step-list.tsx';

/** A migration under way: its steps, the copy's progress, and the rollback. */
export function RunningView({ ecosystem, status }: StateProps): ReactElement {
  const t = useText();
  const { steps, progress, startedAt, requestedBy = '', canRollBack } = status;
  return (
    <Stack hasGutter data-test="quay-migration-running">
      <StackItem>
        <Flex alignItems={{ default: 'alignItemsCenter' }}>
          <FlexItem grow={{ default: 'grow' }}>
            <Title headingLevel="h2">{t('Migration in progress')}</Title>
            {startedAt !== undefined && (
              <Content component="small">
                {requestedBy !== '' && t('Requested by {{user}}', { user: requestedBy })}
                {requestedBy !== '' && '. '}
                {t('Started')}: <Timestamp timestamp={startedAt} simple />
              </Content>
            )}
          </FlexItem>
          <FlexItem>
            <RollbackButton ecosystem={ecosystem} canRollBack={canRollBack} />
          </FlexItem>
        </Flex>
        <SpokenProgress steps={steps} />
      </StackItem>
      <StackItem>
        <Grid hasGutter>
          <GridItem lg={progress === undefined ? 12 : 6}>
            <StepList
              steps={progress === undefined ? steps : steps.map(withoutCopyMessage)}
              label={t('Migration steps')}
            />
          </GridItem>
          {progress !== undefined && (
            <GridItem lg={6}>
              <CopyProgress progress={progress} />
            </GridItem>
          )}
        </Grid>
      </StackItem>
    </Stack>
  );
}

/** Beside the card of the copy, a step that copies would say the same again, of another moment. */
function withoutCopyMessage(step: StepView): StepView {
  const copies = step.state === 'running' && (step.id === 'prepare' || step.id === 'database');
  return copies ? { ...step, message: '' } : step;
}
