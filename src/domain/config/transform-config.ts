import type { ComponentDecision } from '../components/decision.ts';
import type { ConfigChange } from './config-change.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { type ConfigDifference, diffConfig } from './config-diff.ts';
import {
  type ConfigDocument,
  configValue,
  copyDocument,
  emptyConfig,
  removeConfigKey,
  serializeConfig,
  setConfigValue,
} from './config-document.ts';
import { generalChanges } from './general-changes.ts';

export interface TransformedConfig {
  /** config.yaml for the new registry. */
  readonly document: ConfigDocument;
  readonly text: string;
  readonly diff: readonly ConfigDifference[];
}

/** config.yaml as the new registry wants it: the one place that applies what the components decided. */
export function transformConfig(facts: EcosystemFacts, decisions: readonly ComponentDecision[]): TransformedConfig {
  // Where there is none a blocker says so, and the plan still has its shape.
  const before = facts.config.document ?? emptyConfig();
  const after = copyDocument(before);
  const reasons = new Map<string, string>();
  const changes = [...generalChanges(before, facts), ...decisions.flatMap((decision) => decision.configChanges)];
  for (const change of changes) {
    applyChange(after, change);
    reasons.set(change.key, change.reason);
  }
  return { document: after, text: serializeConfig(after), diff: diffConfig(before, after, reasons) };
}

function applyChange(document: ConfigDocument, change: ConfigChange): void {
  if (change.action === 'remove') removeConfigKey(document, change.key);
  else if (configValue(document, change.key) !== change.value) setConfigValue(document, change.key, change.value);
}
