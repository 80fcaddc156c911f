import { useModal } from '@openshift-console/dynamic-plugin-sdk';
import { Button, Content, Flex, FlexItem } from '@patternfly/react-core';
import { type ReactElement, useState } from 'react';
import type { Choices } from '../../contract/choices.ts';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import type { Ecosystem } from '../api/ecosystem.ts';
import { serviceAddress } from '../api/service-address.ts';
import { postJson } from '../api/service-request.ts';
import { useOtherVersion } from '../api/service-version.ts';
import { type Translate, useText } from '../text/use-text.ts';
import { ConfirmStart } from './confirm-start.tsx';
import { type StartObstacle, startObstacle, warningsOf } from './start-obstacle.ts';

interface Props {
  readonly ecosystem: Ecosystem;
  readonly plan: PlanPreview;
  readonly choices: Choices;
  readonly acknowledged: readonly string[];
  readonly loading: boolean;
  /** The service found something new: the plan is to be read again. */
  readonly onRefused: () => void;
}

/** The button that starts, and next to it why it cannot be pressed. */
export function StartBar({ ecosystem, plan, choices, acknowledged, loading, onRefused }: Props): ReactElement {
  const t = useText();
  const launch = useModal();
  const [asked, setAsked] = useState(false);
  const otherVersion = useOtherVersion() !== undefined;
  const obstacle = startObstacle({ plan, loading, acknowledged, otherVersion });
  const start = async (): Promise<void> => {
    const accepted = warningsOf(plan).filter((id) => acknowledged.includes(id));
    await postJson(serviceAddress(ecosystem, 'migration'), { acknowledged: accepted, choices });
    setAsked(true);
  };
  return (
    <Flex alignItems={{ default: 'alignItemsCenter' }}>
      <FlexItem>
        <Button
          variant="primary"
          isDisabled={obstacle !== undefined || asked}
          isLoading={asked}
          aria-describedby="quay-migration-start-reason"
          data-test="quay-migration-start"
          onClick={() => {
            launch(ConfirmStart, { name: ecosystem.name, copies: plan.databaseMode === 'copy', start, onRefused });
          }}
        >
          {t('Migrate to QuayRegistry')}
        </Button>
      </FlexItem>
      <FlexItem>
        <Content component="small" id="quay-migration-start-reason" data-test="quay-migration-start-reason">
          {obstacle === undefined ? '' : obstacleText(obstacle, t)}
        </Content>
      </FlexItem>
    </Flex>
  );
}

function obstacleText(obstacle: StartObstacle, t: Translate): string {
  switch (obstacle.kind) {
    case 'reload':
      return t('Reload the page to continue. The migration service is a different version.');
    case 'stale':
      return t('The plan is loading.');
    case 'permission':
      return obstacle.reason;
    case 'blockers':
      return t('Resolve {{count}} blockers to continue.', { count: obstacle.count });
    case 'warnings':
      return t('Acknowledge {{count}} warnings to continue.', { count: obstacle.count });
  }
}
