import { requireEnvironment } from '../../environment.ts';
import { VersionMismatchError } from '../../errors.ts';
import type { Farm } from '../../farm/farm.ts';
import type { SizedFarm } from '../../farm/sized-farm.ts';
import { findSegment, type Manifest } from '../plan-folder/manifest.ts';
import { type Plan, requireSegment } from '../plan-folder/plan-file.ts';
import { drawSegment, type RenderOptions, type SegmentParts } from './draw-segment.ts';

/** Renders segments of one plan, with stages that stay between them. */
export interface SegmentRenderer {
  /** Renders a segment unless it is there. @returns what is known of it then, by whomever it was rendered */
  render(index: number, options: RenderOptions): Promise<Manifest>;
  /** Number of stages, 0 before the first segment is drawn. */
  workers(): number;
  /** Ends the stages. May be called twice. */
  close(): Promise<void>;
}

export interface RendererParts extends SegmentParts {
  /** Opens the stages, when the first segment needs them, and again when they are lost. */
  openFarm: () => Promise<SizedFarm>;
}

/** @throws VersionMismatchError when this machine would draw or encode otherwise than planned */
export function createSegmentRenderer(parts: RendererParts): SegmentRenderer {
  const { store, plan, environment, openFarm } = parts;
  requireEnvironment(plan.environment, environment);
  let opened: Promise<SizedFarm> | undefined;
  let workers = 0;

  const close = async (reason?: unknown) => {
    const closing = opened;
    opened = undefined;
    await closing?.then(
      ({ farm }) => farm.close(reason),
      () => {},
    );
  };

  return {
    render: async (index, options) => {
      requireSegment(plan, index);
      const found = await findSegment(store, plan, { index, whole: true });
      if (found.state === 'done') {
        options.onPulled?.();
        return found.manifest;
      }
      try {
        opened ??= openFarm();
        const sized = await opened;
        workers = sized.workers;
        requireSameWebGl(plan, sized.farm);
        return await drawSegment(sized, { ...parts, index, isRepair: found.state === 'damaged', ...options });
      } catch (error) {
        // What is left in the stages of a segment that was given up is of no use. One that is drawn beside it fails too.
        await close(error);
        throw error;
      }
    },
    workers: () => workers,
    close: () => close(),
  };
}

function requireSameWebGl({ drawing }: Plan, { report }: Farm): void {
  if (report.webgl === drawing.webgl) return;
  throw new VersionMismatchError([`what draws WebGL: ${report.webgl ?? 'nothing'} instead of ${drawing.webgl}`]);
}
