import { migrationLabels } from '../../../domain/migration-names.ts';
import type { Condition } from '../../../k8s/condition.ts';
import { cut } from '../journal/cut-text.ts';
import type { Journal } from '../journal/journal.ts';
import { type Target, journalName, journalType, planType } from '../journal/journal-names.ts';

/** What the QuayEcosystem's status says where nothing is done, and what a person can do about it. */
type Standstill = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

function standstill(reason: 'Blocked' | 'Failed', message: string): Standstill {
  return { type: 'QuayMigration', status: 'False', reason, message: cut(message, 4000) };
}

/** A migration was under way, and its journal is gone. `namespace` is the service's. */
export function journalGone(target: Target, namespace: string): Standstill {
  return standstill(
    'Failed',
    `A migration of this QuayEcosystem was under way, and its journal (Secret ${journalName(target, 1)} in namespace ` +
      `${namespace}, or that of a later attempt) is gone: nothing is done on its own. Restore that Secret from a backup. ` +
      'Without one: scale the Deployments NAME-quay and NAME-quay-repomirror up again, put ownerReferences back, then ' +
      'remove the finalizer quay-migration/running.',
  );
}

/** A journal of this ecosystem cannot be read. The others are not concerned. */
export function journalUnreadable(problem: string): Standstill {
  return standstill('Failed', problem);
}

/** Journals that an earlier version has left where whoever may write Secrets could have written them. */
export function journalsOfEarlierVersion({ namespace, name }: Target, names: readonly string[]): Standstill {
  const remove = (type: string): string =>
    `oc delete secret -n ${namespace} -l ${migrationLabels.ecosystem}=${name} --field-selector type=${type}`;
  return standstill(
    'Blocked',
    `${names.map((secret) => `Secret ${namespace}/${secret}`).join(', ')}: journals of an earlier version of the ` +
      'migration service, which this version does not believe, because everybody who may write Secrets here could have ' +
      'written them. Nothing is begun while they are there. If one of their migrations is not over (its journal has a ' +
      'finalizer), go back to the earlier version of the chart (helm rollback), and finish it or roll it back there. If ' +
      `all of them are over, delete them: ${remove(journalType)}; and what belongs to them: ${remove(planType)}.`,
  );
}

/** A journal beside ours that another installation of this product has written. */
export function foreignJournal({ attempt, phase }: Pick<Journal, 'attempt' | 'phase'>): Standstill {
  return standstill(
    'Blocked',
    `Attempt ${attempt} (${phase}) belongs to another installation of the migration service, so this one keeps off. ` +
      'Restore the ConfigMap of that installation, or finish the attempt with it.',
  );
}

/** Another installation of this product has taken this ecosystem. */
export function takenByAnother(installation: string): Standstill {
  return standstill(
    'Blocked',
    `This QuayEcosystem belongs to another installation of the migration service (${installation}), so this one keeps ` +
      'off. If that installation is there no more, remove the annotation quay-migration/installation and request the ' +
      'migration again.',
  );
}
