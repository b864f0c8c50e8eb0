import { formatRgb, interpolateWithPremultipliedAlpha, parse } from 'culori';
import { type Motion, switching } from './motion.ts';

/** Plans the way from one colour to another, the same pair once only. */
export function colourPlanner(): (from: unknown, to: unknown) => Motion {
  const known = new Map<string, Motion>();
  return (from, to) => {
    if (typeof from !== 'string' || typeof to !== 'string' || from === to) return switching(from, to);
    const pair = `${from} → ${to}`;
    const motion = known.get(pair) ?? planColour(from, to);
    known.set(pair, motion);
    return motion;
  };
}

/**
 * Through OKLab, in which equal steps look equal, the alpha multiplied in: what is transparent lends no colour. A
 * colour has no beyond, so it stays at the end where an easing overshoots.
 */
function planColour(from: string, to: string): Motion {
  // Plotly takes colours in any case and with blanks around them.
  const [start, end] = [from, to].map((colour) => parse(colour.trim().toLowerCase()));
  if (!start || !end) return switching(from, to);
  const mix = interpolateWithPremultipliedAlpha([start, end], 'oklab');
  let last = { position: Number.NaN, colour: '' };
  return {
    at: (position) => {
      if (position <= 0) return from;
      if (position >= 1) return to;
      // The points of a trace often have few colours.
      if (last.position !== position) last = { position, colour: formatRgb(mix(position)) };
      return last.colour;
    },
  };
}
