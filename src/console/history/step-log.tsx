import { Alert, Button, Skeleton, Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { LoggedStep } from '../../contract/event-list.ts';
import type { Ecosystem } from '../api/ecosystem.ts';
import { FailureAlert } from '../api/failure-alert.tsx';
import { serviceAddress } from '../api/service-address.ts';
import { useTextAnswer } from '../api/use-answer.ts';
import { CopyableText } from '../text/copyable-text.tsx';
import { useText } from '../text/use-text.ts';

interface Props {
  readonly ecosystem: Ecosystem;
  readonly step: LoggedStep;
}

/** The log of a step's Job, as long as its pod exists. */
export function StepLog({ ecosystem, step }: Props): ReactElement {
  const t = useText();
  const { data, failure, loading, reload } = useTextAnswer(serviceAddress(ecosystem, 'logs', { step }));
  return (
    <div data-test={`quay-migration-log-${step}`}>
      <Stack hasGutter>
        {failure !== undefined && (
          <StackItem>
            {failure.kind === 'missing' ? (
              // A Job is removed some time after it has finished: that is no failure.
              <Alert isInline component="h3" variant="info" title={t('The log is no longer in the cluster')}>
                {failure.message}
              </Alert>
            ) : (
              <FailureAlert failure={failure} title={t('Log could not be loaded')} onRetry={reload} />
            )}
          </StackItem>
        )}
        {data === undefined && failure === undefined && (
          <StackItem>
            <Skeleton height="4rem" screenreaderText={t('Loading')} />
          </StackItem>
        )}
        <StackItem>
          <Button variant="link" isInline onClick={reload} isLoading={loading}>
            {t('Refresh')}
          </Button>
        </StackItem>
        {data !== undefined && (
          // What was read once stays, also when the Job is gone.
          <StackItem>
            <CopyableText id={`quay-migration-log-text-${step}`} text={data === '' ? t('The log is empty.') : data} />
          </StackItem>
        )}
      </Stack>
    </div>
  );
}
