/** The phrases under the heading "Never" of docs/glossary.md. Throws where there are none: nothing would be checked. */
export function forbiddenIn(glossary: string): readonly string[] {
  const [, section = ''] = glossary.split(/^## Never$/m);
  const phrases = [...section.matchAll(/`([^`]+)`/g)].map(([, phrase = '']) => phrase);
  if (phrases.length === 0) throw new Error('docs/glossary.md has no phrases under the heading "Never"');
  return phrases;
}

/** Each place of a text that has one of the phrases, also across the end of a line: `12: way back`. */
export function placesOf(phrases: readonly string[], text: string): readonly string[] {
  const words = phrases.map((phrase) => phrase.split(' ').join(String.raw`[\s*/]+`));
  const pattern = new RegExp(String.raw`\b(?:${words.join('|')})\b`, 'gi');
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => {
    const line = text.slice(0, index).split('\n').length;
    return `${line}: ${found.replace(/\s+/g, ' ')}`;
  });
}
