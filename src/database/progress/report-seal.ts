import { createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type ReportSeal, longestReport } from '../../contract/report-frames.ts';

/** The worker's half; the engine's is beside what reads reports. */
export function reportSeal(key: string): ReportSeal {
  return {
    sign: (text) => createHmac('sha256', key).update(text).digest('base64'),
    pack: (text) => gzipSync(text).toString('base64'),
    unpack: (packed) => gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: longestReport }).toString(),
  };
}
