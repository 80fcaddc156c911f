import type { ErrorCode } from 'yaml';

/**
 * What is wrong with a YAML text, in words of our own: the messages of the parser quote what they found, which may be a
 * password.
 */
const faults: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: 'an alias can have neither anchor nor tag',
  BAD_ALIAS: 'an alias (a value that begins with *) has no anchor before it, or no name',
  BAD_COLLECTION_TYPE: 'a tag does not match the value after it',
  BAD_DIRECTIVE: 'a line that begins with % is not a directive',
  BAD_DQ_ESCAPE: 'a string in double quotes contains a backslash that does not begin a valid escape sequence',
  BAD_INDENT: 'the indentation does not match the lines around it, or a bracket or brace is not closed',
  BAD_PROP_ORDER: 'anchors and tags must be placed before the value that they belong to',
  BAD_SCALAR_START: 'a value begins with @ or `, which must be in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'two settings, or a setting and a list, are on one line',
  BLOCK_IN_FLOW: 'an indented list or mapping is inside braces or brackets',
  DUPLICATE_KEY: 'a key occurs twice',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters: a quote may be missing',
  MISSING_CHAR: 'a closing quote, bracket or brace, a comma, or a colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key spans more than one line: a colon may be missing',
  MULTIPLE_ANCHORS: 'a value has more than one anchor',
  MULTIPLE_DOCS: 'a second document starts',
  MULTIPLE_TAGS: 'a value has more than one tag',
  NON_STRING_KEY: 'a key is not a string',
  RESOURCE_EXHAUSTION: 'lists and mappings are nested too deeply, or aliases would expand without limit',
  TAB_AS_INDENT: 'a tab is used where only spaces are allowed',
  TAG_RESOLVE_FAILED: 'a tag (a value that begins with !) is unknown, or does not match its value',
  UNEXPECTED_TOKEN: 'unexpected text: a quote, a line break or an indentation may be missing',
};

/** The fault that a code of the parser stands for. It contains no text of the file. */
export function faultOf(code: ErrorCode): string {
  return faults[code] ?? 'the text is not valid YAML';
}
