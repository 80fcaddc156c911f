import {
  accessAnnotation,
  acknowledgedAnnotation,
  copyBeforeFreezeAnnotation,
  databaseAnnotation,
  installationAnnotation,
  requestAnnotation,
  rollbackAnnotation,
} from '../contract/annotations.ts';
import { type Choices as StatedChoices, choiceValues as values } from '../contract/choices.ts';

/** What the person who requests a migration decided, from the annotations under `quay-migration/`. */
export interface Choices extends Readonly<StatedChoices> {
  /** Findings of severity `warning` that this request accepts. */
  readonly acknowledged: readonly string[];
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

/** An annotation may hold 256 KiB: what is said of it goes into journal, condition and Event. */
const longestShown = 100;

/** What begins so is meant for this product. */
const prefix = 'quay-migration/';

const freeText: readonly string[] = [acknowledgedAnnotation, requestAnnotation, rollbackAnnotation];

/** Written by the service, not by users. */
const notes: readonly string[] = [installationAnnotation];

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
    const given = annotations[key];
    const found = allowed.find((value) => value === given);
    if (given !== undefined && found === undefined) problems.push(unknownValue(key, allowed, given));
    return found ?? values[key][0];
  };
  const choices: Choices = {
    acknowledged: acknowledgedFor(annotations),
    database: pick(databaseAnnotation),
    copyBeforeFreeze: pick(copyBeforeFreezeAnnotation) === 'true',
    access: pick(accessAnnotation),
  };
  return { choices, problems: [...problems, ...unknownAnnotations(annotations)] };
}

function unknownValue(annotation: string, allowed: readonly string[], given: string): ChoiceProblem {
  const list = allowed.map((value) => `"${value}"`).join(' or ');
  return { annotation, problem: `must be ${list}, but is "${given.slice(0, longestShown)}"` };
}

function unknownAnnotations(annotations: Readonly<Record<string, string>>): readonly ChoiceProblem[] {
  const known = [...Object.keys(values), ...freeText];
  return Object.keys(annotations)
    .filter((annotation) => annotation.startsWith(prefix) && ![...known, ...notes].includes(annotation))
    .map((annotation) => ({ annotation, problem: `is not a valid choice. Valid choices are ${known.join(', ')}` }));
}

/**
 * `id,id` for a request by the label alone, `REQUEST: id,id` for one by the annotation `quay-migration/request`. What was
 * acknowledged for another request is ignored: that requester saw other findings.
 */
function acknowledgedFor(annotations: Readonly<Record<string, string>>): readonly string[] {
  const text = annotations[acknowledgedAnnotation] ?? '';
  const request = annotations[requestAnnotation]?.trim() ?? '';
  const colon = text.lastIndexOf(':');
  const named = colon === -1 ? '' : text.slice(0, colon).trim();
  if (named !== request) return [];
  const ids = text.slice(colon + 1).split(',');
  return [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ''))];
}
