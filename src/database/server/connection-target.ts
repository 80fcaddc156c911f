import type { Encryption } from './encryption.ts';

/** Where a database is. */
export interface ConnectionTarget {
  /** `source` or `target`: how messages call it. */
  readonly side: 'source' | 'target';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** libpq's `prefer` unless told otherwise. */
  readonly encryption?: Encryption;
}
