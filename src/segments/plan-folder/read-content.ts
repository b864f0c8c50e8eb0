import type { Content } from '../../content.ts';
import { InputError } from '../../errors.ts';
import type { Packed } from '../../frames/pack.ts';
import { MAX_WRITE_BYTES } from '../../limits.ts';
import type { Probes } from '../../probes.ts';
import type { FontFile } from '../../read-fonts.ts';
import { parseFont } from '../../read-fonts.ts';
import type { Store } from '../../store/store.ts';
import { decodeFrames, type PackedFrame } from './frame-file.ts';
import { fontName, type Plan, PROBES, PROPS, paramsName, requireSegment, SCENE, SCENE_MAP } from './plan-file.ts';
import { hashed, sha256 } from './sha256.ts';

/** What stages need of a plan. */
export interface PlannedContent {
  content: Pick<Content, 'scene' | 'props' | 'startTimeoutMs'>;
  fonts: FontFile[];
  probes: Probes;
}

/** Reads what lies beside a plan for all its segments. @throws InputError when something is missing or damaged */
export async function readContent(store: Store, plan: Plan): Promise<PlannedContent> {
  const { inputs, stage, frames } = plan;
  const [code, map, props, probes, fonts] = await Promise.all([
    readChecked(store, SCENE, inputs.scene),
    store.read(SCENE_MAP),
    inputs.props === null ? null : readPacked(store, PROPS, inputs.props),
    inputs.probes === null ? [] : readPacked(store, PROBES, inputs.probes),
    Promise.all(inputs.fonts.map((hash, i) => readFont(store, fontName(i), hash))),
  ]);
  const [first = { index: frames.ownFrom ?? 0, params: null }, ...further] = probes;
  return {
    content: {
      scene: { path: plan.scenePath, code: code.toString(), map: map?.toString() ?? null },
      props: props?.[0]?.params ?? null,
      startTimeoutMs: stage.startTimeoutMs,
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
  if (ownFrom !== null) {
    for (let i = 0; i < segment.frames; i++) yield { index: ownFrom + segment.first + i, params: null };
    return;
  }
  const name = paramsName(index);
  const bytes = await store.stream(name);
  if (!bytes) throw missing(store, name);
  let hash = '';
  const checked = hashed(bytes, (found) => {
    hash = found;
  });
  yield* decodeFrames(checked, { maxBytes: plan.stage.limits.paramsBytes, name: `params in ${name}` });
  if (hash !== segment.params) throw damaged(store, name);
}

async function readChecked(store: Store, name: string, hash: string): Promise<Buffer> {
  const bytes = await store.read(name);
  if (!bytes) throw missing(store, name);
  if (sha256(bytes) !== hash) throw damaged(store, name);
  return bytes;
}

async function readPacked(store: Store, name: string, hash: string): Promise<PackedFrame[]> {
  const bytes = await readChecked(store, name, hash);
  return Array.fromAsync(decodeFrames(pieces(bytes), { maxBytes: MAX_WRITE_BYTES, name }));
}

async function* pieces(bytes: Buffer) {
  yield bytes;
}

async function readFont(store: Store, name: string, hash: string): Promise<FontFile> {
  const font = parseFont(await readChecked(store, name, hash));
  if (typeof font === 'string') throw damaged(store, name);
  return font;
}

function missing({ location }: Store, name: string): InputError {
  return new InputError(`The plan in ${location} is not whole: ${name} is missing; make it anew`);
}

function damaged({ location }: Store, name: string): InputError {
  return new InputError(`The plan in ${location} is damaged: ${name} was changed; make it anew`);
}
