import pg from 'pg';

/**
 * Temporary SQL functions that make the rows: the same seed gives the same rows on every server. The session that made
 * them loses them with DISCARD TEMP; nothing of them stays in the database.
 */
export function randomFunctions(seed: number, oddTexts: readonly string[], ciphertexts: readonly string[]): string {
  const hash = `md5(${seed} || $2 || $1)`;
  return [
    temporary('nth(bigint)', 'integer', 'SELECT ($1 + $1 / 10)::integer'),
    temporary('word(integer, text)', 'text', `SELECT ${hash}`),
    temporary(
      'number(integer, text, integer)',
      'integer',
      `SELECT ('x' || left(${hash}, 7))::bit(28)::integer % $3 + 1`,
    ),
    temporary('moment(integer, text)', 'timestamp', momentBody(hash)),
    temporary('odd(integer)', 'text', chosenFrom(oddTexts)),
    temporary('cipher(integer)', 'text', chosenFrom(ciphertexts)),
  ].join(';\n');
}

/** The first and the last year that Quay can store, and years of use with microseconds. */
function momentBody(hash: string): string {
  return `SELECT CASE $1 % 97 WHEN 1 THEN '0001-01-01 00:00:00' WHEN 2 THEN '9999-12-31 23:59:59.999999'
    ELSE timestamp '2016-01-01' + ('x' || left(${hash}, 11))::bit(44)::bigint % 140000000000000 * interval '1 us' END`;
}

function chosenFrom(texts: readonly string[]): string {
  return `SELECT (ARRAY[${texts.map((text) => pg.escapeLiteral(text)).join(', ')}])[1 + $1 % ${texts.length}]`;
}

function temporary(signature: string, type: string, body: string): string {
  return `CREATE FUNCTION pg_temp.${signature} RETURNS ${type} LANGUAGE sql IMMUTABLE AS ${pg.escapeLiteral(body)}`;
}
