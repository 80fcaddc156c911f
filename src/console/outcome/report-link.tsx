import { Button } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Ecosystem } from '../api/ecosystem.ts';
import { serviceAddress } from '../api/service-address.ts';
import { useText } from '../text/use-text.ts';

/** The whole record of the migration, whatever its state: who did what and when, and the digests of every table. */
export function ReportLink({ ecosystem }: { readonly ecosystem: Ecosystem }): ReactElement {
  const t = useText();
  return (
    <Button
      component="a"
      variant="link"
      isInline
      href={serviceAddress(ecosystem, 'report')}
      download
      data-test="quay-migration-report"
    >
      {t('Download report')}
    </Button>
  );
}
