import type { ReactElement } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import { StepList } from '../progress/step-list.tsx';
import { Section } from '../text/section.tsx';
import { useText } from '../text/use-text.ts';

/** The steps of an attempt that is over, folded. */
export function StepSection({ status }: { readonly status: MigrationStatus }): ReactElement | null {
  const t = useText();
  if (status.steps.length === 0) return null;
  return (
    <Section name="attempt" title={t('Migration steps')}>
      <StepList steps={status.steps} label={t('Migration steps')} />
    </Section>
  );
}
