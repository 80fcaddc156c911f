import type { Action, ExtensionHook } from '@openshift-console/dynamic-plugin-sdk';
import { useMemo } from 'react';
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
  const actions = useMemo(() => (whole ? [migrate, ...defaults] : [migrate]), [migrate, whole, defaults]);
  return [actions, true, undefined];
};
