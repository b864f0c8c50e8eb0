import { createHash } from 'node:crypto';
import type { Job, Queue } from 'bullmq';
import type { Extras, PlanRef } from './plan-work.ts';

/** All of plotreel's keys in Redis begin with it. */
export const PREFIX = 'plotreel';

/** What a job carries. Its data are in the store. */
export type JobData = SegmentJob | StitchJob | GateJob;

interface SegmentJob extends PlanRef {
  kind: 'segment';
  index: number;
  failure?: Failure;
}

interface StitchJob extends PlanRef {
  kind: 'stitch';
  extras: Extras;
  failure?: Failure;
}

/** Holds back the stitching while segments are still being added. */
interface GateJob {
  kind: 'gate';
}

/** What a job said when it failed for good. */
export interface Failure {
  message: string;
  frame?: number;
  places?: readonly string[];
}

/** What a finished job leaves: whether its work is done, or was not wanted any more. */
export type JobResult = 'done' | 'unwanted';

export type PlotreelJob = Job<JobData, JobResult, string>;
export type PlotreelQueue = Queue<JobData, JobResult, string>;

/** Queues are named by what decides pixels: workers with another Chromium never see them. */
export function queueName(environment: string): string {
  return environment.slice(0, 16);
}

/** The ids of the jobs of one video. The same has the same ids, so that whoever submits it again finds them. */
export interface FlowIds {
  stitch: string;
  gate: string;
  /** What the ids of all segments begin with. */
  segments: string;
  segment(index: number): string;
}

export function flowIds({ store, spec, extras }: { store: string; spec: string; extras: Extras }): FlowIds {
  const { poster, contactSheet, manifest } = extras;
  const flow = createHash('sha256')
    .update(JSON.stringify([store, spec, poster, contactSheet, manifest]))
    .digest('hex')
    .slice(0, 16);
  const segments = `segment-${flow}-`;
  return { stitch: `stitch-${flow}`, gate: `gate-${flow}`, segments, segment: (index) => `${segments}${index}` };
}
