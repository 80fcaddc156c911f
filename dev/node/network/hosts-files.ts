import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Service } from '../../../src/k8s/service.ts';
import { type AddressOf, hostsText } from './hosts.ts';

/** Keeps a hosts file for each namespace that has pods. A file keeps its inode: it is bound into containers. */
export class HostsFiles {
  readonly #directory: string;
  readonly #services: () => readonly Service[];
  readonly #addressOf: AddressOf;
  readonly #written = new Map<string, string>();
  #work: Promise<void> = Promise.resolve();
  #pending = false;

  constructor(directory: string, services: () => readonly Service[], addressOf: AddressOf) {
    this.#directory = directory;
    this.#services = services;
    this.#addressOf = addressOf;
  }

  /** The file of a namespace, up to date. */
  async fileFor(namespace: string): Promise<string> {
    if (!this.#written.has(namespace)) this.#written.set(namespace, '');
    await this.update();
    return this.#path(namespace);
  }

  /** Writes what has changed; calls of the same moment are one. */
  update(): Promise<void> {
    if (this.#pending) return this.#work;
    this.#pending = true;
    this.#work = this.#work.catch(() => undefined).then(() => this.#writeAll());
    return this.#work;
  }

  async #writeAll(): Promise<void> {
    this.#pending = false;
    await mkdir(this.#directory, { recursive: true });
    for (const [namespace, before] of this.#written) {
      const text = hostsText(namespace, this.#services(), this.#addressOf);
      if (text === before) continue;
      await this.#write(this.#path(namespace), text);
      this.#written.set(namespace, text);
    }
  }

  /** One write and then the cut: a reader finds whole lines at any time. */
  async #write(path: string, text: string): Promise<void> {
    const file = await open(path, 'a+', 0o644);
    await file.close();
    const writable = await open(path, 'r+');
    try {
      const data = Buffer.from(text);
      await writable.write(data, 0, data.length, 0);
      await writable.truncate(data.length);
    } finally {
      await writable.close();
    }
  }

  #path(namespace: string): string {
    return join(this.#directory, namespace);
  }
}
