import { createHash } from 'node:crypto';
import type { Proof, SequenceProof, TableProof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';

/** Maximum tables and sequences in a proof. Quay has about 92 of each; 500 of both take at most 400 kB. */
const listed = 500;

/** Maximum notes of a proof. */
const mostNotes = 50;

/**
 * Shortens a proof to fit into a Secret of 1 MiB together with the rest of the journal: keeps entries that differ and the
 * tables with the most rows, and totals and a digest of the others.
 */
export function fitProof(proof: Proof): Proof {
  const { notes } = proof;
  const short = notes === undefined || notes.length <= mostNotes ? {} : { notes: shortened(notes) };
  if (proof.tables.length <= listed && proof.sequences.length <= listed) return { ...proof, ...short };
  const tables = divided(proof.tables, (a, b) => b.rows.target - a.rows.target);
  const sequences = divided(proof.sequences, () => 0);
  const kept = { ...proof, ...short, tables: tables.kept, sequences: sequences.kept };
  const left = proofTotals({ ...proof, tables: tables.left, sequences: sequences.left });
  const lines = [...tables.left, ...sequences.left].map((entry) => `${JSON.stringify(entry)}\n`);
  return { ...kept, unlisted: { ...left, digest: createHash('sha256').update(lines.join('')).digest('hex') } };
}

/** Chooses entries that differ, then by `order`; the chosen ones keep their positions. */
function divided<Entry extends TableProof | SequenceProof>(
  entries: readonly Entry[],
  order: (one: Entry, other: Entry) => number,
): { kept: Entry[]; left: Entry[] } {
  const chosen = entries.toSorted((a, b) => Number(a.equal) - Number(b.equal) || order(a, b)).slice(0, listed);
  const kept = new Set(chosen);
  return { kept: entries.filter((entry) => kept.has(entry)), left: entries.filter((entry) => !kept.has(entry)) };
}

function shortened(notes: readonly string[]): string[] {
  return [...notes.slice(0, mostNotes), `${notes.length - mostNotes} more notes of this kind`];
}
