/**
 * Where plans and their segments lie, for all machines that work on them: a folder, or a bucket.
 *
 * Names are relative and have slashes: 'segments/00003.json'. What has a name is whole. A name that was written without
 * `replace` keeps its first content, whoever else writes it.
 */
export interface Store {
  /** As users write it: an absolute path, or s3://bucket/prefix. */
  readonly location: string;
  /** The whole content, undefined when there is none. */
  read(name: string): Promise<Buffer | undefined>;
  /** Bytes of the content, undefined when there is none. Unlike a list it is never old, over a network either. */
  size(name: string): Promise<number | undefined>;
  /** The content piece by piece, undefined when there is none. */
  stream(name: string): Promise<AsyncIterable<Buffer> | undefined>;
  /** Writes a small content. @returns false when the name had one already, and keeps it */
  write(name: string, content: string | Uint8Array, options?: { replace?: boolean }): Promise<boolean>;
  /** A file on this machine that becomes the content of `name` when it is published. */
  create(name: string): Promise<StoreFile>;
  /** Names that begin with `prefix`, sorted, with their sizes. */
  list(prefix: string): Promise<StoreEntry[]>;
  /** Removes a name; one that is not there is no error. */
  remove(name: string): Promise<void>;
}

export interface StoreEntry {
  name: string;
  bytes: number;
}

/** Content on its way to its name. */
export interface StoreFile {
  /** Absolute path of a file, not there yet, for whatever program writes it. */
  readonly path: string;
  /** Gives it its name. @returns false when another was first, whose content stays */
  publish(): Promise<boolean>;
  /** Removes it when it was not published. May be called twice. */
  discard(): Promise<void>;
}
