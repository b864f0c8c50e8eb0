import { describe, expect, it } from 'vitest';
import { getAttribute } from '../../page/figure-scene/attributes.ts';
import { turnCameras } from '../../page/figure-scene/orbit.ts';
import { frozen } from '../support/tween.ts';

type Vector = readonly [number, number, number];

function xyz([x, y, z]: Vector): object {
  return { x, y, z };
}

function eyeAfter(degrees: number, camera?: object): unknown {
  const layout = camera === undefined ? {} : { scene: { camera } };
  const state = frozen({ data: [{ type: 'surface' }], layout });
  return getAttribute(turnCameras(state, degrees).layout, 'scene.camera.eye');
}

function close(vector: Vector): object {
  const [x, y, z] = vector.map((number) => expect.closeTo(number, 12));
  return { x, y, z };
}

describe('turnCameras()', () => {
  it.each<{ degrees: number; eye: Vector; up: Vector; to: Vector }>([
    { degrees: 90, eye: [1, 0, 0.5], up: [0, 0, 1], to: [0, 1, 0.5] },
    { degrees: -90, eye: [1, 0, 0.5], up: [0, 0, 1], to: [0, -1, 0.5] },
    { degrees: 180, eye: [1, 2, 3], up: [0, 0, 1], to: [-1, -2, 3] },
    { degrees: 45, eye: [1, 0, 0], up: [0, 0, 1], to: [Math.SQRT1_2, Math.SQRT1_2, 0] },
    // y × z is x: the right hand's turn
    { degrees: 90, eye: [0, 0, 1], up: [0, 1, 0], to: [1, 0, 0] },
    { degrees: 90, eye: [0, 1, 0], up: [1, 0, 0], to: [0, 0, 1] },
    // A third of a turn about the diagonal leads x to y to z.
    { degrees: 120, eye: [1, 2, 3], up: [5, 5, 5], to: [3, 1, 2] },
    { degrees: 0, eye: [1, 2, 3], up: [1, 1, 0], to: [1, 2, 3] },
    // Along the axis nothing turns.
    { degrees: 77, eye: [0, 0, 2], up: [0, 0, 1], to: [0, 0, 2] },
  ])('turns $eye by $degrees° about $up', ({ degrees, eye, up, to }) => {
    expect(eyeAfter(degrees, { eye: xyz(eye), up: xyz(up) })).toEqual(close(to));
  });

  it('is where it was after a full turn', () => {
    const camera = { eye: xyz([1.3, -0.4, 0.9]), center: xyz([0.1, 0.2, -0.3]), up: xyz([0.3, -0.2, 0.9]) };
    expect(eyeAfter(360, camera)).toEqual(close([1.3, -0.4, 0.9]));
    expect(eyeAfter(-720, camera)).toEqual(close([1.3, -0.4, 0.9]));
  });

  it('turns about the camera’s centre', () => {
    expect(eyeAfter(180, { eye: xyz([2, 1, 1]), center: xyz([1, 1, 0]) })).toEqual(close([0, 1, 1]));
  });

  it('has Plotly’s camera where there is none', () => {
    expect(eyeAfter(90)).toEqual(close([-1.25, 1.25, 1.25]));
    expect(eyeAfter(90, { eye: { x: 2 } })).toEqual(close([-1.25, 2, 1.25]));
  });

  it('turns each scene that has a trace, and keeps all else', () => {
    const scene = { camera: { eye: xyz([1, 0, 0]), projection: { type: 'orthographic' } }, xaxis: { range: [0, 1] } };
    const layout = { scene, scene2: scene, scene3: scene, title: { text: 'A' } };
    const data = [{ y: [1] }, { type: 'mesh3d', scene: 'scene2' }, { type: 'cone' }, { type: 'cone', scene: 'scene4' }];
    const turned = turnCameras(frozen({ data, layout }), 90);
    const camera = { eye: close([0, 1, 0]), projection: { type: 'orthographic' } };
    expect(turned.layout).toEqual({
      ...layout,
      scene: { ...scene, camera },
      scene2: { ...scene, camera },
      scene4: { camera: { eye: close([-1.25, 1.25, 1.25]) } },
    });
    expect(turned.data).toBe(data);
  });
});
