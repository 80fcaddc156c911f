import type { ErrorCode } from 'yaml';

/**
 * What is wrong with a YAML text, in words of our own: the messages of the parser quote what they found, and in a file
 * with passwords that may be one.
 */
const faults: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: 'an alias can have neither anchor nor tag',
  BAD_ALIAS: 'an alias (a value that begins with *) has no anchor before it, or no name',
  BAD_COLLECTION_TYPE: 'a tag does not fit the value behind it',
  BAD_DIRECTIVE: 'a line that begins with % is no directive',
  BAD_DQ_ESCAPE: 'a text in double quotes holds a backslash with a letter behind it that means nothing',
  BAD_INDENT: 'the indentation does not fit the lines around it, or a bracket or brace is not closed',
  BAD_PROP_ORDER: 'anchors and tags must stand before the value that they belong to',
  BAD_SCALAR_START: 'a value begins with @ or `, which has to be in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'two settings, or a setting and a list, are on one line',
  BLOCK_IN_FLOW: 'an indented list or mapping is inside of braces or brackets',
  DUPLICATE_KEY: 'a key is there twice',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters; is a quote missing?',
  MISSING_CHAR: 'a closing quote, bracket or brace, a comma, or a colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key goes over more than one line; is a colon missing?',
  MULTIPLE_ANCHORS: 'a value has more than one anchor',
  MULTIPLE_DOCS: 'a second document starts',
  MULTIPLE_TAGS: 'a value has more than one tag',
  NON_STRING_KEY: 'a key is no text',
  RESOURCE_EXHAUSTION: 'lists and mappings are nested too deeply, or aliases would grow without end',
  TAB_AS_INDENT: 'a tab stands where only spaces may be',
  TAG_RESOLVE_FAILED: 'a tag (a value that begins with !) is not known, or does not fit its value',
  UNEXPECTED_TOKEN: 'something stands where it cannot be: is a quote, a line break or an indentation missing?',
};

/** The fault behind a code of the parser. No text of the file is in it. */
export function faultOf(code: ErrorCode): string {
  return faults[code] ?? 'the text is no YAML';
}
