import { missingKey } from './missing-key.ts';

export const secretKeyMissing = missingKey('secret-key-missing', 'SECRET_KEY', {
  covers: ['H20', 'H21', 'B12'],
  why: 'sessions and everything signed with the old key would become invalid',
});
