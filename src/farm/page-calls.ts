import type { CDPSession } from 'puppeteer-core';
import { DiskFullError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';
import type { PageFailure, Reply, StageApi } from '../protocol.ts';

/** The page reports an error of the scene or of its own. */
export class PageFailureError extends Error {
  readonly failure: PageFailure;

  constructor(failure: PageFailure) {
    super(failure.message);
    this.failure = failure;
  }

  /** As plain data: the rest is said by the error that it is the cause of. */
  toJSON(): object {
    return { name: this.failure.name, message: this.message };
  }
}

type Method = keyof StageApi;
type Value<M extends Method> =
  Awaited<ReturnType<StageApi[M]>> extends infer R ? ([R] extends [Reply<infer T>] ? T : R) : never;

/** Calls a method of the page. The one place where Node talks to the page. */
export type PageCall = <M extends Method>(method: M, ...args: Parameters<StageApi[M]>) => Promise<Value<M>>;

/** @throws PageFailureError, DiskFullError from each call whose work failed in the page; a lost page rejects with puppeteer's error */
export async function openPageCalls(session: CDPSession): Promise<PageCall> {
  const { result } = await session.send('Runtime.evaluate', { expression: 'globalThis.plotreel' });
  const { objectId } = result;
  if (objectId === undefined) throw new Error('The page did not install its interface; is dist/page built?');
  return async (method, ...args) => {
    const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: 'function (method, ...args) { return this[method](...args); }',
      arguments: [{ value: method }, ...args.map((value) => ({ value }))],
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    const reply: unknown = result.value;
    if (!isReply(reply)) return reply as Value<typeof method>;
    if (!reply.ok) throw failureOf(reply.failure);
    return reply.value as Value<typeof method>;
  };
}

function failureOf(failure: PageFailure): Error {
  if (!failure.diskFull) return new PageFailureError(failure);
  const { folder, bytes } = failure.diskFull;
  const need = `a page writes its frames there, each takes ${formatBytes(bytes)}; TMPDIR names another folder`;
  return new DiskFullError(folder, need, { neededBytes: bytes });
}

function isReply(value: unknown): value is Reply<unknown> {
  return typeof value === 'object' && value !== null && 'ok' in value;
}
