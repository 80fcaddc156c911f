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
      `Check what the pod mounts: oc get deployment ${deployment.metadata.name} -n ${facts.namespace} -o yaml. ` +
      'It must be a PersistentVolumeClaim of this namespace.';
    if (volume === 'other' || volume === undefined) {
      const message = `The data directory of the old database in ${object} is on neither a PersistentVolumeClaim nor an emptyDir. How safe the data is cannot be determined`;
      return { object, field: 'spec.template.spec.volumes', message, remedy };
    }
    if (claim || unreadReason(facts, 'persistentvolumeclaims') !== undefined) return undefined;
    const message = `${object} mounts a PersistentVolumeClaim that does not exist, so its pod cannot start again`;
    return { object, field: 'spec.template.spec.volumes[data].persistentVolumeClaim', message, remedy };
  },
});
