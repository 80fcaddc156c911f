import { createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type ReportSeal, longestReport } from '../../../contract/report-frames.ts';
import { decodeBase64 } from '../../../domain/config/base64.ts';
import { reportKey } from '../../../domain/plan/jobs/database-connection.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';

/** The engine's side. The key comes from the plan, because tenants may write the Secret that passes it to the pods. */
export function sealOf({ work }: MigrationPlan): ReportSeal {
  const key = decodeBase64(work.secret.data?.[reportKey] ?? '');
  return {
    sign: (text) => createHmac('sha256', key).update(text).digest('base64'),
    pack: (text) => gzipSync(text).toString('base64'),
    unpack: (packed) => gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: longestReport }).toString(),
  };
}
