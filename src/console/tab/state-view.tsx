import { Alert, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { DoneView } from '../outcome/done-view.tsx';
import { HoldingView } from '../outcome/holding-view.tsx';
import { RefusedView } from '../outcome/refused-view.tsx';
import { PlanView } from '../plan/plan-view.tsx';
import { RequestedView } from '../progress/requested-view.tsx';
import { RunningView } from '../progress/running-view.tsx';
import { RolledBackView } from '../rollback/rolled-back-view.tsx';
import { RollingBackView } from '../rollback/rolling-back-view.tsx';
import { useText } from '../text/use-text.ts';
import type { StateProps } from './state-props.ts';

/** What the service says beside the state, and the state's own view. */
export function StateView({ ecosystem, status }: StateProps): ReactElement {
  const t = useText();
  return (
    <>
      {status.notice !== '' && (
        <StackItem>
          <Alert
            isInline
            component="h2"
            variant="warning"
            title={t('Migration requested but not started')}
            data-test="quay-migration-notice"
          >
            {status.notice}
          </Alert>
        </StackItem>
      )}
      <StackItem>
        <ViewOfState ecosystem={ecosystem} status={status} />
      </StackItem>
    </>
  );
}

function ViewOfState({ ecosystem, status }: StateProps): ReactElement {
  switch (status.state) {
    case 'none':
      return <PlanView ecosystem={ecosystem} />;
    case 'requested':
      return <RequestedView />;
    case 'running':
      return <RunningView ecosystem={ecosystem} status={status} />;
    case 'refused':
      return <RefusedView ecosystem={ecosystem} status={status} />;
    case 'holding':
      return <HoldingView ecosystem={ecosystem} status={status} />;
    case 'rolling-back':
      return <RollingBackView status={status} />;
    case 'rolled-back':
      return <RolledBackView ecosystem={ecosystem} status={status} />;
    case 'done':
      return <DoneView ecosystem={ecosystem} status={status} />;
  }
}
