import { Timestamp } from '@openshift-console/dynamic-plugin-sdk';
import { Content, ProgressStep, ProgressStepper } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { StepView } from '../../contract/migration-status.ts';
import { durationText } from '../text/quantities.ts';
import { readableTimes } from '../text/readable-times.ts';
import { sentence } from '../text/sentence.ts';
import { type Translate, useLanguage, useText } from '../text/use-text.ts';
import { stepLine } from './step-line.ts';
import { useNow } from './use-now.ts';

interface Props {
  readonly steps: readonly StepView[];
  readonly label: string;
}

/** Steps below each other, with state, times and what each has to say. */
export function StepList({ steps, label }: Props): ReactElement {
  const t = useText();
  const now = useNow(steps.some(({ state }) => state === 'running'));
  return (
    <ProgressStepper isVertical aria-label={label} data-test="quay-migration-steps">
      {steps.map((step) => (
        <Step key={step.id} step={step} now={now} t={t} />
      ))}
    </ProgressStepper>
  );
}

function Step({
  step,
  now,
  t,
}: {
  readonly step: StepView;
  readonly now: number;
  readonly t: Translate;
}): ReactElement {
  const language = useLanguage();
  const { id, title, state, startedAt, message } = step;
  const { variant, isCurrent, took, overdue } = stepLine(step, now);
  return (
    <ProgressStep
      id={`quay-migration-step-${id}`}
      titleId={`quay-migration-step-${id}-title`}
      variant={variant}
      isCurrent={isCurrent}
      aria-label={`${title}: ${stateText(state, t)}`}
      data-test={`quay-migration-step-${id}`}
      data-state={state}
      description={
        <>
          <Content component="small">
            {stateText(state, t)}
            {startedAt !== undefined && took !== undefined && (
              <>
                {`, ${durationText(took)}`}
                {overdue && `, ${t('overdue')}`}
                {', '}
                <Timestamp timestamp={startedAt} simple />
              </>
            )}
          </Content>
          {message !== '' && <Content component="small">{readableTimes(sentence(message), language)}</Content>}
        </>
      }
    >
      {title}
    </ProgressStep>
  );
}

function stateText(state: StepView['state'], t: Translate): string {
  switch (state) {
    case 'pending':
      return t('Not started');
    case 'running':
      return t('Running');
    case 'done':
      return t('Done');
    case 'skipped':
      return t('Skipped');
    case 'failed':
      return t('Failed');
  }
}
