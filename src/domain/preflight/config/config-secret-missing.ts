import { defineRule } from '../define-rule.ts';
import { configSecretObject, unreadReason, unreadSecretsRemedy } from '../object-names.ts';

export const configSecretMissing = defineRule({
  id: 'config-secret-missing',
  severity: 'blocker',
  covers: ['H20', 'H31'],
  look: (facts) => {
    if (facts.config.secret) return undefined;
    const unread = unreadReason(facts, 'secrets');
    const object = configSecretObject(facts);
    return {
      object,
      field: 'metadata.name',
      message:
        unread === undefined
          ? `${object} does not exist. Without it, the new registry would start with new keys and without storage`
          : `${object} could not be read: ${unread}`,
      remedy:
        unread === undefined
          ? 'Restore the Secret from a backup. Running pods have its content in /conf/stack: save it with oc rsync.'
          : unreadSecretsRemedy(facts),
    };
  },
});
