/** A test of a finished run, as the page of hazards names it. */
export interface RanTest {
  /** From the root of the repository: `src/domain/preflight/components/storage-local.test.ts`. */
  readonly file: string;
  /** The titles of its groups and its own. */
  readonly name: string;
  readonly passed: boolean;
}

interface NamedTest {
  readonly file: string;
  /** A part of the name; without it, every test of the file counts. */
  readonly name: string | undefined;
}

/**
 * What is wrong with the last column of docs/hazards.md, in sentences: a row that names no test, and a test that is named
 * and did not run, or did not pass. Tests are named as `FILE` or as `FILE` "part of the title", separated by semicolons.
 */
export function unprovenHazards(page: string, ran: readonly RanTest[]): readonly string[] {
  const rows = hazardRows(page);
  if (rows.length === 0) return ['The page has no row of a hazard.'];
  return rows.flatMap(({ id, tests }) => {
    if (tests.length === 0) return [`${id} names no test.`];
    return tests.flatMap((test) => problemsOf(id, test, ran));
  });
}

function problemsOf(id: string, { file, name }: NamedTest, ran: readonly RanTest[]): readonly string[] {
  const found = ran.filter((test) => test.file === file && (name === undefined || test.name.includes(name)));
  const which = name === undefined ? file : `${file} "${name}"`;
  if (found.length === 0) return [`${id}: ${which} did not run.`];
  return found.some(({ passed }) => !passed) ? [`${id}: ${which} did not pass.`] : [];
}

function hazardRows(page: string): readonly { readonly id: string; readonly tests: readonly NamedTest[] }[] {
  return [...page.matchAll(/^\| ([HB]\d+) +\|(.*)\|$/gm)].map(([, id = '', cells = '']) => ({
    id,
    tests: namedTests(cells.split('|')[2] ?? ''),
  }));
}

function namedTests(cell: string): readonly NamedTest[] {
  return [...cell.matchAll(/`([^`]+\.test\.ts)`(?: "([^"]+)")?/g)].map(([, file = '', name]) => ({ file, name }));
}
