import { type KubeConfig, HttpMethod, RequestContext } from '@kubernetes/client-node';
import type { Agent as HttpsAgent, RequestOptions } from 'node:https';
import { type Dispatcher, getGlobalDispatcher, request } from 'undici';
import { ConnectionError } from './api-error.ts';

/** How long headers from the kubeconfig are reused before they are read again: ServiceAccount tokens rotate. */
const credentialsLifetimeMilliseconds = 60_000;

/** Request headers with an identity, replacing that of the kubeconfig. */
export type Identity = Readonly<Record<string, string | string[]>>;

export interface Answer {
  readonly code: number;
  readonly body: Dispatcher.ResponseData['body'];
}

/**
 * One pool of connections to one API server, with the identity of a kubeconfig's current context.
 * client-node opens a TLS connection for each call, because it creates a dispatcher for each; here one is created and
 * kept for each set of credentials.
 */
export class Connection {
  readonly #config: KubeConfig;
  readonly #server: string;
  #dispatcher: Dispatcher | undefined;
  #fingerprint = '';
  #headers: Record<string, string> = {};
  #readAt = -Infinity;
  #byCertificate = false;
  requests = 0;
  /** Whether the latest request got any response. */
  answers = false;

  constructor(config: KubeConfig) {
    const cluster = config.getCurrentCluster();
    if (cluster === null) throw new Error('the kubeconfig has no current context with a cluster');
    this.#config = config;
    this.#server = cluster.server.replace(/\/$/, '');
  }

  get server(): string {
    return this.#server;
  }

  /** Sends one request. The caller reads the body to its end, or destroys it. */
  async send(
    method: Dispatcher.HttpMethod,
    path: string,
    options: {
      body?: string;
      contentType?: string;
      accept?: string;
      signal?: AbortSignal;
      bodyTimeout?: number;
      identity?: Identity;
    } = {},
  ): Promise<Answer> {
    await this.#authenticate();
    if (options.identity !== undefined && this.#byCertificate) {
      throw new Error(
        'the kubeconfig has a client certificate, which the API server would prefer to the token of the user',
      );
    }
    this.requests += 1;
    try {
      const { statusCode, body } = await request(this.#server + path, {
        method,
        dispatcher: this.#dispatcher ?? getGlobalDispatcher(),
        headers: {
          ...(options.identity ?? this.#headers),
          accept: options.accept ?? 'application/json',
          'user-agent': 'quay-migration-plugin',
          ...(options.body !== undefined && { 'content-type': options.contentType ?? 'application/json' }),
        },
        headersTimeout: 60_000,
        bodyTimeout: options.bodyTimeout ?? 60_000,
        ...(options.body !== undefined && { body: options.body }),
        ...(options.signal && { signal: options.signal }),
      });
      this.answers = true;
      return { code: statusCode, body };
    } catch (error) {
      this.answers = options.signal?.aborted === true && this.answers;
      throw new ConnectionError(`${method} ${path}: no response from ${this.#server}: ${String(error)}`, {
        cause: error,
      });
    }
  }

  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
    this.#dispatcher = undefined;
    this.#fingerprint = '';
    this.#readAt = -Infinity;
  }

  async #authenticate(): Promise<void> {
    if (Date.now() - this.#readAt < credentialsLifetimeMilliseconds) return;
    const options: RequestOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    (options.agent as HttpsAgent | undefined)?.destroy();
    const { ca, cert, key, servername, rejectUnauthorized } = options;
    this.#byCertificate = cert !== undefined;
    const fingerprint = JSON.stringify([ca, cert, key, servername, rejectUnauthorized]);
    const context = new RequestContext(this.#server, HttpMethod.GET);
    await this.#config.applySecurityAuthentication(context);
    if (fingerprint !== this.#fingerprint || this.#dispatcher === undefined) {
      const outdated = this.#dispatcher;
      this.#dispatcher = context.getDispatcher();
      this.#fingerprint = fingerprint;
      void outdated?.close();
    }
    this.#headers = context.getHeaders();
    this.#readAt = Date.now();
  }
}
