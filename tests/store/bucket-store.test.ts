import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError, StoreError } from '../../src/errors.ts';
import { openBucketStore } from '../../src/store/bucket-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { refuse, s3Server } from '../support/s3-server.ts';

const s3 = s3Server();
/** More than goes in one request. */
const LARGE = 40_000_000;

async function publish(store: Store, name: string, content: Buffer): Promise<boolean> {
  const file = await store.create(name);
  writeFileSync(file.path, content);
  return file.publish();
}

/** Does all that is asked, and cuts the connection in place of an answer. */
function loseAnswer(response: ServerResponse): void {
  response.writeHead = () => response;
  response.write = () => true;
  response.end = () => {
    response.socket?.destroy();
    return response;
  };
}

describe('openStore() of a bucket', () => {
  it.each([
    { location: 's3://plans', shown: 's3://plans' },
    { location: 'S3://plans/', shown: 's3://plans' },
    { location: 's3://plans/a b/c%20/', shown: 's3://plans/a b/c%20' },
    { location: new URL('s3://plans/a b'), shown: 's3://plans/a b' },
  ])('takes $location, and asks for nothing yet', async ({ location, shown }) => {
    expect((await openStore(location)).location).toBe(shown);
    expect(s3.requests).toEqual([]);
  });

  it.each(['s3://', 's3:///plan', 's3:/plan'])('refuses %s, which names no bucket', async (location) => {
    await expect(openStore(location)).rejects.toEqual(
      new InputError(`Expected the name of a bucket after s3://, got '${location}'`),
    );
  });

  it.each(['s3://plans/../other', 's3://plans/a//b', 's3://plans//a'])('refuses %s', async (location) => {
    await expect(openStore(location)).rejects.toThrow(InputError);
  });

  it('says what to install when the AWS SDK is not there', async () => {
    const loadSdk = async () => {
      throw Object.assign(new Error("Cannot find package '@aws-sdk/client-s3'"), { code: 'ERR_MODULE_NOT_FOUND' });
    };
    await expect(openBucketStore({ bucket: 'plans', prefix: '' }, { loadSdk })).rejects.toEqual(
      new InputError('Plans in a bucket need the AWS SDK: npm install @aws-sdk/client-s3'),
    );
  });
});

describe('a Store in a bucket', () => {
  it('sends a large file in parts, each with its checksum', async () => {
    const store = await openStore(s3.location());
    const content = randomBytes(LARGE);
    expect(await publish(store, 'segments/0.mp4', content)).toBe(true);
    const parts = s3.requests.filter(({ headers }) => Number(headers['content-length']) > 1_000_000);
    expect(parts).toHaveLength(3);
    for (const { headers } of parts) expect(headers['x-amz-checksum-crc32']).toMatch(/^.{6}==$/);
    expect((await store.read('segments/0.mp4'))?.equals(content)).toBe(true);
    expect(await store.list('')).toEqual([{ name: 'segments/0.mp4', bytes: LARGE }]);
  });

  it('gives up the parts of a large file whose name is taken', async () => {
    const store = await openStore(s3.location());
    await store.write('segments/0.mp4', 'first');
    expect(await publish(store, 'segments/0.mp4', randomBytes(LARGE))).toBe(false);
    expect(s3.requests.map(({ method }) => method)).toContain('DELETE');
    expect((await store.read('segments/0.mp4'))?.toString()).toBe('first');
  });

  it.each([
    { what: 'one request', bytes: 1000, method: 'PUT' },
    { what: 'parts', bytes: LARGE, method: 'POST' },
  ])('knows what it has written when the answer is lost: $what', async ({ bytes, method }) => {
    const store = await openStore(s3.location());
    await store.write('plan.json', '');
    let lost = 0;
    s3.intervene = (request, response) => {
      if (request.method === method && request.headers['if-none-match'] === '*' && lost++ === 0) loseAnswer(response);
      return false;
    };
    const content = randomBytes(bytes);
    expect(await publish(store, 'segments/0.mp4', content)).toBe(true);
    expect(lost).toBeGreaterThan(1);
    expect((await store.read('segments/0.mp4'))?.equals(content)).toBe(true);
    s3.intervene = undefined;
    expect(await store.write('segments/0.mp4', 'second')).toBe(false);
  });

  it.each(['read', 'stream'] as const)('%s() goes on with a content that breaks off', async (how) => {
    const store = await openStore(s3.location());
    const content = randomBytes(8_000_000);
    await store.write('frames.bin', content);
    s3.requests.length = 0;
    s3.intervene = ({ method, headers }, response) => {
      if (method !== 'GET') return false;
      const start = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0);
      const rest = content.subarray(start);
      response.writeHead(start > 0 ? 206 : 200, {
        ...{ 'content-length': rest.byteLength, etag: '"one"' },
        ...(start > 0 ? { 'content-range': `bytes ${start}-7999999/8000000` } : {}),
      });
      response.write(rest.subarray(0, 3_000_000), () =>
        rest.byteLength > 3_000_000 ? response.destroy() : response.end(),
      );
      return true;
    };
    const pieces =
      how === 'read'
        ? [await store.read('frames.bin')]
        : await Array.fromAsync((await store.stream('frames.bin')) ?? []);
    expect(Buffer.concat(pieces.flatMap((piece) => piece ?? [])).equals(content)).toBe(true);
    const gets = s3.requests.filter(({ method }) => method === 'GET');
    expect(gets.length).toBeGreaterThan(2);
    expect(gets.slice(1).map(({ headers }) => headers['if-match'])).toEqual(gets.slice(1).map(() => '"one"'));
  });

  it.each([7, 8_000_000])('finds %d bytes that are damaged on their way', async (bytes) => {
    const store = await openStore(s3.location());
    const content = Buffer.alloc(bytes, 'a');
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(content));
    content[bytes >> 1] = 0;
    s3.intervene = ({ method, headers }, response) => {
      const start = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0);
      const facts = { 'content-length': bytes - start, etag: '"one"' };
      if (start > 0) response.writeHead(206, { ...facts, 'content-range': `bytes ${start}-${bytes - 1}/${bytes}` });
      else response.writeHead(200, { ...facts, 'x-amz-checksum-crc32': checksum.toString('base64') });
      response.end(method === 'HEAD' ? undefined : content.subarray(start));
      return true;
    };
    const calls = [() => store.read('a'), async () => Array.fromAsync((await store.stream('a')) ?? [])];
    for (const call of calls) {
      const error: unknown = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreError);
      expect(error).toMatchObject({ transient: true });
      expect(String(error)).toMatch(/a could not be read: Checksum mismatch/);
    }
  });

  it('list() has all, however many the server tells at once, and no names that are none', async () => {
    const store = await openStore('s3://plans/wave');
    const page = (keys: string[], next: string) =>
      `<?xml version="1.0"?><ListBucketResult>${keys.map((key) => `<Contents><Key>wave/${key}</Key><Size>1</Size></Contents>`)}` +
      `${next}</ListBucketResult>`;
    const pages = [
      page(
        ['', '.conditional-writes', 'segments/', 'segments/1'],
        '<IsTruncated>true</IsTruncated><NextContinuationToken>2</NextContinuationToken>',
      ),
      page(['segments/0', 'segments/a&amp;b'], '<IsTruncated>false</IsTruncated>'),
    ];
    s3.intervene = ({ url = '' }, response) => {
      response.end(pages[url.includes('continuation-token=2') ? 1 : 0]);
      return true;
    };
    expect((await store.list('')).map(({ name }) => name)).toEqual(['segments/0', 'segments/1', 'segments/a&b']);
  });

  it.each([
    { what: 'ignores the condition', status: undefined },
    { what: 'refuses it', status: 501 },
  ])('warns of a server that $what, and looks before it writes there', async ({ status }) => {
    s3.conditional = false;
    if (status !== undefined) {
      s3.intervene = (request, response) => {
        if (request.headers['if-none-match'] === undefined) return false;
        refuse(request, response, { status, code: 'NotImplemented' });
        return true;
      };
    }
    const store = await openStore(s3.location());
    const warned = once(process, 'warning');
    expect(await store.write('a', 'first')).toBe(true);
    const [warning] = await warned;
    expect(warning).toMatchObject({ code: 'PLOTREEL_NO_CONDITIONAL_WRITES' });
    expect(String(warning)).toContain(`The server of ${store.location} does not know conditional writes`);
    expect(await store.write('a', 'second')).toBe(false);
    expect(await publish(store, 'a', randomBytes(LARGE))).toBe(false);
    expect(await publish(store, 'b', randomBytes(10))).toBe(true);
    expect((await store.read('a'))?.toString()).toBe('first');
  });
});
