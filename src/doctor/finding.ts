import { messageOf } from '../caught.ts';

/** What a finding is about, in the order of the report. */
export type Area =
  | 'plotreel'
  | 'node'
  | 'platform'
  | 'browser'
  | 'page'
  | 'plotly'
  | 'sandbox'
  | 'screenshot'
  | 'canvas'
  | 'text'
  | 'figure'
  | 'swiftshader'
  | 'mesa'
  | 'gpu'
  | 'ffmpeg'
  | 'libx264'
  | 'h264_nvenc'
  | 'fonts'
  | 'cores'
  | 'memory'
  | '/dev/shm'
  | 'temporary'
  | 'cache';

/**
 * What was found, in words, and what to do about it.
 *
 * `absent`: not there, and nothing is the worse for it. `warning`: rendering works, but slower, less safely or not with
 * every figure. `problem`: it does not work.
 */
export type Observation =
  | { status: 'ok' | 'absent'; text: string; advice?: string }
  | { status: 'warning' | 'problem'; text: string; advice: string };

/** One thing that the doctor looked at. */
export type Finding = { area: Area } & Observation;

/** Whether plotreel can render where this was found. */
export function canRender(findings: readonly Finding[]): boolean {
  return findings.every(({ status }) => status !== 'problem');
}

/** Looks at one thing. What cannot be looked at is a finding too. */
export async function look(area: Area, at: () => Observation | Promise<Observation>): Promise<Finding> {
  try {
    return { area, ...(await at()) };
  } catch (error) {
    return {
      area,
      status: 'warning',
      text: `could not be looked at: ${messageOf(error)}`,
      advice: 'This is unexpected: please report it.',
    };
  }
}
