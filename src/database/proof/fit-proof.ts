import { createHash } from 'node:crypto';
import type { Proof, SequenceProof, TableProof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';

/** Tables, and sequences, that a proof lists one by one. Quay has about 92 of each; 500 of both take 400 kB at most. */
const listed = 500;

/** Notes of a proof. */
const told = 50;

/**
 * A proof that fits into a ConfigMap and, beside the rest of the journal, into a Secret, which hold 1 MiB: what differs
 * and the tables with most rows are listed, of the others there are sums and a digest.
 */
export function fitProof(proof: Proof): Proof {
  const { notes } = proof;
  const short = notes === undefined || notes.length <= told ? {} : { notes: shortened(notes) };
  if (proof.tables.length <= listed && proof.sequences.length <= listed) return { ...proof, ...short };
  const tables = divided(proof.tables, (a, b) => b.rows.target - a.rows.target);
  const sequences = divided(proof.sequences, () => 0);
  const kept = { ...proof, ...short, tables: tables.kept, sequences: sequences.kept };
  const left = proofTotals({ ...proof, tables: tables.left, sequences: sequences.left });
  const lines = [...tables.left, ...sequences.left].map((entry) => `${JSON.stringify(entry)}\n`);
  return { ...kept, unlisted: { ...left, digest: createHash('sha256').update(lines.join('')).digest('hex') } };
}

/** What differs comes first, then what `order` says; those that are listed keep their places. */
function divided<Entry extends TableProof | SequenceProof>(
  entries: readonly Entry[],
  order: (one: Entry, other: Entry) => number,
): { kept: Entry[]; left: Entry[] } {
  const chosen = entries.toSorted((a, b) => Number(a.equal) - Number(b.equal) || order(a, b)).slice(0, listed);
  const kept = new Set(chosen);
  return { kept: entries.filter((entry) => kept.has(entry)), left: entries.filter((entry) => !kept.has(entry)) };
}

function shortened(notes: readonly string[]): string[] {
  return [...notes.slice(0, told), `${notes.length - told} more notes of this kind`];
}
