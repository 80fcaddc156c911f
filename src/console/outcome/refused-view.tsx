import { Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { PlanView } from '../plan/plan-view.tsx';
import { FindingList } from '../plan/finding-list.tsx';
import type { StateProps } from '../tab/state-props.ts';
import { Section } from '../text/section.tsx';
import { useText } from '../text/use-text.ts';
import { CauseAlert } from './cause-alert.tsx';

/** Nothing was changed: what stood in the way then, and the plan as it is now. */
export function RefusedView({ ecosystem, status }: StateProps): ReactElement {
  const t = useText();
  return (
    <Stack hasGutter data-test="quay-migration-refused">
      <CauseAlert status={status} title={t('Migration rejected: nothing was changed')} variant="danger" />
      {status.findings.length > 0 && (
        <Section name="refused-findings" title={t('Findings of the attempt')}>
          <FindingList findings={status.findings} />
        </Section>
      )}
      <StackItem>
        <PlanView ecosystem={ecosystem} />
      </StackItem>
    </Stack>
  );
}
