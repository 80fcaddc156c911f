import { buildersChange } from './builders-change.ts';
import { buildmanHostname } from './buildman-hostname.ts';
import { deploymentEdited } from './deployment-edited.ts';
import { deploymentImage } from './deployment-image.ts';
import { registryStateReadonly } from './registry-state-readonly.ts';
import { serviceAccountAnnotated } from './service-account-annotated.ts';
import { settingNamesOldService } from './setting-names-old-service.ts';
import { settingsDropped } from './settings-dropped.ts';
import { settingsNotCarried } from './settings-not-carried.ts';
import { superusersDiffer } from './superusers-differ.ts';
import type { FindingRule } from '../finding-rule.ts';

/** What the old pods run with, beside config.yaml, and what becomes of it. */
export const settingsRules: readonly FindingRule[] = [
  buildmanHostname,
  registryStateReadonly,
  settingNamesOldService,
  settingsNotCarried,
  buildersChange,
  serviceAccountAnnotated,
  superusersDiffer,
  deploymentEdited,
  settingsDropped,
  deploymentImage,
];
