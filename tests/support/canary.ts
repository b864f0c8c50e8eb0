import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';

/** Listens on one port of loopback, IPv4 and IPv6, TCP and UDP, and notes whatever comes. */
export interface Canary {
  readonly port: number;
  /** 'TCP' for each connection, 'UDP' for each datagram; what was asked for: 'GET /image', 'upgrade /socket'. */
  readonly hits: readonly string[];
  /** Forgets the hits. */
  clear(): void;
  close(): Promise<void>;
}

export async function openCanary(): Promise<Canary> {
  const hits: string[] = [];
  const connections = new Set<Socket>();
  const openServer = async (host: string, port: number) => {
    const server = createServer((request, response) => {
      hits.push(`${request.method} ${request.url}`);
      response.setHeader('Access-Control-Allow-Origin', '*').end();
    });
    // Whatever is said over it, or nothing at all: a connection is a hit.
    server.on('connection', (connection) => {
      hits.push('TCP');
      connections.add(connection.on('error', () => {}));
    });
    server.on('upgrade', (request, connection) => {
      hits.push(`upgrade ${request.url}`);
      connection.end();
    });
    // TLS, for example: that it came is enough.
    server.on('clientError', (_, connection) => connection.destroy());
    server.listen(port, host);
    await once(server, 'listening');
    return server;
  };
  const openReceiver = async (type: 'udp4' | 'udp6', port: number) => {
    const receiver = createSocket(type, () => hits.push('UDP'));
    receiver.bind(port, type === 'udp4' ? '127.0.0.1' : '::1');
    await once(receiver, 'listening');
    return receiver;
  };
  const first = await openServer('127.0.0.1', 0);
  const address = first.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const servers = [first, await openServer('::1', port)];
  const receivers = [await openReceiver('udp4', port), await openReceiver('udp6', port)];
  return {
    port,
    hits,
    clear: () => {
      hits.length = 0;
    },
    close: async () => {
      for (const connection of connections) connection.destroy();
      for (const receiver of receivers) receiver.close();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
