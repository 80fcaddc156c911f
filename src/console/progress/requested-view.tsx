import { EmptyState, EmptyStateBody, Spinner } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { useText } from '../text/use-text.ts';

export function RequestedView(): ReactElement {
  const t = useText();
  return (
    <EmptyState
      headingLevel="h2"
      titleText={t('The migration was asked for')}
      icon={Spinner}
      data-test="quay-migration-requested"
    >
      <EmptyStateBody>
        {t(
          'The service takes it up in a few seconds. If it does not, look at the pods of the release quay-migration-plugin.',
        )}
      </EmptyStateBody>
    </EmptyState>
  );
}
