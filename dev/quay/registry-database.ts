import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { decryptField } from './field-encryption.ts';
import { currentRevision } from './migrate/migrate-to-head.ts';
import type { QuayConfig } from './quay-config.ts';
import { quay32, quay33 } from './schema/legacy-tables.ts';

/** `legacy`: Quay 3.2 or 3.3. `current`: what quay-operator 3.17 runs. */
export type Generation = 'legacy' | 'current';

export interface ServedRepository {
  readonly namespace: string;
  readonly name: string;
  /** How many there are now. */
  readonly tags: number;
}

/** What may pass: the server is not there yet, or another pod still upgrades the schema. */
export class NotReadyYet extends Error {}

/** The database as a registry uses it: a few connections that come back after the server was away. */
export class RegistryDatabase {
  readonly #pool: pg.Pool;

  constructor({ database }: QuayConfig, application: string) {
    this.#pool = new pg.Pool({
      ...database,
      max: 3,
      connectionTimeoutMillis: 5000,
      application_name: application,
    });
    // A connection that ends while nobody uses it; the next query opens another.
    this.#pool.on('error', () => undefined);
  }

  /**
   * What must hold before a registry serves: the schema is its own, and a secret in it opens with the configured key.
   * Throws NotReadyYet for what may still come.
   */
  async checkStart(generation: Generation, head: string, databaseSecretKey: string): Promise<void> {
    const revision = await this.#firstAnswer();
    if (generation === 'legacy') this.#checkLegacyRevision(revision);
    else if (revision !== head) throw new NotReadyYet(`the schema is at ${revision}, not at ${head}`);
    if (generation === 'legacy') await this.#pool.query('SELECT FROM image, repositorytag, tagmanifest LIMIT 0');
    else await this.#checkExtension();
    await this.#checkSecret(databaseSecretKey);
  }

  async revision(): Promise<string | undefined> {
    const client = await this.#pool.connect();
    try {
      return await currentRevision(client);
    } finally {
      client.release();
    }
  }

  /** Whether the database answers, as Quay's health check asks it. */
  async answers(): Promise<boolean> {
    return this.#pool.query('SELECT id FROM teamrole LIMIT 1').then(
      () => true,
      () => false,
    );
  }

  /** All repositories, by name, with their living tags; from tables that every version has. */
  async repositories(): Promise<readonly ServedRepository[]> {
    const { rows } = await this.#pool.query<ServedRepository>(`
      SELECT u.username AS namespace, r.name, count(t.id)::integer AS tags
        FROM repository r JOIN "user" u ON u.id = r.namespace_user_id
        LEFT JOIN (tag t JOIN manifest m ON m.id = t.manifest_id)
          ON t.repository_id = r.id AND t.lifetime_end_ms IS NULL AND NOT t.hidden
       GROUP BY 1, 2 ORDER BY u.username COLLATE "C", r.name COLLATE "C"`);
    return rows;
  }

  /** A push of one tag into the first repository. */
  async push(tag: string): Promise<{ readonly repository: string; readonly digest: string }> {
    const digest = `sha256:${randomUUID().replaceAll('-', '')}`;
    const { rows } = await this.#pool.query<{ name: string }>(
      `WITH target AS (SELECT id, name FROM repository ORDER BY id LIMIT 1),
            pushed AS (
              INSERT INTO manifest (repository_id, digest, media_type_id, manifest_bytes)
              SELECT target.id, $1, mediatype.id, '{}' FROM target, mediatype
               WHERE mediatype.name = 'application/vnd.docker.distribution.manifest.v2+json' RETURNING id, repository_id)
       INSERT INTO tag (name, repository_id, manifest_id, lifetime_start_ms, hidden, reversion, tag_kind_id)
       SELECT $2, pushed.repository_id, pushed.id, extract(epoch FROM now())::bigint * 1000, false, false, tagkind.id
         FROM pushed, tagkind RETURNING (SELECT name FROM target)`,
      [digest, tag],
    );
    return { repository: rows[0]?.name ?? '', digest };
  }

  /** What Quay 3.3 writes though nobody asks anything of it: its own key, and the counts of yesterday. */
  async writeIdly(keyId: string): Promise<void> {
    await this.#pool.query(
      `INSERT INTO servicekey (name, kid, service, jwk, metadata, created_date, expiration_date)
       VALUES ('quay', $1, 'quay', '{}', '{}', now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC' + interval '2 hours')
       ON CONFLICT (kid) DO UPDATE SET expiration_date = excluded.expiration_date`,
      [keyId],
    );
    await this.#pool.query(
      `INSERT INTO repositoryactioncount (repository_id, count, date)
       SELECT r.id, 0, current_date - 1 FROM repository r
        WHERE NOT EXISTS (SELECT FROM repositoryactioncount c WHERE c.repository_id = r.id AND c.date = current_date - 1)
        ORDER BY r.id LIMIT 1 ON CONFLICT DO NOTHING`,
    );
  }

  /** What the mirror worker writes while it looks for work: when the next mirror is due. */
  async writeAsMirror(): Promise<void> {
    await this.#pool.query(
      `UPDATE repomirrorconfig SET sync_start_date = now() AT TIME ZONE 'UTC'
        WHERE id = (SELECT min(id) FROM repomirrorconfig)`,
    );
  }

  async #firstAnswer(): Promise<string> {
    let revision: string | undefined;
    try {
      revision = await this.revision();
    } catch (error) {
      throw new NotReadyYet(`the database does not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (revision === undefined) throw new NotReadyYet('the database has no schema yet');
    return revision;
  }

  #checkLegacyRevision(revision: string): void {
    if (revision !== quay32 && revision !== quay33) {
      throw new Error(`Can't locate revision identified by '${revision}'`);
    }
  }

  async #checkExtension(): Promise<void> {
    const { rowCount } = await this.#pool.query(`SELECT FROM pg_extension WHERE extname = 'pg_trgm'`);
    if (rowCount === 0) throw new Error('the database lacks the extension pg_trgm');
  }

  async #checkSecret(databaseSecretKey: string): Promise<void> {
    const { rows } = await this.#pool.query<{ token: string }>(
      'SELECT token FROM robotaccounttoken ORDER BY id LIMIT 1',
    );
    const token = rows[0]?.token;
    if (token === undefined) return;
    try {
      decryptField(token, databaseSecretKey);
    } catch {
      throw new Error('robotaccounttoken.token does not open with DATABASE_SECRET_KEY: it is not this registry’s key');
    }
  }
}
