import { z } from 'zod';
import { InputError } from '../errors.ts';
import { framePixels, type SizeOptions } from './check-size.ts';

/** One of these strings, and what an error says instead of that. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.map((value) => `'${value}'`).join(', ')}` });

/** Resolved options, with the size of a frame in pixels. */
export type WithPixels<Options> = Options & { framePixels: { width: number; height: number } };

/**
 * Checks options against their schema and fills in what is left out.
 *
 * @param check what concerns several fields, or files; it gets those fields that are right
 * @throws InputError that lists every problem
 */
export function resolveOptions<Shape extends z.core.$ZodLooseShape, Output extends Required<SizeOptions>>(
  schema: z.ZodObject<Shape> & z.ZodType<Output>,
  options: unknown,
  check: (valid: Partial<Output>) => string[],
): WithPixels<Output> {
  const result = schema.safeParse(options);
  const problems = result.success ? [] : result.error.issues.flatMap((issue) => describeIssue(issue, options));
  const valid: Partial<Output> = result.success ? result.data : validFields(schema, options);
  problems.push(...check(valid));
  if (!result.success || problems.length > 0) throw new InputError([...new Set(problems)]);
  return { ...result.data, framePixels: framePixels(result.data) };
}

/** Checks options against their schema and fills in what is left out. @throws InputError that lists every problem */
export function parseOptions<Output>(schema: z.ZodType<Output>, options: unknown): Output {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  throw new InputError([...new Set(result.error.issues.flatMap((issue) => describeIssue(issue, options)))]);
}

function validFields<Output>(schema: z.ZodObject & z.ZodType<Output>, options: unknown): Partial<Output> {
  if (!isRecord(options)) return {};
  const fields = Object.entries(schema.shape).flatMap(([name, field]) => {
    const result = field.safeParse(options[name]);
    return result.success ? [[name, result.data]] : [];
  });
  return Object.fromEntries(fields);
}

function describeIssue(issue: z.core.$ZodIssue, options: unknown): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `Unknown option \`${[...issue.path, key].join('.')}\``);
  const name = issue.path.join('.');
  if (name === '') return ['Expected an object with options'];
  const value = issue.path.reduce<unknown>((at, key) => (isRecord(at) ? at[String(key)] : undefined), options);
  return [`Expected \`${name}\` to be ${issue.message}, got ${describeValue(value)}`];
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return `\`${value}\` (${typeof value})`;
  return Array.isArray(value) ? `[${value.join(', ')}]` : `a value of type ${value === null ? 'null' : typeof value}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
