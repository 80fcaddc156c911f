import { Stack } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import { CopyableText } from '../text/copyable-text.tsx';
import { Section } from '../text/section.tsx';

/** The objects that will be there, as YAML, each folded; the service has hidden what is secret. */
export function ResourceList({ resources }: { readonly resources: PlanPreview['resources'] }): ReactElement {
  return (
    <Stack data-test="quay-migration-resources">
      {resources.map(({ kind, name, yaml }) => (
        <Section key={`${kind} ${name}`} name={`resource-${kind}-${name}`} title={`${kind} ${name}`}>
          <CopyableText id={`quay-migration-yaml-${kind}-${name}`} text={yaml} />
        </Section>
      ))}
    </Stack>
  );
}
