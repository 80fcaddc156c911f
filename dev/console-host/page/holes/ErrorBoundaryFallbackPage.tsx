import { EmptyState, EmptyStateBody } from '@patternfly/react-core';
import type { ReactNode } from 'react';

export default function ErrorBoundaryFallbackPage({ errorMessage }: { readonly errorMessage: string }): ReactNode {
  return (
    <EmptyState titleText="Something wrong happened" headingLevel="h1" status="danger">
      <EmptyStateBody>{errorMessage}</EmptyStateBody>
    </EmptyState>
  );
}
