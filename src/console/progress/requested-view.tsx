import { EmptyState, EmptyStateBody, Spinner } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { useText } from '../text/use-text.ts';

export function RequestedView(): ReactElement {
  const t = useText();
  return (
    <EmptyState
      headingLevel="h2"
      titleText={t('Migration requested')}
      icon={Spinner}
      data-test="quay-migration-requested"
    >
      <EmptyStateBody>
        {t(
          'The service starts the migration within a few seconds. If it does not start, check the pods of the release quay-migration-plugin.',
        )}
      </EmptyStateBody>
    </EmptyState>
  );
}
