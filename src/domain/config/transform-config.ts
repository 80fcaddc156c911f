import type { ComponentDecision, ConfigChange } from '../components/decision.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { type ConfigDifference, diffConfig } from './config-diff.ts';
import {
  type ConfigDocument,
  configValue,
  copyDocument,
  parseConfigDocument,
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
  const before = facts.config.document ?? emptyDocument();
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

/** What is planned where there is no config.yaml to start from: a blocker says so, and the plan still has its shape. */
function emptyDocument(): ConfigDocument {
  const { document } = parseConfigDocument('{}');
  if (document === undefined) throw new Error('an empty mapping is a document');
  return document;
}
