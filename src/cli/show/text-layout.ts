/** The text without control characters, which could move the cursor or change colours. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

/** Lines of at most `width` characters. A longer word (an address, a path) is not split, so that it can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A wrapped paragraph, each line after `indent` spaces. */
export function paragraph(text: string, indent: number, width: number): readonly string[] {
  return wrap(text, Math.max(20, width - indent)).map((line) => `${' '.repeat(indent)}${line}`);
}

export interface Cell {
  readonly text: string;
  /** Colours the text; must not change its content. */
  readonly style?: (text: string) => string;
}

/** With less width than this, the last column moves below the others. */
const narrow = 24;

/**
 * A table without borders: every column is as wide as its longest cell, the last one is wrapped to the rest of `width`.
 */
export function table(rows: readonly (readonly Cell[])[], indent: number, width: number): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count - 1 }, (_, column) =>
    Math.max(...rows.map((row) => printable(row[column]?.text ?? '').length)),
  );
  const start = indent + widths.reduce((sum, columnWidth) => sum + columnWidth + 2, 0);
  return rows.flatMap((row) => {
    const cells = widths.map((columnWidth, column) => padded(row[column] ?? { text: '' }, columnWidth + 2));
    const line = `${' '.repeat(indent)}${cells.join('')}`;
    const { text, style = plain } = row.at(-1) ?? { text: '' };
    if (width - start < narrow) return [line.trimEnd(), ...paragraph(text, indent + 4, width).map(style)];
    const [first = '', ...rest] = wrap(text, width - start);
    return [`${line}${style(first)}`.trimEnd(), ...rest.map((more) => ' '.repeat(start) + style(more))];
  });
}

function padded({ text, style = plain }: Cell, width: number): string {
  const shown = printable(text);
  return style(shown) + ' '.repeat(width - shown.length);
}

function plain(text: string): string {
  return text;
}
