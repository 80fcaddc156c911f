import type { Finding, Severity } from '../../../contract/finding.ts';
import { cut } from './cut-text.ts';
import { limits } from './journal-schema.ts';
import type { Journal, StepRecord } from './journal.ts';

/** The journal as it is stored: texts from outside are truncated, so that they cannot fill the Secret. */
export function withinLimits(journal: Journal): Journal {
  const { cause, remedy, requestedBy, choices, findings, steps, rollback, endpoint, upgradeFailure, blocked } = journal;
  return {
    ...journal,
    cause: cut(cause, limits.cause),
    remedy: cut(remedy, limits.cause),
    requestedBy: cut(requestedBy, limits.requestedBy),
    requests: journal.requests.slice(-limits.requests),
    choices: { ...choices, acknowledged: acknowledgedWithin(choices.acknowledged) },
    findings: findingsWithin(findings),
    steps: recordsWithin(steps),
    rollback: recordsWithin(rollback),
    ...(endpoint !== undefined && { endpoint: cut(endpoint, limits.message) }),
    ...(upgradeFailure !== undefined && { upgradeFailure: cut(upgradeFailure, limits.message) }),
    ...(blocked !== undefined && { blocked: { ...blocked, message: cut(blocked.message, limits.blocked) } }),
  };
}

const gravest: readonly Severity[] = ['blocker', 'warning', 'info'];

/** Keeps the most severe findings, in their original order. */
function findingsWithin(findings: readonly Finding[]): readonly Finding[] {
  const short = findings.map((finding) => ({
    ...finding,
    id: cut(finding.id, limits.word),
    object: cut(finding.object, limits.findingText),
    field: cut(finding.field, limits.findingText),
    message: cut(finding.message, limits.findingText),
    remedy: cut(finding.remedy, limits.findingText),
  }));
  const kept = new Set<Finding>();
  let room: number = limits.findingsText;
  for (const finding of gravest.flatMap((severity) => short.filter((one) => one.severity === severity))) {
    room -= Object.values(finding).join('').length;
    if (room < 0 || kept.size === limits.findings) break;
    kept.add(finding);
  }
  return short.filter((finding) => kept.has(finding));
}

function acknowledgedWithin(acknowledged: readonly string[]): readonly string[] {
  return acknowledged.filter((id) => id.length <= limits.word).slice(0, limits.acknowledged);
}

function recordsWithin<Id extends string>(
  records: Readonly<Partial<Record<Id, StepRecord>>>,
): Readonly<Partial<Record<Id, StepRecord>>> {
  const short = Object.entries<StepRecord | undefined>(records).flatMap(([id, record]) =>
    record === undefined ? [] : [[id, recordWithin(record)]],
  );
  return Object.fromEntries(short) as Partial<Record<Id, StepRecord>>;
}

function recordWithin(record: StepRecord): StepRecord {
  const { message, refused } = record;
  return {
    ...record,
    message: cut(message, limits.message),
    ...(refused !== undefined && { refused: { ...refused, write: cut(refused.write, limits.message) } }),
  };
}
