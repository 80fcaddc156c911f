import { type Document, parseDocument } from 'yaml';

/** config.yaml as a document: what is not touched is written back as it was read. */
export type ConfigDocument = Document;

export { parseDocument };
