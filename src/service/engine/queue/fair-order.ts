interface FairOrderSettings {
  /** So many keys of a group are taken in a row before the next group has its turn. */
  readonly turn: number;
  /** At most so many keys of a group are in work at once. */
  readonly mostAtOnce: number;
}

interface Group {
  /** In the order in which they came. */
  readonly keys: Set<string>;
  left: number;
  inWork: number;
}

/**
 * Keys that wait to be worked on, each once. Their groups take turns: a group with very many keys delays another's by a
 * turn, however many it has. A turn is more than one key, because keys of one group are read from the same lists.
 */
export class FairOrder {
  readonly #settings: FairOrderSettings;
  /** Whose turn it is comes first. */
  readonly #groups = new Map<string, Group>();

  constructor(settings: FairOrderSettings) {
    this.#settings = settings;
  }

  /** Groups that have a key waiting or in work: no others are remembered. */
  get groups(): number {
    return this.#groups.size;
  }

  add(key: string): void {
    const name = groupOf(key);
    const group = this.#groups.get(name) ?? { keys: new Set<string>(), left: this.#settings.turn, inWork: 0 };
    if (group.keys.size === 0) this.#toTheEnd(name, group);
    group.keys.add(key);
  }

  /** The next key to work on; undefined when none may be begun now. */
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

  /** A key that was taken is done. */
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
