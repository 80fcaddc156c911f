import type { TSchema } from 'typebox';
import { pluginVersionHeader, serviceVersionHeader, versionPath } from '../../contract/api-paths.ts';
import { Accepted, RollbackRequest, StartRequest } from '../../contract/choices.ts';
import { EventList, ServiceVersion, loggedSteps } from '../../contract/event-list.ts';
import { MigrationStatus, StatusLine } from '../../contract/migration-status.ts';
import { PlanPreview } from '../../contract/plan-preview.ts';
import { RollbackPreview } from '../../contract/rollback-preview.ts';

interface Operation {
  readonly summary: string;
  readonly answer: TSchema | 'text/plain' | 'text/markdown';
  readonly code?: number;
  readonly body?: TSchema;
  readonly query?: readonly { readonly name: string; readonly schema: object }[];
  /** The response when the query requests a stream. */
  readonly stream?: TSchema;
}

const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  plan: {
    get: {
      summary: 'Preview the plan of a migration with these choices',
      answer: PlanPreview,
      query: [
        { name: 'database', schema: { enum: ['copy', 'unmanaged'] } },
        { name: 'copyBeforeFreeze', schema: { type: 'boolean' } },
      ],
    },
  },
  migration: {
    get: {
      summary: 'Status of the latest attempt; with watch=true, a stream of changes with one JSON document per line',
      answer: MigrationStatus,
      stream: StatusLine,
      query: [{ name: 'watch', schema: { type: 'boolean' } }],
    },
    post: { summary: 'Request a migration', answer: Accepted, code: 202, body: StartRequest },
  },
  rollback: {
    get: { summary: 'Preview what a rollback undoes and what it loses', answer: RollbackPreview },
    post: { summary: 'Request a rollback', answer: Accepted, code: 202, body: RollbackRequest },
  },
  events: { get: { summary: 'Events of the QuayEcosystem', answer: EventList } },
  logs: {
    get: {
      summary: 'Log of the Job of a step',
      answer: 'text/plain',
      query: [{ name: 'step', schema: { enum: [...loggedSteps] } }],
    },
  },
  report: {
    get: {
      summary: 'Report of a migration',
      answer: 'text/markdown',
      query: [{ name: 'format', schema: { enum: ['markdown', 'json'] } }],
    },
  },
};

const parameters = ['namespace', 'name'].map((name) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
}));

/** The API as an OpenAPI 3.1 document, generated from the schemas that validate requests. */
export function openApi(version: string): Record<string, unknown> {
  const paths = Object.entries(operations).map(([part, methods]) => [
    `/api/v1/namespaces/{namespace}/quayecosystems/{name}/${part}`,
    {
      parameters,
      ...Object.fromEntries(Object.entries(methods).map(([method, of]) => [method, describe(`${method}-${part}`, of)])),
    },
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Quay migration plugin',
      version,
      description:
        `Requests need the token of a user, with whose rights the service accesses the cluster. Every response has the ` +
        `header ${serviceVersionHeader}. A write whose header ${pluginVersionHeader} names another version is rejected ` +
        'with reason ReloadNeeded.',
    },
    security: [{ bearer: [] }],
    paths: {
      [versionPath]: {
        get: {
          operationId: 'get-version',
          summary: 'Version of the service',
          security: [],
          responses: { 200: answered(ServiceVersion) },
        },
      },
      ...(Object.fromEntries(paths) as Record<string, unknown>),
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } }, schemas: { Status: statusSchema } },
  };
}

const statusSchema = {
  type: 'object',
  description: 'A Kubernetes Status',
  required: ['kind', 'code', 'reason', 'message'],
  properties: {
    kind: { const: 'Status' },
    code: { type: 'integer' },
    reason: { type: 'string' },
    message: { type: 'string' },
    details: { type: 'object' },
  },
};

function describe(operationId: string, { summary, answer, code = 200, body, query, stream }: Operation): object {
  return {
    operationId,
    summary,
    ...(query && { parameters: query.map((parameter) => ({ in: 'query', ...parameter })) }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [code]: answered(answer, stream),
      default: {
        description: 'The request was rejected or failed',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Status' } } },
      },
    },
  };
}

function answered(answer: Operation['answer'], stream?: TSchema): object {
  const content =
    typeof answer === 'string'
      ? { [answer]: { schema: { type: 'string' } } }
      : { 'application/json': { schema: answer } };
  return {
    description: 'Success',
    content: { ...content, ...(stream && { 'application/x-ndjson': { schema: stream } }) },
  };
}
