import { useCallback, useState } from 'react';
import type { Choices } from '../../contract/choices.ts';
import type { Ecosystem } from '../api/ecosystem.ts';

/** What somebody has decided and not yet sent. `choices` is missing until one is made: then the service's hold. */
export interface KeptChoices {
  readonly choices?: Choices;
  readonly acknowledged: readonly string[];
}

const nothing: KeptChoices = { acknowledged: [] };

/** Kept for the browser's tab: the console mounts a page's tab anew now and then, and people reload. */
export function useKeptChoices({ namespace, name }: Ecosystem): [KeptChoices, (kept: KeptChoices) => void] {
  const [kept, setKept] = useState(() => keptIn(() => sessionStorage, { namespace, name }).read());
  const keep = useCallback(
    (next: KeptChoices) => {
      keptIn(() => sessionStorage, { namespace, name }).write(next);
      setKept(next);
    },
    [namespace, name],
  );
  return [kept, keep];
}

/** One ecosystem's place in a storage. A browser that lets pages store nothing throws when it is asked for one. */
export function keptIn(
  storage: () => Pick<Storage, 'getItem' | 'setItem'>,
  { namespace, name }: Ecosystem,
): { readonly read: () => KeptChoices; readonly write: (kept: KeptChoices) => void } {
  const key = `quay-migration/${namespace}/${name}`;
  return {
    read: () => orElse(() => readKept(storage().getItem(key)), nothing),
    write: (kept) => {
      orElse(() => {
        storage().setItem(key, JSON.stringify(kept));
      }, undefined);
    },
  };
}

function orElse<T>(attempt: () => T, otherwise: T): T {
  try {
    return attempt();
  } catch {
    return otherwise;
  }
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
