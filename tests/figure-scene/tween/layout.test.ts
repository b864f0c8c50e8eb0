import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../../page/figure-scene/figure-state.ts';
import { tweenLayout } from '../../support/tween.ts';

describe('planTween() moves a layout:', () => {
  test('ranges in the numbers of their axis', () => {
    const at = tweenLayout(
      {
        xaxis: { range: [0, 2] },
        yaxis: { range: ['2020-01-01', '2020-01-11'] },
        yaxis2: { range: [-0.5, 3.5] },
        scene: { zaxis: { range: [0, 1] } },
        polar: { radialaxis: { range: [0, 1] } },
      },
      {
        xaxis: { range: [1, 6] },
        yaxis: { range: ['2020-01-03', '2020-01-21'] },
        yaxis2: { range: [-0.5, 5.5] },
        scene: { zaxis: { range: [0, 3] } },
        polar: { radialaxis: { range: [0, 5] } },
      },
      { xaxis: 'log', yaxis: 'date', yaxis2: 'category', 'scene.zaxis': 'linear', 'polar.radialaxis': 'linear' },
    );
    expect(at(0.5)).toEqual({
      xaxis: { range: [0.5, 4] },
      yaxis: { range: ['2020-01-02', '2020-01-16'] },
      yaxis2: { range: [-0.5, 4.5] },
      scene: { zaxis: { range: [0, 2] } },
      polar: { radialaxis: { range: [0, 3] } },
    });
  });

  test('an axis of another type switches', () => {
    const at = tweenLayout(
      { xaxis: { range: [0, 100] } },
      { xaxis: { type: 'log', range: [0, 2] } },
      { xaxis: 'linear' },
    );
    expect(at(0.4)).toEqual({ xaxis: { range: [0, 100] } });
  });

  test('maps, the shorter way round', () => {
    const at = tweenLayout(
      { geo: { projection: { rotation: { lon: 170, lat: 0 }, scale: 1 }, center: { lat: 0 } }, map: { zoom: 2 } },
      { geo: { projection: { rotation: { lon: -150, lat: 10 }, scale: 2 }, center: { lat: 8 } }, map: { zoom: 3 } },
    );
    expect(at(0.5)).toEqual({
      geo: { projection: { rotation: { lon: 190, lat: 5 }, scale: 1.5 }, center: { lat: 4 } },
      map: { zoom: 2.5 },
    });
  });

  test('domains, colours and sizes; titles and ticks switch', () => {
    const at = tweenLayout(
      {
        paper_bgcolor: 'white',
        xaxis: { domain: [0, 0.5], gridwidth: 1, dtick: 1, title: { text: 'a', font: { size: 10 } }, nticks: 4 },
        colorway: ['red', 'white'],
        title: '1952',
      },
      {
        paper_bgcolor: 'black',
        xaxis: { domain: [0.5, 1], gridwidth: 3, dtick: 2, title: { text: 'b', font: { size: 20 } }, nticks: 8 },
        colorway: ['blue', 'white'],
        title: '1957',
      },
    );
    expect(at(0.5)).toEqual({
      paper_bgcolor: 'rgb(99, 99, 99)',
      xaxis: { domain: [0.25, 0.75], gridwidth: 2, dtick: 2, title: { text: 'b', font: { size: 15 } }, nticks: 8 },
      colorway: ['rgb(140, 83, 162)', 'white'],
      title: '1957',
    });
    expect(at(0.49)).toMatchObject({ title: '1952', xaxis: { dtick: 1, nticks: 4, title: { text: 'a' } } });
  });

  test('sliders switch as a whole', () => {
    const at = tweenLayout({ sliders: [{ active: 0, len: 0.5 }] }, { sliders: [{ active: 1, len: 1 }] });
    expect(at(0.4)).toEqual({ sliders: [{ active: 0, len: 0.5 }] });
  });
});

describe('planTween() moves annotations and shapes:', () => {
  test('the same by name, the others come and go by opacity', () => {
    const at = tweenLayout(
      {
        annotations: [
          { name: 'a', x: 0, xref: 'paper' },
          { name: 'b', text: 'B', opacity: 0.5 },
        ],
      },
      {
        annotations: [
          { name: 'c', text: 'C' },
          { name: 'a', x: 1, xref: 'paper' },
        ],
      },
    );
    expect(at(0.5).annotations).toEqual([
      { name: 'c', text: 'C', opacity: 0.5 },
      { name: 'a', x: 0.5, xref: 'paper' },
      { name: 'b', text: 'B', opacity: 0.25 },
    ]);
  });

  test('by place where they have no name, hidden ones like those that are not there', () => {
    const at = tweenLayout(
      { shapes: [{ x0: 0, xref: 'paper' }] },
      { shapes: [{ x0: 1, xref: 'paper' }, { type: 'rect' }, { visible: false }] },
    );
    expect(at(0.25).shapes).toEqual([{ x0: 0.25, xref: 'paper' }, { type: 'rect', opacity: 0.25 }, { visible: false }]);
  });

  test('along their axis: in exponents for annotations on a logarithmic one, in data for shapes', () => {
    const axes = { xaxis: 'log', yaxis2: 'date' } as const;
    const at = tweenLayout(
      { annotations: [{ x: 0, y: '2020-01-01', yref: 'y2' }], shapes: [{ x0: 1, y0: '2020-01-01', yref: 'y2' }] },
      { annotations: [{ x: 2, y: '2020-01-03', yref: 'y2' }], shapes: [{ x0: 100, y0: '2020-01-03', yref: 'y2' }] },
      axes,
    );
    expect(at(0.5)).toEqual({
      annotations: [{ x: 1, y: '2020-01-02', yref: 'y2' }],
      shapes: [{ x0: expect.closeTo(10), y0: '2020-01-02', yref: 'y2' }],
    });
  });

  test('what is on another axis later switches', () => {
    const at = tweenLayout({ shapes: [{ xref: 'x', x0: 1 }] }, { shapes: [{ xref: 'paper', x0: 0 }] });
    expect(at(0.4).shapes).toEqual([{ xref: 'x', x0: 1 }]);
  });

  test('in a list that only one side has', () => {
    const at = tweenLayout({}, { images: [{ source: 's' }] });
    expect(at(0.25)).toEqual({ images: [{ source: 's', opacity: 0.25 }] });
  });
});

describe('planTween() swings a camera', () => {
  const eye = (at: (position: number) => Attributes, position: number) => {
    const { scene } = at(position);
    return Object(scene).camera.eye;
  };

  test('round the center at its distance', () => {
    const at = tweenLayout(
      { scene: { camera: { eye: { x: 2, y: 0, z: 1 } } } },
      { scene: { camera: { eye: { x: 0, y: 2, z: 1 } } } },
    );
    expect(at(0.5)).toEqual({
      scene: {
        camera: {
          eye: { x: expect.closeTo(Math.SQRT2), y: expect.closeTo(Math.SQRT2), z: expect.closeTo(1) },
          center: { x: 0, y: 0, z: 0 },
          up: { x: 0, y: 0, z: 1 },
        },
      },
    });
  });

  test('nearer and higher evenly, round a center that moves', () => {
    const at = tweenLayout(
      { scene: { camera: { eye: { x: 3, y: 0, z: 0 }, center: { x: 1, y: 0, z: 0 } } } },
      { scene: { camera: { eye: { x: 0, y: 0, z: 4 }, center: { x: 0, y: 0, z: 0 } } } },
    );
    // From 2 away at the height 0° to 4 away at 90°, so 3 away at 45°.
    const far = 3 * Math.SQRT1_2;
    expect(eye(at, 0.5)).toEqual({ x: expect.closeTo(0.5 + far), y: expect.closeTo(0), z: expect.closeTo(far) });
  });

  test('the shorter way, about an up that is not z', () => {
    const up = { x: 0, y: 1, z: 0 };
    const degrees = (angle: number) => ({
      x: Math.cos((angle * Math.PI) / 180),
      y: 0,
      z: Math.sin((angle * Math.PI) / 180),
    });
    const at = tweenLayout(
      { scene: { camera: { up, eye: degrees(170) } } },
      { scene: { camera: { up, eye: degrees(-170) } } },
    );
    expect(eye(at, 0.5)).toEqual({ x: expect.closeTo(-1), y: expect.closeTo(0), z: expect.closeTo(0) });
  });

  test('from Plotly’s own where only one side has one', () => {
    const at = tweenLayout({}, { scene: { camera: { eye: { x: 2.5, y: 2.5, z: 2.5 }, projection: { type: 'x' } } } });
    const half = expect.closeTo(1.875);
    expect(eye(at, 0.5)).toEqual({ x: half, y: half, z: half });
    expect(Object(at(0.4).scene).camera.projection).toBeUndefined();
  });

  test('never through the center', () => {
    const at = tweenLayout(
      { scene: { camera: { eye: { x: 1, y: 0, z: 0 } } } },
      { scene: { camera: { eye: { x: 10, y: 0, z: 0 } } } },
    );
    expect(eye(at, -0.5).x).toBeGreaterThan(0);
  });

  test('not between opposite ups', () => {
    const at = tweenLayout(
      { scene: { camera: { up: { x: 0, y: 0, z: 1 } } } },
      { scene: { camera: { up: { x: 0, y: 0, z: -1 } } } },
    );
    expect(at(0.4)).toEqual({ scene: { camera: { up: { x: 0, y: 0, z: 1 } } } });
  });
});
