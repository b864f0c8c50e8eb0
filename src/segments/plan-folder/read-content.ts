import type { Content } from '../../content.ts';
import { InputError } from '../../errors.ts';
import type { Packed } from '../../frames/pack.ts';
import { MAX_WRITE_BYTES } from '../../options/limits.ts';
import type { Probes } from '../../probes.ts';
import type { FontFile } from '../../read-fonts.ts';
import { parseFont } from '../../read-fonts.ts';
import type { Store } from '../../store/store.ts';
import { hashed, sha256 } from '../bytes/sha256.ts';
import { decodeFrames, type PackedFrame } from './frame-file.ts';
import { inputName } from './inputs.ts';
import { type Plan, requireSegment } from './plan-file.ts';

/** What stages need of a plan. */
export interface PlannedContent {
  content: Pick<Content, 'scene' | 'props' | 'startTimeoutMs'>;
  fonts: FontFile[];
  probes: Probes;
}

/** Reads what lies beside a plan for all its segments. @throws InputError when something is missing or damaged */
export async function readContent(store: Store, plan: Plan): Promise<PlannedContent> {
  const { inputs, frames } = plan;
  const [code, map, props, probes, fonts] = await Promise.all([
    readChecked(store, inputs.scene, 'scene'),
    plan.scene.map === null ? undefined : readChecked(store, plan.scene.map, "scene's source map"),
    inputs.props === null ? null : readPacked(store, inputs.props, 'props'),
    inputs.probes === null ? [] : readPacked(store, inputs.probes, 'first frames'),
    Promise.all(inputs.fonts.map((hash) => readFont(store, hash))),
  ]);
  const [first = { index: frames.ownFrom ?? 0, params: null }, ...further] = probes;
  return {
    content: {
      scene: { path: plan.scene.path, code: code.toString(), map: map?.toString() ?? null },
      props: props?.[0]?.params ?? null,
      startTimeoutMs: plan.bounds.startTimeoutMs,
    },
    fonts,
    probes: [{ ...first, previous: null }, ...further.map((probe) => ({ ...probe, previous: null }))],
  };
}

/** The frames of a segment. @throws InputError when they are missing or damaged, at their end at the latest */
export async function* readFrames(
  store: Store,
  plan: Plan,
  index: number,
): AsyncGenerator<{ index: number; params: Packed | null }, void> {
  const segment = requireSegment(plan, index);
  const { ownFrom } = plan.frames;
  if (segment.params === null || ownFrom !== null) {
    for (let i = 0; i < segment.frames; i++) yield { index: (ownFrom ?? 0) + segment.first + i, params: null };
    return;
  }
  const what = `params of segment ${index}`;
  const bytes = await store.stream(inputName(segment.params));
  if (!bytes) throw missing(store, what);
  let hash = '';
  const checked = hashed(bytes, (found) => {
    hash = found;
  });
  yield* decodeFrames(checked, { maxBytes: plan.bounds.limits.paramsBytes, name: what });
  if (hash !== segment.params) throw damaged(store, what);
}

/** @param what errors call it */
async function readChecked(store: Store, hash: string, what: string): Promise<Buffer> {
  const bytes = await store.read(inputName(hash));
  if (!bytes) throw missing(store, what);
  if (sha256(bytes) !== hash) throw damaged(store, what);
  return bytes;
}

async function readPacked(store: Store, hash: string, what: string): Promise<PackedFrame[]> {
  const bytes = await readChecked(store, hash, what);
  return Array.fromAsync(decodeFrames(pieces(bytes), { maxBytes: MAX_WRITE_BYTES, name: what }));
}

async function* pieces(bytes: Buffer) {
  yield bytes;
}

async function readFont(store: Store, hash: string): Promise<FontFile> {
  const font = parseFont(await readChecked(store, hash, 'fonts'));
  if (typeof font === 'string') throw damaged(store, 'fonts');
  return font;
}

function missing({ location }: Store, what: string): InputError {
  return new InputError(`The plan in ${location} is not whole: its ${what} are missing; make it anew`);
}

function damaged({ location }: Store, what: string): InputError {
  return new InputError(`The plan in ${location} is damaged: its ${what} were changed; make it anew`);
}
