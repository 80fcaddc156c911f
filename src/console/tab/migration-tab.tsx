import { Bullseye, PageSection, Spinner, Stack, StackItem } from '@patternfly/react-core';
import { type ReactElement, type RefObject, useEffect, useRef } from 'react';
import type { MigrationState } from '../../contract/migration-status.ts';
import type { EcosystemObject } from '../action/ecosystem-object.ts';
import { HistorySections } from '../history/history-sections.tsx';
import { FailureAlert } from '../api/failure-alert.tsx';
import { useMigrationStatus } from '../api/use-migration-status.ts';
import { useText } from '../text/use-text.ts';
import { StateView } from './state-view.tsx';
import { VersionAlert } from './version-alert.tsx';

/** The tab of a QuayEcosystem. The console's object only says which; all else is the service's answer. */
export function MigrationTab({ obj }: { readonly obj?: EcosystemObject }): ReactElement {
  const t = useText();
  const { name, namespace } = obj?.metadata ?? {};
  return (
    <PageSection>
      {name === undefined || namespace === undefined ? (
        <Bullseye>
          <Spinner aria-label={t('Loading')} />
        </Bullseye>
      ) : (
        <Migration key={`${namespace}/${name}`} namespace={namespace} name={name} />
      )}
    </PageSection>
  );
}

function Migration({ namespace, name }: { readonly namespace: string; readonly name: string }): ReactElement {
  const t = useText();
  const ecosystem = { namespace, name };
  const { status, failure } = useMigrationStatus(ecosystem);
  const top = useTop(status?.state);
  return (
    <div ref={top}>
      <Stack hasGutter data-test="quay-migration-tab" data-state={status?.state ?? 'loading'}>
        <VersionAlert />
        {failure !== undefined && (
          <StackItem>
            <FailureAlert failure={failure} />
          </StackItem>
        )}
        {status === undefined && failure === undefined && (
          <StackItem>
            <Bullseye>
              <Spinner aria-label={t('Loading')} />
            </Bullseye>
          </StackItem>
        )}
        {status !== undefined && (
          <>
            <StateView ecosystem={ecosystem} status={status} />
            <HistorySections ecosystem={ecosystem} status={status} />
          </>
        )}
      </Stack>
    </div>
  );
}

/**
 * Another state has another view, which is read from its top: the button that was pressed may be far down. With the
 * page's own heading: the console's bar would cover what is scrolled to the edge.
 */
function useTop(state: MigrationState | undefined): RefObject<HTMLDivElement> {
  const top = useRef<HTMLDivElement>(null);
  const shown = useRef(state);
  useEffect(() => {
    if (shown.current !== undefined && shown.current !== state) scrollUp(top.current);
    shown.current = state;
  }, [state]);
  return top;
}

function scrollUp(element: HTMLElement | null): void {
  for (let around = element; around !== null; around = around.parentElement) around.scrollTop = 0;
}
