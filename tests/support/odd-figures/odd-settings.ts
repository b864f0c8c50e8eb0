import { ANY_AXIS, XY_AXIS } from './odd-axes.ts';
import { FIGURE, FRAME } from './odd-frames.ts';
import { LAYOUT } from './odd-layout.ts';
import { TRACE } from './odd-trace.ts';

/** By attribute: values that make plotly.js's or plotreel's work endless or senseless. */
export type OddValues = Readonly<Record<string, readonly unknown[]>>;

const AXES =
  'xaxis yaxis xaxis2 yaxis3 scene.xaxis polar.radialaxis polar.angularaxis coloraxis.colorbar ternary.aaxis';

/** Attributes of a figure, of one of its traces or of one of its frames, and odd values of theirs. */
export const ODD_SETTINGS: readonly (readonly [path: string, values: readonly unknown[]])[] = [
  ...AXES.split(' ').flatMap((axis) => settings(`layout.${axis}.`, ANY_AXIS)),
  ...['xaxis', 'yaxis', 'xaxis2'].flatMap((axis) => settings(`layout.${axis}.`, XY_AXIS)),
  ...settings('layout.', LAYOUT),
  ...settings('trace.', TRACE),
  ...settings('frame.', FRAME),
  ...settings('', FIGURE),
];

function settings(container: string, values: OddValues): [path: string, values: readonly unknown[]][] {
  return Object.entries(values).map(([name, odd]) => [`${container}${name}`, odd]);
}
