import { type Action, useAccessReview } from '@openshift-console/dynamic-plugin-sdk';
import { useMemo } from 'react';
import type { Ecosystem } from '../api/ecosystem.ts';
import { type Translate, useText } from '../text/use-text.ts';
import { type EcosystemObject, type KnownMigration, knownMigration } from './ecosystem-object.ts';
import { migrationPath } from './ecosystem-link.ts';

/**
 * Leads to the tab. Where a migration cannot be started it is disabled and says why; an existing migration anybody may
 * view.
 */
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
  const migration = knownMigration(object);
  return useMemo(
    () => migrateAction({ ecosystem: { namespace, name }, deletionTimestamp, migration, allowed, loading }, t),
    [t, name, namespace, deletionTimestamp, allowed, loading, migration],
  );
}

interface Situation {
  readonly ecosystem: Ecosystem;
  readonly deletionTimestamp: string | undefined;
  readonly migration: KnownMigration;
  /** Whether the user may patch the QuayEcosystem; not known while it is `loading`. */
  readonly allowed: boolean;
  readonly loading: boolean;
}

export function migrateAction(situation: Situation, t: Translate): Action {
  const cta = { href: migrationPath(situation.ecosystem) };
  const view = { id: 'quay-migration-view', label: t('View migration to QuayRegistry'), cta };
  if (situation.migration === 'current') return view;
  const action = { id: 'quay-migration-migrate', label: t('Migrate to QuayRegistry'), cta };
  const reason = disabledReason(situation, t);
  if (situation.migration === 'over' && reason !== undefined) return view;
  return reason === undefined ? action : { ...action, disabled: true, disabledTooltip: reason };
}

function disabledReason(
  { ecosystem, deletionTimestamp, allowed, loading }: Situation,
  t: Translate,
): string | undefined {
  if (deletionTimestamp !== undefined) return t('This QuayEcosystem is being deleted.');
  if (loading) return t('Checking your permission.');
  if (!allowed) return t('You need permission to patch QuayEcosystem {{name}}.', { name: ecosystem.name });
  return undefined;
}
