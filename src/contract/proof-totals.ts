import type { Proof } from './proof.ts';

export interface ProofTotals {
  readonly tables: number;
  readonly equalTables: number;
  /** Of the copy. */
  readonly rows: number;
  readonly bytes: number;
  readonly sequences: number;
  readonly equalSequences: number;
}

/** What a proof is about, with what it does not list one by one. */
export function proofTotals({ tables, sequences, unlisted }: Proof): ProofTotals {
  return {
    tables: tables.length + (unlisted?.tables ?? 0),
    equalTables: tables.filter(({ equal }) => equal).length + (unlisted?.equalTables ?? 0),
    rows: tables.reduce((sum, { rows }) => sum + rows.target, unlisted?.rows ?? 0),
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, unlisted?.bytes ?? 0),
    sequences: sequences.length + (unlisted?.sequences ?? 0),
    equalSequences: sequences.filter(({ equal }) => equal).length + (unlisted?.equalSequences ?? 0),
  };
}
