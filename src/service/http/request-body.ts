import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { Rejection } from './rejection.ts';

const longest = 64 * 1024;

/** The validated JSON body of a request. Rejects a body that is too long, not JSON or invalid, naming the field. */
export async function readBody<Schema extends TSchema>(request: Request, schema: Schema): Promise<Static<Schema>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Rejection(415, 'UnsupportedMediaType', 'The body must be application/json.');
  }
  const body = parse(await readText(request));
  if (Value.Check(schema, body)) return body;
  const causes = Value.Errors(schema, body).map(({ instancePath, message }) => ({
    field: instancePath === '' ? '(the body)' : instancePath.slice(1).replaceAll('/', '.'),
    reason: 'FieldValueInvalid',
    message,
  }));
  const said = causes.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new Rejection(400, 'BadRequest', `The body is invalid: ${said}`, causes);
}

/** Reads at most `longest` bytes, whatever length the request claims. */
async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > longest) {
      throw new Rejection(413, 'RequestEntityTooLarge', `The body is longer than ${longest} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Rejection(
      400,
      'BadRequest',
      `The body is not valid JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
