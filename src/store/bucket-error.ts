import { codeOf, messageOf } from '../caught.ts';
import { DiskFullError, PlotreelError, StoreError } from '../errors.ts';

interface Circumstances {
  /** What failed: 'plan.json could not be read'. */
  what: string;
  bucket: string;
  location: string;
}

/** What to do, by the name that S3 or the SDK gives an error. None of these passes by itself. */
const ADVICE: ReadonlyMap<string, (bucket: string) => string> = new Map([
  ['NoSuchBucket', (bucket) => `there is no bucket ${bucket}; make it, or correct its name or AWS_ENDPOINT_URL_S3`],
  ['InvalidBucketName', (bucket) => `${bucket} is no name for a bucket`],
  ['PermanentRedirect', otherRegion],
  ['AuthorizationHeaderMalformed', otherRegion],
  ['InvalidAccessKeyId', () => 'the server does not know these credentials; correct AWS_ACCESS_KEY_ID'],
  ['SignatureDoesNotMatch', () => 'the credentials are wrong; correct AWS_SECRET_ACCESS_KEY'],
  ['ExpiredToken', () => 'the credentials have expired; get new ones'],
  ['RequestTimeTooSkewed', () => "this machine's clock is wrong; set it"],
  [
    'AccessDenied',
    (bucket) =>
      `these credentials lack a right on ${bucket}: s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket are needed`,
  ],
  [
    'CredentialsProviderError',
    () =>
      'no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the machine a role',
  ],
]);
/** What HEAD requests have in place of a name: their answers have no text. */
const BY_STATUS: Readonly<Record<number, string>> = { 301: 'PermanentRedirect', 403: 'AccessDenied' };
/** Statuses below 500 that pass: a time-out, a conflict with another request, a content that was replaced, too early. */
const TRANSIENT_STATUSES = new Set([408, 409, 412, 425]);
const BUSY_STATUSES = new Set([429, 503]);
const STORAGE_FULL = 507;
/** As Node names networks that fail, and the SDK servers that do not answer. */
const NETWORK =
  /^(E(AI_AGAIN|CONN\w+|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|TIMEDOUT)|ERR_STREAM_PREMATURE_CLOSE|TimeoutError)$/;

/** An error of the SDK as a store's. Errors of plotreel stay as they are. */
export function explainBucketError(error: unknown, { what, bucket, location }: Circumstances): PlotreelError {
  if (error instanceof PlotreelError) return error;
  const status = statusOf(error);
  const named = nameOf(error);
  const name = ADVICE.has(named) ? named : (BY_STATUS[status ?? 0] ?? named);
  const advice = ADVICE.get(name)?.(bucket);
  const fail = (reason: string, transient: boolean) =>
    new StoreError(`In ${location} ${what}: ${reason}`, { transient, cause: error });

  if (advice !== undefined) return fail(`${advice} (${said(error)})`, false);
  if (/^Region is missing/.test(messageOf(error))) return fail('the region is not known; set AWS_REGION', false);
  if (status === STORAGE_FULL) return new DiskFullError(location, what, { neededBytes: 1, cause: error });
  if (status !== undefined && BUSY_STATUSES.has(status))
    return fail(`the server is busy; try again later (${said(error)})`, true);
  if (status !== undefined && status >= 300) {
    return fail(said(error), status >= 500 || TRANSIENT_STATUSES.has(status));
  }
  if (NETWORK.test(String(codeOf(error))) || NETWORK.test(named)) {
    return fail(`its server does not answer; look at the network and AWS_ENDPOINT_URL_S3 (${said(error)})`, true);
  }
  // Those with a code are of this machine's files, of certificates, of a server that is none of S3's. What has none: a
  // content that came damaged.
  return fail(said(error), codeOf(error) === undefined);
}

/** Whether the server said that nothing has that name. */
export function isAbsent(error: unknown): boolean {
  return nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound';
}

/** The status of the server's answer; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return undefined;
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
}

function otherRegion(bucket: string): string {
  return `the bucket ${bucket} is in another region; set AWS_REGION to its own`;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** Its name where it has one of its own, and its message where it has one: Node's of refused connections have none. */
function said(error: unknown): string {
  const parts = [nameOf(error), messageOf(error), String(codeOf(error) ?? '')];
  return parts
    .filter((part, i) => !['', 'Error', 'AggregateError', 'UnknownError'].includes(part) && parts.indexOf(part) === i)
    .join(': ');
}
