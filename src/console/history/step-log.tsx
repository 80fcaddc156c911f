import { Button, Skeleton } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { LoggedStep } from '../../contract/event-list.ts';
import type { Ecosystem } from '../service/ecosystem.ts';
import { FailureAlert } from '../service/failure-alert.tsx';
import { serviceAddress } from '../service/service-address.ts';
import { useTextAnswer } from '../service/use-answer.ts';
import { CopyableText } from '../text/copyable-text.tsx';
import { useText } from '../text/use-text.ts';

interface Props {
  readonly ecosystem: Ecosystem;
  readonly step: LoggedStep;
}

/** The log of a step's Job, as far as its pod is still there. */
export function StepLog({ ecosystem, step }: Props): ReactElement {
  const t = useText();
  const { data, failure, loading, reload } = useTextAnswer(serviceAddress(ecosystem, 'logs', { step }));
  return (
    <div data-test={`quay-migration-log-${step}`}>
      {failure !== undefined && (
        <FailureAlert failure={failure} title={t('Log could not be loaded')} onRetry={reload} />
      )}
      {data === undefined && failure === undefined && <Skeleton height="4rem" screenreaderText={t('Loading')} />}
      <Button variant="link" isInline onClick={reload} isLoading={loading}>
        {t('Refresh')}
      </Button>
      {data !== undefined && <CopyableText text={data === '' ? t('The log is empty.') : data} />}
    </div>
  );
}
