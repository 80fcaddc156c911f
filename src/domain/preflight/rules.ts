import { accessRules } from './access/rules.ts';
import { certificateRules } from './certificate/rules.ts';
import { componentsRules } from './components/rules.ts';
import { configRules } from './config/rules.ts';
import { databaseRules } from './database/rules.ts';
import { ecosystemRules } from './ecosystem/rules.ts';
import type { FindingRule } from './finding-rule.ts';
import { namespaceRules } from './namespace/rules.ts';
import { operatorRules } from './operator/rules.ts';
import { settingsRules } from './settings/rules.ts';

/** Every rule of preflight. A new one is a file, a line in its folder's rules.ts and a line in docs/hazards.md. */
export const findingRules: readonly FindingRule[] = [
  ...ecosystemRules,
  ...configRules,
  ...databaseRules,
  ...componentsRules,
  ...operatorRules,
  ...namespaceRules,
  ...certificateRules,
  ...accessRules,
  ...settingsRules,
];
