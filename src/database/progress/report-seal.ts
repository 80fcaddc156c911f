import { createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type ReportSeal, longestReport } from '../../contract/report-frames.ts';

/** The worker's side of the seal; the engine's is in src/service/engine/jobs/report-seal.ts. */
export function reportSeal(key: string): ReportSeal {
  return {
    sign: (text) => createHmac('sha256', key).update(text).digest('base64'),
    pack: (text) => gzipSync(text).toString('base64'),
    unpack: (packed) => gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: longestReport }).toString(),
  };
}
