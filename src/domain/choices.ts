/** What the requester decided, from the annotations under `quay-migration/`. */
export interface Choices {
  /** Findings of severity `warning` that this request accepts. */
  readonly acknowledged: readonly string[];
  /** `copy` copies a managed database into the PostgreSQL of quay-operator; `unmanaged` keeps using the existing one. */
  readonly database: 'copy' | 'unmanaged';
  /** The database is pre-copied before the downtime; what changed since is copied during the downtime. */
  readonly copyBeforeFreeze: boolean;
  /** For LoadBalancer, NodePort and Ingress: the old Service keeps its address, or a new one is to be created. */
  readonly access: 'keep-service' | 'new-service';
}

export const defaultChoices: Choices = {
  acknowledged: [],
  database: 'copy',
  copyBeforeFreeze: true,
  access: 'keep-service',
};

export interface ChoiceProblem {
  readonly annotation: string;
  /** `must be "copy" or "unmanaged", but is "move"` */
  readonly problem: string;
}

const prefix = 'quay-migration/';

/** The choices with their values, the default first. */
const values = {
  database: ['copy', 'unmanaged'],
  'copy-before-freeze': ['true', 'false'],
  access: ['keep-service', 'new-service'],
} as const;

/** An annotation may have 256 KiB, and its value goes into journal, condition and Event. */
const longestShown = 100;

const freeText = ['acknowledged', 'request', 'rollback'];

/** Written by the service, not by users. */
const notes = ['installation'];

/**
 * Choices as the annotations of a QuayEcosystem state them. An unknown choice or value keeps the default and is reported
 * as a problem: a misspelt choice must not be silently ignored.
 */
export function readChoices(annotations: Readonly<Record<string, string>>): {
  readonly choices: Choices;
  readonly problems: readonly ChoiceProblem[];
} {
  const problems: ChoiceProblem[] = [];
  const pick = <T extends keyof typeof values>(key: T): (typeof values)[T][number] => {
    const allowed: readonly (typeof values)[T][number][] = values[key];
    const given = annotations[prefix + key];
    const found = allowed.find((value) => value === given);
    if (given !== undefined && found === undefined) problems.push(unknownValue(prefix + key, allowed, given));
    return found ?? values[key][0];
  };
  const choices: Choices = {
    acknowledged: acknowledgedFor(annotations),
    database: pick('database'),
    copyBeforeFreeze: pick('copy-before-freeze') === 'true',
    access: pick('access'),
  };
  return { choices, problems: [...problems, ...unknownAnnotations(annotations)] };
}

function unknownValue(annotation: string, allowed: readonly string[], given: string): ChoiceProblem {
  const list = allowed.map((value) => `"${value}"`).join(' or ');
  return { annotation, problem: `must be ${list}, but is "${given.slice(0, longestShown)}"` };
}

function unknownAnnotations(annotations: Readonly<Record<string, string>>): readonly ChoiceProblem[] {
  const known = [...Object.keys(values), ...freeText].map((key) => prefix + key);
  const written = notes.map((key) => prefix + key);
  return Object.keys(annotations)
    .filter((annotation) => annotation.startsWith(prefix) && ![...known, ...written].includes(annotation))
    .map((annotation) => ({ annotation, problem: `is not a valid choice. Valid choices are ${known.join(', ')}` }));
}

/**
 * `id,id` for a request by the label alone, `REQUEST: id,id` for one by the annotation `quay-migration/request`. What was
 * acknowledged for another request is ignored: that requester saw other findings.
 */
function acknowledgedFor(annotations: Readonly<Record<string, string>>): readonly string[] {
  const text = annotations[`${prefix}acknowledged`] ?? '';
  const request = annotations[`${prefix}request`]?.trim() ?? '';
  const colon = text.lastIndexOf(':');
  const named = colon === -1 ? '' : text.slice(0, colon).trim();
  if (named !== request) return [];
  const ids = text.slice(colon + 1).split(',');
  return [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ''))];
}
