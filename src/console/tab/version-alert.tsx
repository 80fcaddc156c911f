import { Alert, AlertActionLink, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { reloadPage } from '../service/failure-alert.tsx';
import { pluginVersion, useOtherVersion } from '../service/service-version.ts';
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
        title={t('This page is of another version than the service')}
        data-test="quay-migration-version-alert"
        actionLinks={
          <AlertActionLink onClick={reloadPage} data-test="quay-migration-reload">
            {t('Reload the page')}
          </AlertActionLink>
        }
      >
        {t(
          'The page is version {{page}}, the service is {{service}}. Until you reload it, nothing can be started here.',
          {
            page: pluginVersion,
            service: other,
          },
        )}
      </Alert>
    </StackItem>
  );
}
