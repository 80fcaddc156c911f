import { useEffect, useState } from 'react';

/** Of this plugin: the release that the browser holds. */
export const pluginVersion = process.env.QUAY_MIGRATION_VERSION ?? 'unknown';

/** Watches which version the service's answers are of, and tells when it is not the plugin's own. */
export class VersionWatch {
  readonly #own: string;
  readonly #listeners = new Set<(other: string | undefined) => void>();
  /** The service's version, when it is another one. */
  other: string | undefined;

  constructor(own: string) {
    this.#own = own;
  }

  /** `null`: the answer said nothing, as one of a proxy does not. */
  seen(version: string | null): void {
    if (version === null) return;
    const other = version === this.#own ? undefined : version;
    if (other === this.other) return;
    this.other = other;
    for (const listener of this.#listeners) listener(other);
  }

  subscribe(listener: (other: string | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** One for the page: the plugin is loaded once. */
export const serviceVersion = new VersionWatch(pluginVersion);

/** The service's version when it differs from the plugin's own; undefined while they are the same. */
export function useOtherVersion(): string | undefined {
  const [other, setOther] = useState(serviceVersion.other);
  useEffect(() => {
    setOther(serviceVersion.other);
    return serviceVersion.subscribe(setOther);
  }, []);
  return other;
}
