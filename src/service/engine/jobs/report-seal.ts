import { createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type ReportSeal, longestReport } from '../../../contract/report-frames.ts';
import { decodeBase64 } from '../../../domain/config/base64.ts';
import { reportKey } from '../../../domain/plan/jobs/database-connection.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';

/** The engine's half. The key is the plan's: the Secret that hands it to the pods is anybody's to write. */
export function sealOf({ work }: MigrationPlan): ReportSeal {
  const key = decodeBase64(work.secret.data?.[reportKey] ?? '');
  return {
    sign: (text) => createHmac('sha256', key).update(text).digest('base64'),
    pack: (text) => gzipSync(text).toString('base64'),
    unpack: (packed) => gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: longestReport }).toString(),
  };
}
