const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** A text of the service with its RFC 3339 times as the reader writes them. */
export function readableTimes(text: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return text.replaceAll(time, (found) => {
    const date = new Date(found);
    return Number.isNaN(date.getTime()) ? found : format.format(date);
  });
}
