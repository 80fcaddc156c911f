import { type Action, useAccessReview } from '@openshift-console/dynamic-plugin-sdk';
import { useMemo } from 'react';
import { useText } from '../text/use-text.ts';
import { type EcosystemObject, hasMigration } from './ecosystem-object.ts';
import { migrationPath } from './ecosystem-link.ts';

/** Leads to the tab. Where it cannot be started it is disabled and says why; an existing migration anybody may see. */
export function useMigrateAction(object: EcosystemObject): Action {
  const t = useText();
  const { name = '', namespace = '', deletionTimestamp } = object.metadata ?? {};
  const [allowed, loading] = useAccessReview({
    group: 'redhatcop.redhat.io',
    resource: 'quayecosystems',
    verb: 'patch',
    name,
    namespace,
  });
  const underWay = hasMigration(object);
  return useMemo(() => {
    const cta = { href: migrationPath({ namespace, name }) };
    if (underWay) return { id: 'quay-migration-view', label: t('View migration to QuayRegistry'), cta };
    const action = { id: 'quay-migration-migrate', label: t('Migrate to QuayRegistry'), cta };
    const reason = disabledReason();
    return reason === undefined ? action : { ...action, disabled: true, disabledTooltip: reason };

    function disabledReason(): string | undefined {
      if (deletionTimestamp !== undefined) return t('This QuayEcosystem is being deleted.');
      if (loading) return t('Your permission is being checked.');
      if (!allowed) return t('You need permission to patch QuayEcosystem {{name}}.', { name });
      return undefined;
    }
  }, [t, name, namespace, deletionTimestamp, allowed, loading, underWay]);
}
