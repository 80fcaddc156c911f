import { DescriptionList } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import { Fact } from '../text/fact.tsx';
import { ObjectLink } from '../text/object-link.tsx';
import { durationText } from '../text/quantities.ts';
import { useText } from '../text/use-text.ts';
import { downtimeOf, durationBetween } from './downtime.ts';

/** Where the new registry is, and how long it took. */
export function DoneFacts({ status }: { readonly status: MigrationStatus }): ReactElement {
  const t = useText();
  const { ecosystem, endpoint = '', requestedBy = '', startedAt, finishedAt, steps } = status;
  const duration = durationBetween(startedAt, finishedAt);
  const downtime = downtimeOf(steps);
  return (
    <DescriptionList isCompact isAutoFit autoFitMinModifier={{ default: '8rem' }}>
      {endpoint !== '' && (
        <Fact term={t('Registry address')}>
          <EndpointLink endpoint={endpoint} />
        </Fact>
      )}
      <Fact term={t('QuayRegistry')}>
        <ObjectLink object={`QuayRegistry ${ecosystem.namespace}/${ecosystem.name}`} />
      </Fact>
      {downtime !== undefined && <Fact term={t('Downtime')}>{durationText(downtime)}</Fact>}
      {duration !== undefined && <Fact term={t('Duration')}>{durationText(duration)}</Fact>}
      {requestedBy !== '' && <Fact term={t('Requested by')}>{requestedBy}</Fact>}
    </DescriptionList>
  );
}

function EndpointLink({ endpoint }: { readonly endpoint: string }): ReactElement {
  const address = /^https?:\/\//.test(endpoint) ? endpoint : `https://${endpoint}`;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" data-test="quay-migration-endpoint">
      {endpoint}
    </a>
  );
}
