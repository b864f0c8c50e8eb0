import { expect, test } from 'vitest';
import { axisTypes } from '../../page/figure-scene/axis-types.ts';

test('axisTypes() reads the type of every axis out of the full layout', () => {
  const fullLayout = {
    xaxis: { type: 'log' },
    yaxis12: { type: 'date' },
    scene2: { xaxis: { type: 'category' }, zaxis: { type: '-' }, camera: {} },
    polar: { radialaxis: { type: 'linear' }, angularaxis: { type: 'multicategory' } },
    _private: { xaxis: { type: 'log' } },
    legend: { type: 'log' },
    coloraxis: { cmin: 0 },
    xaxis3: { type: 'unknown' },
    yaxis3: null,
  };
  expect(axisTypes(fullLayout)).toEqual({
    xaxis: 'log',
    yaxis12: 'date',
    'scene2.xaxis': 'category',
    'scene2.zaxis': '-',
    'polar.radialaxis': 'linear',
    'polar.angularaxis': 'multicategory',
  });
});
