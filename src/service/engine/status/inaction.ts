import { migrationLabels } from '../../../domain/migration-names.ts';
import type { Condition } from '../../../k8s/condition.ts';
import { cut } from '../journal/cut-text.ts';
import type { Journal } from '../journal/journal.ts';
import { type Target, journalName, journalType, planType } from '../journal/journal-names.ts';

/** The condition of a QuayEcosystem on which the service takes no action, with what a person can do about it. */
type Inaction = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

function inaction(reason: 'Blocked' | 'Failed', message: string): Inaction {
  return { type: 'QuayMigration', status: 'False', reason, message: cut(message, 4000) };
}

/** A migration was running, and its journal is gone. `namespace`: the service's. */
export function journalGone(target: Target, namespace: string): Inaction {
  return inaction(
    'Failed',
    `A migration of this QuayEcosystem was running, and its journal (Secret ${journalName(target, 1)} in namespace ` +
      `${namespace}, or that of a later attempt) is gone, so the service takes no action. Restore that Secret from a ` +
      'backup. Without a backup, scale up the Deployments NAME-quay and NAME-quay-repomirror, restore the ' +
      'ownerReferences, then remove the finalizer quay-migration/running.',
  );
}

/** A journal of this ecosystem cannot be read. Other ecosystems are not affected. */
export function journalUnreadable(problem: string): Inaction {
  return inaction('Failed', problem);
}

/** Journals of an earlier version, stored where anyone who may write Secrets could have forged them. */
export function journalsOfEarlierVersion({ namespace, name }: Target, names: readonly string[]): Inaction {
  const remove = (type: string): string =>
    `oc delete secret -n ${namespace} -l ${migrationLabels.ecosystem}=${name} --field-selector type=${type}`;
  return inaction(
    'Blocked',
    `${names.map((secret) => `Secret ${namespace}/${secret}`).join(', ')}: journals of an earlier version of the ` +
      'migration service. This version does not trust them, because anyone who may write Secrets in this namespace ' +
      'could have written them, and starts no migration while they exist. If one of their migrations is not over (its ' +
      'journal has a finalizer), return to the earlier version of the chart (helm rollback), and finish the migration ' +
      `or roll it back there. If all of them are over, delete them: ${remove(journalType)}; and their plans: ` +
      `${remove(planType)}.`,
  );
}

/** The latest journal was written by another installation of this product. */
export function foreignJournal({ attempt, phase }: Pick<Journal, 'attempt' | 'phase'>): Inaction {
  return inaction(
    'Blocked',
    `Attempt ${attempt} (${phase}) belongs to another installation of the migration service, so this one takes no ` +
      'action. Restore the ConfigMap of that installation, or finish the attempt with it.',
  );
}

/** Another installation of this product has claimed this ecosystem. */
export function takenByAnother(installation: string): Inaction {
  return inaction(
    'Blocked',
    `This QuayEcosystem belongs to another installation of the migration service (${installation}), so this one takes ` +
      'no action. If that installation no longer exists, remove the annotation quay-migration/installation, then request ' +
      'the migration again.',
  );
}
