import { dataOf } from '../../ecosystem/read-config.ts';
import { defineRule } from '../define-rule.ts';
import { absence, objectIn, unreadReason, unreadSecretsRemedy } from '../object-names.ts';

/**
 * The keys that the old database pod reads at each start. `database-root-password` is not among them: unlike in the
 * official migrator, the copy logs in as the registry does, so its absence does no harm.
 */
const needed = ['database-username', 'database-password', 'database-name'];

export const databaseCredentialsMissing = defineRule({
  id: 'database-credentials-missing',
  severity: 'blocker',
  covers: ['H1', 'B3'],
  look: (facts) => {
    const { kind, credentialsSecret, credentialsSecretName } = facts.database;
    if (kind !== 'managed') return undefined;
    const object = objectIn(facts, 'Secret', credentialsSecretName);
    const said = 'The pod of the old database could not start again, neither now nor after a rollback';
    if (credentialsSecret === undefined) {
      return {
        object,
        field: 'metadata.name',
        message: absence(facts, { object, resource: 'secrets', consequence: said }),
        remedy:
          unreadReason(facts, 'secrets') !== undefined
            ? unreadSecretsRemedy(facts)
            : `Create the Secret with the values in DB_URI (oc create secret generic ${credentialsSecretName} -n ${facts.namespace} --from-literal=database-username=... --from-literal=database-password=... --from-literal=database-name=...).`,
      };
    }
    const data = dataOf(credentialsSecret);
    return needed
      .filter((key) => (data[key] ?? '') === '')
      .map((key) => ({
        object,
        field: `data[${key}]`,
        message: `Key ${key} of ${object} is missing or empty. ${said}`,
        remedy: `Set the key to the value in DB_URI (oc set data secret/${credentialsSecretName} -n ${facts.namespace} ${key}=...).`,
      }));
  },
});
