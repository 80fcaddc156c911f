import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Container, Probe } from '../../../src/k8s/pod.ts';
import type { ContainerProcess } from './container-process.ts';

export interface ProbeTarget {
  readonly address: string;
  readonly container: Container;
  readonly process: ContainerProcess;
}

/** Undefined when the container is well, or what is wrong with it. */
export type ProbeAnswer = string | undefined;

/** Asks once. */
export async function askProbe(probe: Probe, target: ProbeTarget): Promise<ProbeAnswer> {
  const seconds = probe.timeoutSeconds ?? 1;
  if (probe.exec) {
    const { exitCode, output } = await target.process.exec(probe.exec.command ?? [], seconds);
    return exitCode === 0 ? undefined : `exit code ${exitCode}: ${output.trim()}`;
  }
  if (probe.httpGet) return askHttp(probe.httpGet, target, seconds);
  if (probe.tcpSocket) return askTcp(target.address, portNumber(probe.tcpSocket.port, target.container), seconds);
  return undefined;
}

/** A port given by number, or by its name in the container's ports. */
export function portNumber(port: number | string, container: Container): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  const number = named ?? Number(port);
  if (!Number.isInteger(number)) throw new Error(`container ${container.name} has no port called ${port}`);
  return number;
}

function askHttp(get: NonNullable<Probe['httpGet']>, target: ProbeTarget, seconds: number): Promise<ProbeAnswer> {
  const options = {
    host: target.address,
    port: portNumber(get.port, target.container),
    path: get.path ?? '/',
    headers: Object.fromEntries((get.httpHeaders ?? []).map(({ name, value }) => [name, value])),
    signal: AbortSignal.timeout(seconds * 1000),
    agent: false,
  };
  return new Promise((resolve) => {
    const request =
      get.scheme === 'HTTPS' ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options);
    request.once('response', (response) => {
      const code = response.statusCode ?? 0;
      response.destroy();
      resolve(code >= 200 && code < 400 ? undefined : `HTTP probe failed with statuscode: ${code}`);
    });
    request.once('error', (error) => {
      resolve(`Get ${get.path ?? '/'}: ${error.message}`);
    });
    request.end();
  });
}

function askTcp(host: string, port: number, seconds: number): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: seconds * 1000 });
    const answer = (text: ProbeAnswer) => {
      socket.destroy();
      resolve(text);
    };
    socket.once('connect', () => {
      answer(undefined);
    });
    socket.once('timeout', () => {
      answer(`port ${port}: no answer within ${seconds} s`);
    });
    socket.once('error', (error) => {
      answer(error.message);
    });
  });
}
