import { Alert, StackItem } from '@patternfly/react-core';
import type { ReactElement, ReactNode } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import { sentence } from '../text/sentence.ts';
import { useText } from '../text/use-text.ts';

interface Props {
  readonly status: MigrationStatus;
  readonly title: string;
  readonly variant: 'info' | 'warning' | 'danger';
  /** What else there is to say. */
  readonly children?: ReactNode;
}

/** Why it is so, at which step, and what to do. */
export function CauseAlert({ status, title, variant, children }: Props): ReactElement {
  const t = useText();
  const { cause, remedy, failedStep, steps } = status;
  const step = steps.find(({ id }) => id === failedStep)?.title ?? failedStep;
  return (
    <StackItem>
      <Alert isInline isLiveRegion component="h2" variant={variant} title={title} data-test="quay-migration-cause">
        {step !== undefined && <p>{t('Failed step: {{title}}', { title: step })}</p>}
        {cause !== '' && <p>{sentence(cause)}</p>}
        {remedy !== '' && <p>{sentence(remedy)}</p>}
        {children}
      </Alert>
    </StackItem>
  );
}
