import { useCallback, useState } from 'react';
import type { Choices } from '../../contract/choices.ts';
import type { Ecosystem } from '../service/ecosystem.ts';

/** What somebody has decided and not yet sent. `choices` is missing until one is made: then the service's hold. */
export interface KeptChoices {
  readonly choices?: Choices;
  readonly acknowledged: readonly string[];
}

const nothing: KeptChoices = { acknowledged: [] };

/** Kept for the browser's tab: the console mounts a page's tab anew now and then, and people reload. */
export function useKeptChoices({ namespace, name }: Ecosystem): [KeptChoices, (kept: KeptChoices) => void] {
  const key = `quay-migration/${namespace}/${name}`;
  const [kept, setKept] = useState(() => readKept(sessionStorage.getItem(key)));
  const keep = useCallback(
    (next: KeptChoices) => {
      sessionStorage.setItem(key, JSON.stringify(next));
      setKept(next);
    },
    [key],
  );
  return [kept, keep];
}

/** What another release of this plugin stored, or nobody, counts as nothing. */
export function readKept(stored: string | null): KeptChoices {
  try {
    const { choices, acknowledged } = JSON.parse(stored ?? '') as Partial<KeptChoices>;
    if (!Array.isArray(acknowledged) || !acknowledged.every((id) => typeof id === 'string')) return nothing;
    return { acknowledged, ...(choices !== undefined && isChoices(choices) && { choices }) };
  } catch {
    return nothing;
  }
}

function isChoices(choices: Partial<Choices>): choices is Choices {
  const { database, copyBeforeFreeze } = choices;
  return (database === 'copy' || database === 'unmanaged') && typeof copyBeforeFreeze === 'boolean';
}

export function withAccepted(acknowledged: readonly string[], id: string, accepted: boolean): string[] {
  const others = acknowledged.filter((other) => other !== id);
  return accepted ? [...others, id] : others;
}
