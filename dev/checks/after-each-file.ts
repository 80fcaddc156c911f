import { afterAll } from 'vitest';
import { deleteNamespaces } from './cluster-context.ts';

afterAll(deleteNamespaces);
