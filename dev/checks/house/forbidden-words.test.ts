import { describe, expect, test } from 'vitest';
import { forbiddenIn, placesOf } from './forbidden-words.ts';

describe('forbiddenIn', () => {
  test('reads what the glossary says never to say', () => {
    expect(forbiddenIn('# Glossary\n`not this`\n\n## Never\n\n`way back`,\n`ask again`\n')).toEqual([
      'way back',
      'ask again',
    ]);
  });

  test('a glossary without them checks nothing, and says so', () => {
    expect(() => forbiddenIn('# Glossary')).toThrow(/no phrases under the heading "Never"/);
  });
});

describe('placesOf', () => {
  const phrases = ['way back', 'mend'];

  test('names the line, whatever the case', () => {
    expect(placesOf(phrases, 'one\nThe Way back is long.\nMend it.')).toEqual(['2: Way back', '3: Mend']);
  });

  test('finds a phrase that a line ends in, in text and in comments', () => {
    expect(placesOf(phrases, 'the way\nback')).toEqual(['1: way back']);
    expect(placesOf(phrases, '/**\n * the way\n * back\n */')).toHaveLength(1);
  });

  test('leaves longer words alone', () => {
    expect(placesOf(phrases, 'amend, mended, midway backwards, way-back')).toEqual([]);
  });
});
