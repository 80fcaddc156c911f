/** Input that could not be read: exit status 2. The message says which file, document and field, or which flag. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
