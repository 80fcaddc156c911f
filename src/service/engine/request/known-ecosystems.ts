import { createHash } from 'node:crypto';
import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { isLabelled } from './request.ts';

interface Known {
  /** Of all that the engine looks at: an own or a stranger's write of the status brings no news. */
  readonly fingerprint: string;
  /** By `performance.now()`: since when it is as it is. */
  readonly since: number;
  /** It carries the label, or our finalizer. */
  readonly asks: boolean;
}

/**
 * Which ecosystems there is something to look at for. What anybody's labels or names claim adds none: there are as many
 * as QuayEcosystems exist and journals are open.
 */
export class KnownEcosystems {
  readonly #existing = new Map<string, Known>();
  readonly #journaled = new Set<string>();
  /** How this installation marks what it migrates; undefined until it is known. */
  claim: string | undefined;

  /** How many are remembered. */
  get size(): number {
    return new Set([...this.#existing.keys(), ...this.#journaled]).size;
  }

  /** Takes over what a watch shows of a QuayEcosystem. True when it brings something to look at. */
  see(ecosystem: QuayEcosystem): boolean {
    const key = keyOf(ecosystem.metadata);
    const before = this.#existing.get(key);
    const fingerprint = fingerprintOf(ecosystem, this.claim);
    if (before?.fingerprint === fingerprint) return false;
    const asks = isLabelled(ecosystem) || ecosystem.metadata.finalizers?.includes(ecosystemFinalizer) === true;
    this.#existing.set(key, { fingerprint, since: performance.now(), asks });
    return before?.asks === true || this.concerns(key);
  }

  /** A QuayEcosystem is gone. True when there may be something to end. */
  gone({ metadata }: QuayEcosystem): boolean {
    const key = keyOf(metadata);
    const asked = this.#existing.get(key)?.asks === true;
    this.#existing.delete(key);
    return asked || this.#journaled.has(key);
  }

  /** Whether a change of something else that names this ecosystem is worth a look. */
  concerns(key: string): boolean {
    return this.#existing.get(key)?.asks === true || this.#journaled.has(key);
  }

  /** Everything that is worth a look. */
  all(): readonly string[] {
    const asking = [...this.#existing].filter(([, { asks }]) => asks).map(([key]) => key);
    return [...new Set([...asking, ...this.#journaled])];
  }

  /** There are journals of this ecosystem, as far as was seen. */
  journaled(key: string): void {
    this.#journaled.add(key);
  }

  /** What a look has found. True when the ecosystem is forgotten with it: it is gone, and nothing is open. */
  settle(key: string, found: { readonly journaled: boolean; readonly open: boolean }): boolean {
    const exists = this.#existing.has(key);
    if (found.journaled && (exists || found.open)) this.#journaled.add(key);
    else this.#journaled.delete(key);
    return !exists && !this.#journaled.has(key);
  }

  /** By `performance.now()`: since when the ecosystem asks for what it asks for; `otherwise` when this is news. */
  since(ecosystem: QuayEcosystem, otherwise: number): number {
    const known = this.#existing.get(keyOf(ecosystem.metadata));
    return known?.fingerprint === fingerprintOf(ecosystem, this.claim) ? known.since : otherwise;
  }
}

export function keyOf({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace ?? ''}/${name}`;
}

function fingerprintOf({ metadata }: QuayEcosystem, claim: string | undefined): string {
  const { uid, generation, labels, annotations, finalizers, deletionTimestamp } = metadata;
  // The engine itself writes its claim when it begins: no news. That of another installation is, and so is its end.
  const others = Object.entries(annotations ?? {}).filter(
    ([key, value]) => key !== installationAnnotation || value !== claim,
  );
  const seen = [uid, generation, sorted(labels), sorted(Object.fromEntries(others)), finalizers, deletionTimestamp];
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64');
}

function sorted(entries: Readonly<Record<string, string>> = {}): readonly (readonly [string, string])[] {
  return Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
}
