import { styleText } from 'node:util';

type Format = 'bold' | 'red' | 'yellow' | 'green' | 'dim';
type Paint = (text: string) => string;

export interface Palette {
  readonly heading: Paint;
  readonly blocker: Paint;
  readonly warning: Paint;
  readonly good: Paint;
  readonly quiet: Paint;
}

export function palette(coloured: boolean): Palette {
  const paint =
    (...format: Format[]): Paint =>
    (text) =>
      coloured && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    heading: paint('bold'),
    blocker: paint('bold', 'red'),
    warning: paint('bold', 'yellow'),
    good: paint('green'),
    quiet: paint('dim'),
  };
}
