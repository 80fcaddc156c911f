import { useModal } from '@openshift-console/dynamic-plugin-sdk';
import { Button, Content } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import type { Ecosystem } from '../service/ecosystem.ts';
import { useOtherVersion } from '../service/service-version.ts';
import { useText } from '../text/use-text.ts';
import { RollbackModal } from './rollback-modal.tsx';

interface Props {
  readonly ecosystem: Ecosystem;
  readonly canRollBack: MigrationStatus['canRollBack'];
}

/** Opens the preview of the rollback; where that is not possible it says why. */
export function RollbackButton({ ecosystem, canRollBack }: Props): ReactElement {
  const t = useText();
  const launch = useModal();
  const otherVersion = useOtherVersion() !== undefined;
  const reason = otherVersion
    ? t('Reload the page to continue. The migration service is a different version.')
    : canRollBack.reason;
  const possible = canRollBack.possible && !otherVersion;
  return (
    <>
      <Button
        variant="danger"
        isDisabled={!possible}
        aria-describedby="quay-migration-rollback-reason"
        data-test="quay-migration-rollback"
        onClick={() => {
          launch(RollbackModal, { ecosystem });
        }}
      >
        {t('Roll back')}
      </Button>
      <Content component="small" id="quay-migration-rollback-reason" data-test="quay-migration-rollback-reason">
        {possible ? '' : reason}
      </Content>
    </>
  );
}
