/** Invalid input: exit status 2. The message names the file, document and field, or the flag. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
