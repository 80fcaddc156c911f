/** Any JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** RFC 7396: null takes a key out, mappings merge, everything else replaces. Changes neither argument. */
export function mergePatch(target: unknown, patch: Json): Json {
  const merged: Record<string, unknown> = isJson(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else if (value !== undefined) merged[key] = isJson(value) ? mergePatch(merged[key], value) : value;
  }
  return merged;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
