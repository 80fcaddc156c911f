import { Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { StateProps } from '../tab/state-props.ts';
import { Section } from '../text/section.tsx';
import { useText } from '../text/use-text.ts';
import { AttemptTable } from './attempt-table.tsx';
import { EventTable } from './event-table.tsx';
import { StepLog } from './step-log.tsx';

/** The record: attempts, Events, and the logs of the Jobs. */
export function HistorySections({ ecosystem, status }: StateProps): ReactElement | null {
  const t = useText();
  const { attempts, steps } = status;
  const started = (id: string): boolean => steps.some((step) => step.id === id && step.startedAt !== undefined);
  return (
    <Stack>
      <StackItem>
        <Title headingLevel="h2">{t('History')}</Title>
      </StackItem>
      {attempts.length > 0 && (
        <Section name="attempts" title={t('Attempts ({{number}})', { number: attempts.length })}>
          <AttemptTable attempts={attempts} />
        </Section>
      )}
      <Section name="events" title={t('Events')}>
        {/* Read again in each state: what happened since is what one looks for. */}
        <EventTable key={status.state} ecosystem={ecosystem} />
      </Section>
      {started('prepare') && (
        <Section name="log-prepare" title={t('Pre-copy log')}>
          <StepLog ecosystem={ecosystem} step="prepare" />
        </Section>
      )}
      {started('database') && (
        <Section name="log-database" title={t('Database copy log')}>
          <StepLog ecosystem={ecosystem} step="database" />
        </Section>
      )}
      {started('schema-upgrade') && (
        <Section name="log-schema-upgrade" title={t('Schema upgrade log')}>
          <StepLog ecosystem={ecosystem} step="schema-upgrade" />
        </Section>
      )}
    </Stack>
  );
}
