import { decideComponents } from '../../components/table.ts';
import { configValue } from '../../config/config-document.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';

/** What quay-operator 3.9 to 3.18 writes for the mirror that it manages, whatever the bundle says. */
const operatorsInterval = 30;

export const mirrorInterval = defineRule({
  id: 'mirror-interval',
  severity: 'info',
  covers: ['H28', 'B17'],
  look: (facts, choices) => {
    const { document } = facts.config;
    const interval = document && configValue(document, 'REPO_MIRROR_INTERVAL');
    const managed = decideComponents(facts, choices).some(({ kind, managed }) => kind === 'mirror' && managed);
    if (!managed || interval === undefined || interval === null || Number(interval) === operatorsInterval)
      return undefined;
    return {
      object: configSecretObject(facts),
      field: 'data[config.yaml]: REPO_MIRROR_INTERVAL',
      message:
        'REPO_MIRROR_INTERVAL of config.yaml is not kept: the mirror that quay-operator manages checks for work every ' +
        `${operatorsInterval} seconds. The sync interval of each repository is a separate setting in Quay and does not change`,
      remedy: 'No action is required. Another interval is possible only with the component mirror at managed: false.',
    };
  },
});
