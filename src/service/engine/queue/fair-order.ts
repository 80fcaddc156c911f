interface FairOrderSettings {
  /** Number of keys of a group that are taken in a row before the next group has its turn. */
  readonly turn: number;
  /** Maximum number of keys of a group that are worked on at once. */
  readonly mostAtOnce: number;
}

interface Group {
  /** In insertion order. */
  readonly keys: Set<string>;
  left: number;
  inWork: number;
}

/**
 * Keys that wait for a worker, each once. Groups take turns: a group delays another one by at most one turn, however
 * many keys it has. A turn is more than one key, because the keys of one group are read from the same lists.
 */
export class FairOrder {
  readonly #settings: FairOrderSettings;
  /** The group whose turn it is comes first. */
  readonly #groups = new Map<string, Group>();

  constructor(settings: FairOrderSettings) {
    this.#settings = settings;
  }

  /** Number of groups with a waiting or running key; others are not kept. */
  get groups(): number {
    return this.#groups.size;
  }

  add(key: string): void {
    const name = groupOf(key);
    const group = this.#groups.get(name) ?? { keys: new Set<string>(), left: this.#settings.turn, inWork: 0 };
    if (group.keys.size === 0) this.#toTheEnd(name, group);
    group.keys.add(key);
  }

  /** The next key to work on; undefined when none may start now. */
  take(): string | undefined {
    for (const [name, group] of this.#groups) {
      const [key] = group.keys;
      if (key === undefined || group.inWork >= this.#settings.mostAtOnce) continue;
      group.keys.delete(key);
      group.inWork += 1;
      group.left -= 1;
      if (group.left <= 0) this.#toTheEnd(name, group);
      return key;
    }
    return undefined;
  }

  /** Marks a key that was taken as finished. */
  done(key: string): void {
    const name = groupOf(key);
    const group = this.#groups.get(name);
    if (group === undefined) return;
    group.inWork -= 1;
    if (group.inWork === 0 && group.keys.size === 0) this.#groups.delete(name);
  }

  #toTheEnd(name: string, group: Group): void {
    group.left = this.#settings.turn;
    this.#groups.delete(name);
    this.#groups.set(name, group);
  }
}

/** The namespace of `NAMESPACE/NAME`. */
function groupOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}
