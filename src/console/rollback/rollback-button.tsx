import { useModal } from '@openshift-console/dynamic-plugin-sdk';
import { Button, Stack, StackItem, Content } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import type { Ecosystem } from '../api/ecosystem.ts';
import { useOtherVersion } from '../api/service-version.ts';
import { sentence } from '../text/sentence.ts';
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
    <Stack hasGutter>
      <StackItem>
        <Button
          variant="secondary"
          isDanger
          isDisabled={!possible}
          {...(!possible && { 'aria-describedby': 'quay-migration-rollback-reason' })}
          data-test="quay-migration-rollback"
          onClick={() => {
            launch(RollbackModal, { ecosystem });
          }}
        >
          {t('Roll back')}
        </Button>
      </StackItem>
      {!possible && (
        <StackItem>
          <Content component="small" id="quay-migration-rollback-reason" data-test="quay-migration-rollback-reason">
            {sentence(reason)}
          </Content>
        </StackItem>
      )}
    </Stack>
  );
}
