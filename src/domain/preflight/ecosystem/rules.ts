import { choiceUnavailable } from './choice-unavailable.ts';
import { choiceUnknown } from './choice-unknown.ts';
import { dumpIncomplete } from './dump-incomplete.ts';
import { ecosystemDeleting } from './ecosystem-deleting.ts';
import { ecosystemMissing } from './ecosystem-missing.ts';
import { fieldDefaulted } from './field-defaulted.ts';
import { fieldWrongType } from './field-wrong-type.ts';
import { gitopsManaged } from './gitops-managed.ts';
import { legacyFinalizer } from './legacy-finalizer.ts';
import { migrationPhase } from './migration-phase.ts';
import { nameInvalid } from './name-invalid.ts';
import { nameTooLong } from './name-too-long.ts';
import { registryNotServing } from './registry-not-serving.ts';
import { setupIncomplete } from './setup-incomplete.ts';
import type { FindingRule } from '../finding-rule.ts';

/** The QuayEcosystem itself: its fields, its state, its name. */
export const ecosystemRules: readonly FindingRule[] = [
  ecosystemMissing,
  ecosystemDeleting,
  fieldWrongType,
  choiceUnknown,
  choiceUnavailable,
  migrationPhase,
  nameTooLong,
  nameInvalid,
  gitopsManaged,
  setupIncomplete,
  registryNotServing,
  fieldDefaulted,
  legacyFinalizer,
  dumpIncomplete,
];
