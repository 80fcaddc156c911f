import { Timestamp } from '@openshift-console/dynamic-plugin-sdk';
import { Button, Content, Flex, FlexItem, Skeleton, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import type { Ecosystem } from '../api/ecosystem.ts';
import { FailureAlert } from '../api/failure-alert.tsx';
import { serviceAddress } from '../api/service-address.ts';
import { useJson } from '../api/use-answer.ts';
import { useText } from '../text/use-text.ts';
import { ChoiceForm } from './choice-form.tsx';
import { canCopyDatabase } from './database-choice.ts';
import { FindingList } from './finding-list.tsx';
import { type KeptChoices, useKeptChoices } from './kept-choices.ts';
import { PlanSections } from './plan-sections.tsx';
import { StartBar } from './start-bar.tsx';

/** What a migration would do, what has to be decided, and the button that starts it. */
export function PlanView({ ecosystem }: { readonly ecosystem: Ecosystem }): ReactElement {
  const t = useText();
  const [kept, keep] = useKeptChoices(ecosystem);
  const { data: plan, failure, loading, reload } = useJson<PlanPreview>(planAddress(ecosystem, kept));
  return (
    <Stack hasGutter data-test="quay-migration-plan">
      <StackItem>
        <Flex alignItems={{ default: 'alignItemsCenter' }}>
          <FlexItem grow={{ default: 'grow' }}>
            <Title headingLevel="h2">{t('Migration plan')}</Title>
          </FlexItem>
          {plan !== undefined && (
            <FlexItem>
              <Content component="small">
                {t('Last updated')}: <Timestamp timestamp={plan.readAt} simple />
              </Content>
            </FlexItem>
          )}
          <FlexItem>
            <Button variant="secondary" onClick={reload} isLoading={loading} data-test="quay-migration-refresh">
              {t('Refresh')}
            </Button>
          </FlexItem>
        </Flex>
      </StackItem>
      {failure !== undefined && (
        <StackItem>
          <FailureAlert failure={failure} title={t('Plan could not be loaded')} onRetry={reload} />
        </StackItem>
      )}
      {plan === undefined && failure === undefined && <PlanSkeleton />}
      {plan !== undefined && (
        <LoadedPlan {...{ ecosystem, plan, kept, keep, loading: loading || failure !== undefined, reload }} />
      )}
    </Stack>
  );
}

interface LoadedProps {
  readonly ecosystem: Ecosystem;
  readonly plan: PlanPreview;
  readonly kept: KeptChoices;
  readonly keep: (kept: KeptChoices) => void;
  readonly loading: boolean;
  readonly reload: () => void;
}

function LoadedPlan({ ecosystem, plan, kept, keep, loading, reload }: LoadedProps): ReactElement {
  const choices = kept.choices ?? plan.choices;
  return (
    <>
      <StackItem>
        <ChoiceForm
          choices={choices}
          canCopy={canCopyDatabase(plan)}
          onChange={(next) => {
            keep({ ...kept, choices: next });
          }}
        />
      </StackItem>
      <StackItem>
        <FindingList
          findings={plan.findings}
          acknowledged={kept.acknowledged}
          onAcknowledge={(acknowledged) => {
            keep({ ...kept, acknowledged });
          }}
        />
      </StackItem>
      <StackItem>
        <StartBar {...{ ecosystem, plan, choices, loading, acknowledged: kept.acknowledged, onRefused: reload }} />
      </StackItem>
      <StackItem>
        <PlanSections plan={plan} />
      </StackItem>
    </>
  );
}

function PlanSkeleton(): ReactElement {
  const t = useText();
  return (
    <StackItem>
      <Skeleton height="12rem" screenreaderText={t('Loading the plan')} />
    </StackItem>
  );
}

function planAddress(ecosystem: Ecosystem, { choices }: KeptChoices): string {
  return serviceAddress(ecosystem, 'plan', choices === undefined ? {} : { ...choices });
}
