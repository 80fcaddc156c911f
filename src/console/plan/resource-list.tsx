import { Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import { CopyableText } from '../text/copyable-text.tsx';

/** The objects that will be there, as YAML; the service has hidden what is secret. */
export function ResourceList({ resources }: { readonly resources: PlanPreview['resources'] }): ReactElement {
  return (
    <Stack hasGutter data-test="quay-migration-resources">
      {resources.map(({ kind, name, yaml }) => (
        <StackItem key={`${kind} ${name}`}>
          <Title headingLevel="h4">{`${kind} ${name}`}</Title>
          <CopyableText text={yaml} />
        </StackItem>
      ))}
    </Stack>
  );
}
