/** What the person who asks decided, from the annotations under `quay-migration/`. */
export interface Choices {
  /** Findings of severity `warning` that this request accepts. */
  readonly acknowledged: readonly string[];
  /** `copy` moves an operator-managed database into the new operator's; `unmanaged` keeps using the one there is. */
  readonly database: 'copy' | 'unmanaged';
  /** A first copy is made while the old registry serves; what has changed since follows when it stands still. */
  readonly copyBeforeFreeze: boolean;
  /** For LoadBalancer, NodePort and Ingress: the old Service keeps its address, or a new one is to be made. */
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

/** An annotation may hold 256 KiB: what is said of it goes into journal, condition and Event. */
const longestShown = 100;

const freeText = ['acknowledged', 'request', 'rollback'];

/** Not for people: the service writes it. */
const notes = ['installation'];

/**
 * Choices as the annotations of a QuayEcosystem state them. What is unknown or has an unknown value keeps its default
 * and is a problem: a misspelt choice must not silently be none.
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
    .map((annotation) => ({ annotation, problem: `is not a choice; the choices are ${known.join(', ')}` }));
}

/**
 * `id,id` where the label alone asks, `REQUEST: id,id` where the annotation `quay-migration/request` does. What was
 * acknowledged for another request does not count: that person saw other findings.
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
