import { Alert, Button, Flex, FlexItem, Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { ProofView } from '../proof/proof-view.tsx';
import { RollbackButton } from '../rollback/rollback-button.tsx';
import { serviceAddress } from '../service/service-address.ts';
import type { StateProps } from '../tab/state-view.tsx';
import { durationText } from '../text/quantities.ts';
import { useText } from '../text/use-text.ts';
import { StepSection } from './step-section.tsx';

/** The new registry serves: where, how it was proved, and the way back while there is one. */
export function DoneView({ ecosystem, status }: StateProps): ReactElement {
  const t = useText();
  const { endpoint = '', proof, startedAt, finishedAt, canRollBack } = status;
  return (
    <Stack hasGutter data-test="quay-migration-done">
      <StackItem>
        <Alert
          isInline
          isLiveRegion
          component="h2"
          variant="success"
          title={t('Migration complete: the QuayRegistry is available')}
        >
          {endpoint !== '' && <EndpointLink endpoint={endpoint} />}
          {startedAt !== undefined && finishedAt !== undefined && (
            <p>{t('It took {{time}}.', { time: durationText(Date.parse(finishedAt) - Date.parse(startedAt)) })}</p>
          )}
          <p>
            {t('After you verify the new registry, you can delete the QuayEcosystem. You cannot roll back after that.')}
          </p>
        </Alert>
      </StackItem>
      <StackItem>
        <Flex alignItems={{ default: 'alignItemsFlexStart' }}>
          <FlexItem>
            <Button
              component="a"
              variant="secondary"
              href={serviceAddress(ecosystem, 'report')}
              download
              data-test="quay-migration-report"
            >
              {t('Download report')}
            </Button>
          </FlexItem>
          <FlexItem>
            <RollbackButton ecosystem={ecosystem} canRollBack={canRollBack} />
          </FlexItem>
        </Flex>
      </StackItem>
      {proof !== undefined && (
        <StackItem>
          <ProofView proof={proof} />
        </StackItem>
      )}
      <StepSection status={status} />
    </Stack>
  );
}

function EndpointLink({ endpoint }: { readonly endpoint: string }): ReactElement {
  const address = /^https?:\/\//.test(endpoint) ? endpoint : `https://${endpoint}`;
  return (
    <p>
      <a href={address} target="_blank" rel="noopener noreferrer" data-test="quay-migration-endpoint">
        {endpoint}
      </a>
    </p>
  );
}
