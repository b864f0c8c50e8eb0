import { createHash } from 'node:crypto';
import type { Job, Queue } from 'bullmq';
import type { PlanRef } from './plan-work.ts';

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

export type PlotreelJob = Job<JobData, null, string>;
export type PlotreelQueue = Queue<JobData, null, string>;

/** Queues are named by what decides pixels: workers with another Chromium never see them. */
export function queueName(environment: string): string {
  return environment.slice(0, 16);
}

/** The ids of one plan's jobs. The same plan has the same ids, so that whoever submits it again finds them. */
export interface FlowIds {
  stitch: string;
  gate: string;
  /** What the ids of all segments begin with. */
  segments: string;
  segment(index: number): string;
}

export function flowIds({ store, spec }: { store: string; spec: string }): FlowIds {
  const flow = createHash('sha256').update(`${store}\n${spec}`).digest('hex').slice(0, 16);
  const segments = `segment-${flow}-`;
  return { stitch: `stitch-${flow}`, gate: `gate-${flow}`, segments, segment: (index) => `${segments}${index}` };
}
