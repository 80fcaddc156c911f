import { Alert, Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement, ReactNode } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import { readableTimes } from '../text/readable-times.ts';
import { sentence } from '../text/sentence.ts';
import { useLanguage, useText } from '../text/use-text.ts';
import { ReportLink } from './report-link.tsx';

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
  const language = useLanguage();
  const { cause, remedy, failedStep, steps } = status;
  const step = steps.find(({ id }) => id === failedStep)?.title ?? failedStep;
  return (
    <StackItem>
      <Alert
        isInline
        isLiveRegion
        component="h2"
        variant={variant}
        title={title}
        data-test="quay-migration-cause"
        actionLinks={<ReportLink ecosystem={status.ecosystem} />}
      >
        <Stack hasGutter>
          {step !== undefined && <StackItem>{t('Failed step: {{title}}', { title: step })}</StackItem>}
          {cause !== '' && <StackItem>{readableTimes(sentence(cause), language)}</StackItem>}
          {remedy !== '' && <StackItem>{readableTimes(sentence(remedy), language)}</StackItem>}
          {children !== undefined && <StackItem>{children}</StackItem>}
        </Stack>
      </Alert>
    </StackItem>
  );
}
