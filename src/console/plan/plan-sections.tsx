import { Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import { Section } from '../text/section.tsx';
import { useText } from '../text/use-text.ts';
import { ComponentTable } from './component-table.tsx';
import { ConfigChangeTable } from './config-change-table.tsx';
import { PlannedStepTable } from './planned-step-table.tsx';
import { ResourceList } from './resource-list.tsx';

/** What the plan consists of, folded: nothing of it has to be decided. */
export function PlanSections({ plan }: { readonly plan: PlanPreview }): ReactElement {
  const t = useText();
  const { components, configChanges, steps, resources } = plan;
  return (
    <Stack>
      <StackItem>
        <Title headingLevel="h3">{t('Plan details')}</Title>
      </StackItem>
      <Section name="components" title={t('Components')}>
        <ComponentTable components={components} quayVersion={plan.quayVersion} />
      </Section>
      <Section name="config" title={t('Changes to config.yaml ({{number}})', { number: configChanges.length })}>
        <ConfigChangeTable changes={configChanges} />
      </Section>
      <Section name="steps" title={t('Steps')}>
        <PlannedStepTable steps={steps} />
      </Section>
      <Section name="resources" title={t('Resources after the migration ({{number}})', { number: resources.length })}>
        <ResourceList resources={resources} />
      </Section>
    </Stack>
  );
}
