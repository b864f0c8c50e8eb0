import fc from 'fast-check';
import type { VideoOptions } from '../../../src/options/options.ts';
import { type Damage, damageBytes, damages } from './damage-text.ts';
import { type Mutation, mutate, mutations } from './mutate-figure.ts';
import { REAL_FIGURES, REAL_PAGES } from './real-figures.ts';

/** A real figure, and what is done to it. */
export interface FuzzCase {
  figure: string;
  changes: readonly Mutation[];
  /** Of the figure's file; undefined: it is given as an object. */
  damages: readonly Damage[] | undefined;
  options: Partial<VideoOptions>;
}

const options = fc.record<Partial<VideoOptions>>(
  {
    ranges: fc.constantFrom('pin', 'figure', 'auto'),
    tween: fc.constantFrom('on', 'off'),
    easing: fc.constantFrom('elastic', 'back-out', 'linear'),
    loop: fc.boolean(),
    label: fc.constantFrom('off', '{label} {name} {index}'),
    controls: fc.constant('keep' as const),
    orbit: fc.constantFrom(90, 1e308),
    reveal: fc.constant('x' as const),
    speed: fc.constantFrom(3, 1e-6, 1e308),
    hold: fc.constantFrom(0, 500),
  },
  { requiredKeys: [] },
);

/** @param form whether figures may come as objects, which hold what JSON cannot, or as files, which may be damaged */
export function fuzzCases(form: 'any' | 'object'): fc.Arbitrary<FuzzCase> {
  const whole = fc.record({
    figure: fc.constantFrom(...REAL_FIGURES.keys()),
    changes: mutations(),
    damages:
      form === 'object'
        ? fc.constant(undefined)
        : fc.oneof(
            { arbitrary: fc.constant(undefined), weight: 2 },
            { arbitrary: fc.constant([]), weight: 2 },
            { arbitrary: damages(), weight: 1 },
          ),
    options: fc.oneof(fc.constant({}), options),
  });
  const pages = fc.record({
    figure: fc.constantFrom(...REAL_PAGES.keys()),
    changes: fc.constant([]),
    damages: damages(),
    options: fc.constant({}),
  });
  return form === 'object' ? whole : fc.oneof({ arbitrary: whole, weight: 9 }, { arbitrary: pages, weight: 1 });
}

/** What plotreel is given in a case: the figure, or the bytes of its file. */
export function givenIn({ figure, changes, damages }: FuzzCase): object | Buffer {
  const page = REAL_PAGES.get(figure);
  if (page) return damageBytes(page, damages ?? []);
  const changed = mutate(REAL_FIGURES.get(figure) ?? {}, changes);
  return damages === undefined ? changed : damageBytes(Buffer.from(JSON.stringify(changed)), damages);
}
