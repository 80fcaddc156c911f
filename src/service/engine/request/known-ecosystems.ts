import { createHash } from 'node:crypto';
import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { isLabelled } from './request.ts';

interface Known {
  /** Covers every field that the engine reads; writes of the status do not change it. */
  readonly fingerprint: string;
  /** By `performance.now()`: the time of the last change of the fingerprint. */
  readonly since: number;
  /** It has the label, or our finalizer. */
  readonly requests: boolean;
}

/**
 * The ecosystems that need reconciling. Labels or names of other objects add none, so their number is limited by the
 * existing QuayEcosystems and the open journals.
 */
export class KnownEcosystems {
  readonly #existing = new Map<string, Known>();
  readonly #journaled = new Set<string>();
  /** The value of this installation's claim; undefined until it is known. */
  claim: string | undefined;

  /** Number of known ecosystems. */
  get size(): number {
    return new Set([...this.#existing.keys(), ...this.#journaled]).size;
  }

  /** Records a QuayEcosystem from a watch event. True when it needs reconciling. */
  see(ecosystem: QuayEcosystem): boolean {
    const key = keyOf(ecosystem.metadata);
    const before = this.#existing.get(key);
    const fingerprint = fingerprintOf(ecosystem, this.claim);
    if (before?.fingerprint === fingerprint) return false;
    const requests = isLabelled(ecosystem) || ecosystem.metadata.finalizers?.includes(ecosystemFinalizer) === true;
    this.#existing.set(key, { fingerprint, since: performance.now(), requests });
    return before?.requests === true || this.concerns(key);
  }

  /** Records the deletion of a QuayEcosystem. True when it may have an attempt to end. */
  gone({ metadata }: QuayEcosystem): boolean {
    const key = keyOf(metadata);
    const requested = this.#existing.get(key)?.requests === true;
    this.#existing.delete(key);
    return requested || this.#journaled.has(key);
  }

  /** Whether an event of another object that names this ecosystem needs reconciling. */
  concerns(key: string): boolean {
    return this.#existing.get(key)?.requests === true || this.#journaled.has(key);
  }

  /** All keys that need reconciling. */
  all(): readonly string[] {
    const requesting = [...this.#existing].filter(([, { requests }]) => requests).map(([key]) => key);
    return [...new Set([...requesting, ...this.#journaled])];
  }

  /** Records that the ecosystem has journals. */
  journaled(key: string): void {
    this.#journaled.add(key);
  }

  /** Records the result of a pass. True when the ecosystem was deleted and has no open attempt, so that it is dropped. */
  settle(key: string, found: { readonly journaled: boolean; readonly open: boolean }): boolean {
    const exists = this.#existing.has(key);
    if (found.journaled && (exists || found.open)) this.#journaled.add(key);
    else this.#journaled.delete(key);
    return !exists && !this.#journaled.has(key);
  }

  /** By `performance.now()`: since when the ecosystem has its current request; `otherwise` when it has just changed. */
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
  // The engine's own claim is not a change; the claim of another installation, and its removal, are.
  const others = Object.entries(annotations ?? {}).filter(
    ([key, value]) => key !== installationAnnotation || value !== claim,
  );
  const seen = [uid, generation, sorted(labels), sorted(Object.fromEntries(others)), finalizers, deletionTimestamp];
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64');
}

function sorted(entries: Readonly<Record<string, string>> = {}): readonly (readonly [string, string])[] {
  return Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
}
