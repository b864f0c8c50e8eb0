import type { UpdateMethod, Updating } from '../src/protocol.ts';
import { type FigureHandle, type FigureSpec, openFigure } from './figure.ts';
import { sceneClock } from './scene-clock.ts';
import { SETUP_SEED, seedRandom } from './seeded-random.ts';
import { takesIndex } from './takes-index.ts';

type Params = unknown;

/** A scene file's default export, as `plotreel/scene` describes it. */
interface Scene {
  setup(props: unknown): FigureSpec | Promise<FigureSpec>;
  update(figure: FigureHandle, params: Params, index: number): unknown;
  frames?: { count: number; params(index: number): Params } | readonly Params[];
}

export interface MountedScene {
  /** Number of frames that the scene brings itself, null when it brings none. */
  readonly ownFrames: number | null;
  /** Whether frames with equal params may differ. */
  readonly varies: boolean;
  ownParams(index: number): Params;
  /** Whether the scene's own params at `index` equal `params`. */
  sameOwnParams(index: number, params: Params): boolean;
  /** Changes the figure for one frame. */
  update(params: Params, index: number): Promise<void>;
  /** The methods of the figure that the last update called. */
  updates(): UpdateMethod[];
  /** Whether a full redraw might give another picture. */
  unproven(): boolean;
  /** Waits for what Plotly's promises leave open. */
  settled(): Promise<void>;
  /** The graph div. */
  element(): HTMLElement;
  /** Draws the figure's present state anew, without any short cut. */
  redraw(): Promise<void>;
  /** Has WebGL drawn anew that the browser has shown and let go of. */
  drawScenesAgain(): void;
}

export interface MountOptions {
  width: number;
  height: number;
  scale: number;
  background: string;
  reuse: boolean;
  updating: Updating;
  /** Frames per second. */
  fps: number;
  props: unknown;
}

/** Imports the scene's bundle. @throws TypeError when its default export is not a scene */
export async function loadScene(): Promise<Scene> {
  // Served by Node beside the page; not known when the page is built.
  const url = '/scene.js';
  const module: Record<string, unknown> = await import(/* @vite-ignore */ url);
  const scene = module.default;
  if (scene === undefined)
    throw new TypeError('The scene file has no default export: export default defineScene({ … })');
  if (!isScene(scene)) {
    throw new TypeError('The default export is not a scene: it needs the functions `setup` and `update`');
  }
  return scene;
}

/** Builds the scene's figure inside `host`. */
export async function mountScene(scene: Scene, host: HTMLElement, options: MountOptions): Promise<MountedScene> {
  const setClock = sceneClock();
  const begin = (index: number) => {
    seedRandom(index);
    setClock?.((index * 1000) / options.fps);
  };
  const build = async () => {
    seedRandom(SETUP_SEED);
    setClock?.(0);
    const spec: unknown = await scene.setup(options.props);
    if (!isFigureSpec(spec)) {
      throw new TypeError(`\`setup\` returned no figure: expected { data: [...], layout }, got ${describe(spec)}`);
    }
    return openFigure(host, spec, options);
  };
  let figure = await build();
  const { frames } = scene;
  const ownParams = (index: number): Params => {
    begin(index);
    return frames === undefined ? undefined : 'count' in frames ? frames.params(index) : frames[index];
  };

  return {
    ownFrames: frames === undefined ? null : 'count' in frames ? frames.count : frames.length,
    varies: setClock !== undefined || takesIndex(scene.update),
    ownParams,
    sameOwnParams: (index, params) => sameParams(ownParams(index), params),
    update: async (params, index) => {
      if (!options.reuse) {
        figure.close();
        figure = await build();
      }
      begin(index);
      figure.begin();
      await scene.update(figure.handle, params, index);
    },
    updates: () => figure.updates(),
    unproven: () => figure.unproven(),
    settled: () => figure.settled(),
    element: () => figure.handle.element,
    redraw: () => figure.redraw(),
    drawScenesAgain: () => figure.drawScenesAgain(),
  };
}

function isScene(value: unknown): value is Scene {
  return (
    typeof value === 'object' &&
    value !== null &&
    'setup' in value &&
    typeof value.setup === 'function' &&
    'update' in value &&
    typeof value.update === 'function'
  );
}

function isFigureSpec(value: unknown): value is FigureSpec {
  return typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data);
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return 'an array';
  return `an object with ${Object.keys(value).join(', ') || 'no keys'}`;
}

/** Equality of params by value, typed arrays included. */
function sameParams(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && sameParams(value, right.get(key)))
  );
}
