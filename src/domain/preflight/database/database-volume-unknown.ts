import { legacyDatabaseName } from '../../ecosystem/database/read-database.ts';
import { defineRule } from '../define-rule.ts';
import { objectIn, unreadReason } from '../object-names.ts';

export const databaseVolumeUnknown = defineRule({
  id: 'database-volume-unknown',
  severity: 'blocker',
  covers: ['H13'],
  look: (facts) => {
    const { kind, deployment, claim, volume } = facts.database;
    if (kind !== 'managed' || deployment === undefined) return undefined;
    const object = objectIn(facts, 'Deployment', legacyDatabaseName(facts.name));
    const remedy =
      `See what the pod mounts: oc get deployment ${deployment.metadata.name} -n ${facts.namespace} -o yaml. ` +
      'It must be a PersistentVolumeClaim of this namespace.';
    if (volume === 'other' || volume === undefined) {
      const message =
        'the data directory of the old database is on no PersistentVolumeClaim and no emptyDir; how safe it is cannot be known';
      return { object, field: 'spec.template.spec.volumes', message, remedy };
    }
    if (claim || unreadReason(facts, 'persistentvolumeclaims') !== undefined) return undefined;
    const message = 'mounts a PersistentVolumeClaim that does not exist: its pod cannot start again';
    return { object, field: 'spec.template.spec.volumes[data].persistentVolumeClaim', message, remedy };
  },
});
