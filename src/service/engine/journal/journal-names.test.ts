import { describe, expect, it } from 'vitest';
import { type Target, ecosystemId, journalMetadata, journalName, partName, targetOf } from './journal-names.ts';

const longest = { namespace: 'n'.repeat(63), name: `${'a.b-'.repeat(62)}abcde` };
const awkward: readonly Target[] = [
  { namespace: 'quay-enterprise', name: 'prod' },
  { namespace: 'quay-enterprise', name: 'prod.1' },
  { namespace: 'quay-enterprise', name: 'prod.1.2' },
  { namespace: 'quay-enterprise', name: 'prod.1-part2' },
  { namespace: 'quay', name: 'enterprise.prod' },
  { namespace: 'quay-enterprise-prod', name: '1' },
  longest,
  { ...longest, name: `${longest.name.slice(0, -1)}f` },
];

describe('the name of a journal', () => {
  it('can be read', () => {
    const prod = { namespace: 'quay-enterprise', name: 'prod' };
    expect(journalName(prod, 2)).toBe('quay-migration.quay-enterprise.prod.2');
    expect(partName(prod, 2, 0)).toBe('quay-migration.quay-enterprise.prod.2-part2');
  });

  it('is cut where it would be too long, and no sooner', () => {
    // quay-migration. n . NAME .1-part99
    const room = 253 - 'quay-migration.n..1-part99'.length;
    expect(journalName({ namespace: 'n', name: 'a'.repeat(room) }, 1)).toBe(`quay-migration.n.${'a'.repeat(room)}.1`);
    expect(journalName({ namespace: 'n', name: 'a'.repeat(room + 1) }, 1)).toBe(
      `quay-migration-cut.n.${'a'.repeat(80)}.${ecosystemId({ namespace: 'n', name: 'a'.repeat(room + 1) })}.1`,
    );
    const dotted = `${'a'.repeat(77)}.-.${'b'.repeat(room)}`;
    expect(journalName({ namespace: 'n', name: dotted }, 1)).toMatch(/^quay-migration-cut\.n\.a{77}\.[0-9a-f]{40}\.1$/);
    expect(partName({ namespace: 'n', name: 'x' }, 1, 1)).toBe('quay-migration.n.x.1-part3');
  });

  it('is of one attempt of one ecosystem', () => {
    const names = awkward.flatMap((target) =>
      [1, 2, 12].flatMap((attempt) => [
        journalName(target, attempt),
        partName(target, attempt, 0),
        partName(target, attempt, 10),
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(awkward)('is legal, as are its labels: $name', (target) => {
    const name = partName(target, 1_000_000, 98);
    expect(name.length).toBeLessThanOrEqual(253);
    expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
    const { labels } = journalMetadata(target, { attempt: 1, installation: 'a-uid' });
    for (const value of Object.values(labels)) expect(value).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
    expect(ecosystemId(target)).toHaveLength(40);
  });

  it.each(awkward)('says together with its annotations whose it is: $name', (target) => {
    const metadata = journalMetadata(target, { attempt: 3, installation: 'a-uid' });
    expect(targetOf({ name: journalName(target, 3), ...metadata })).toEqual(target);
    expect(targetOf({ name: journalName(target, 4), ...metadata })).toBeUndefined();
    const other = journalMetadata({ ...target, namespace: 'victim' }, { attempt: 3, installation: 'a-uid' });
    expect(targetOf({ name: journalName(target, 3), ...other })).toBeUndefined();
    expect(targetOf({ name: journalName(target, 3), labels: metadata.labels })).toBeUndefined();
  });
});
