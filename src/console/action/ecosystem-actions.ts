import type { Action, ExtensionHook } from '@openshift-console/dynamic-plugin-sdk';
import { useMemo, useRef } from 'react';
import { useDefaultActions } from './default-actions.ts';
import type { EcosystemObject } from './ecosystem-object.ts';
import { useMigrateAction } from './migrate-action.ts';
import { pageKind } from './page-kind.ts';

interface ConsoleWindow {
  readonly SERVER_FLAGS?: { readonly releaseVersion?: string };
}

/**
 * The actions of a QuayEcosystem in lists and on details pages. The console renders again for ever when it gets another
 * array each time, so the array is the same while what it says is the same.
 */
export const useEcosystemActions: ExtensionHook<Action[], EcosystemObject> = (object) => {
  const migrate = useMigrateAction(object);
  const defaults = useDefaultActions(object);
  const { SERVER_FLAGS } = window as ConsoleWindow;
  const whole = pageKind(window.location.pathname, SERVER_FLAGS?.releaseVersion) === 'whole';
  const latest = useRef(defaults);
  latest.current = defaults;
  const version = object.metadata?.resourceVersion;
  const actions = useMemo(
    () => (whole ? [migrate, ...latest.current] : [migrate]),
    // The console's modal hooks answer new functions each time, over an object that its version tells apart.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [migrate, whole, version],
  );
  return [actions, true, undefined];
};
