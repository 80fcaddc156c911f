import { missingKey } from './missing-key.ts';

export const databaseSecretKeyMissing = missingKey('database-secret-key-missing', 'DATABASE_SECRET_KEY', {
  covers: ['H20', 'H21', 'B12'],
  why: 'robot tokens, mirror credentials and application tokens in the database could never be decrypted again',
});
