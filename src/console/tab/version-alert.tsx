import { Alert, AlertActionLink, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { reloadPage } from '../api/failure-alert.tsx';
import { pluginVersion, useOtherVersion } from '../api/service-version.ts';
import { useText } from '../text/use-text.ts';

/** Told when the service was updated under an open page: it can be read on, and nothing be started. */
export function VersionAlert(): ReactElement | null {
  const t = useText();
  const other = useOtherVersion();
  if (other === undefined) return null;
  return (
    <StackItem>
      <Alert
        isInline
        isLiveRegion
        component="h2"
        variant="warning"
        title={t('The page and the migration service are different versions')}
        data-test="quay-migration-version-alert"
        actionLinks={
          <AlertActionLink onClick={reloadPage} data-test="quay-migration-reload">
            {t('Reload page')}
          </AlertActionLink>
        }
      >
        {t(
          'This page is version {{page}}, and the service is version {{service}}. Reload the page to start or roll back a migration.',
          {
            page: pluginVersion,
            service: other,
          },
        )}
      </Alert>
    </StackItem>
  );
}
