import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { figureInHtml } from '../../src/figure-input/html-figure.ts';
import { readFigure } from '../../src/figure-input/read-figure.ts';

function page(name: string): URL {
  return new URL(`../fixtures/figures/${name}.html`, import.meta.url);
}

function take(text: string): unknown {
  return figureInHtml({ name: 'page.html', text });
}

describe('readFigure() takes the figure out of a page of', () => {
  test('Python, plotly 6, the library inside', async () => {
    const { data, layout, frames, config, animate } = await readFigure(page('plotly6-inlined'));
    expect(data).toEqual([
      {
        x: Float64Array.of(0, 1, 2),
        y: Float64Array.of(1, 3, 2),
        mode: 'lines+markers',
        name: 'a < b & </script>',
        text: ['Plotly.newPlot("trap", [{}], {})', 'it\'s \\ "so"', 'ü'],
        type: 'scatter',
      },
    ]);
    expect(layout).toMatchObject({
      title: { text: 'Written by plotly 6' },
      template: { layout: { paper_bgcolor: 'white' } },
    });
    expect(frames).toEqual([
      { name: 'first', data: [{ y: Float64Array.of(1, 3, 2), type: 'scatter' }], traces: [0] },
      { name: 'second', data: [{ y: Float64Array.of(2, 1, 3), type: 'scatter' }], traces: [0] },
    ]);
    expect(config).toEqual({ responsive: true });
    expect(animate).toEqual([
      null,
      { frame: { duration: 200 }, transition: { duration: 100, easing: 'linear' }, fromcurrent: true },
    ]);
  });

  test('Python, plotly 5, the library from elsewhere', async () => {
    const { data, frames, animate } = await readFigure(page('plotly5-cdn'));
    expect(data).toEqual([{ x: [0, 1, 2], y: [1, 3, null], type: 'scatter' }]);
    expect(frames.map(({ name }) => name)).toEqual(['0', '1']);
    expect(animate).toEqual([null, {}]);
  });

  test('Python, plotly 4, a div for a notebook', async () => {
    const figure = await readFigure(page('plotly4-div'));
    expect(figure).toEqual({
      data: [{ x: [0, 1, 2], y: [1, 3, null], type: 'scatter' }],
      layout: { title: { text: 'A div' } },
      frames: [],
      config: { responsive: true },
    });
  });

  test('R', async () => {
    const { data, layout, frames } = await readFigure(page('htmlwidget'));
    expect(data).toEqual([{ x: [1, 2], y: [3, 4], mode: 'markers', type: 'scatter', frame: 'a' }]);
    expect(layout).toEqual({ margin: { b: 40 }, xaxis: { title: { text: 'wt </b>' } } });
    expect(frames.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('the real library', () => {
    const library = readFileSync(createRequire(import.meta.url).resolve('plotly.js-dist'), 'utf8');
    const script = '<script>Plotly.newPlot("a", [{"y":[1]}], {}, {})</script>';
    for (const code of [library, library.slice(library.indexOf('*/') + 2)]) {
      const text = `<div><script>${code.replaceAll('</script', '<\\/script')}</script>${script}</div>`;
      expect(take(text)).toEqual({ data: [{ y: [1] }], layout: {}, config: {} });
    }
  });
});

describe('figureInHtml() reads', () => {
  test.each([
    ['an element instead of its id', 'Plotly.newPlot(document.getElementById("a"), [{"y":[1]}])'],
    ['a figure as one object', 'Plotly.newPlot("a", {"data":[{"y":[1]}]})'],
    ['react', 'Plotly.react("a", [{"y":[1]}])'],
    ['the last plot of an element', 'Plotly.newPlot("a", []); Plotly.newPlot("a", [{"y":[1]}])'],
    ['an animation whose options are in JavaScript', 'Plotly.newPlot("a", [{"y":[1]}]); Plotly.animate(gd, null)'],
    [
      'past what is commented out',
      '</script><!-- <script>Plotly.newPlot("b", [])</script> --><script>Plotly.newPlot("a", [{"y":[1]}])',
    ],
  ])('%s', (_, script) => {
    expect(take(`<html><script>${script}</script></html>`)).toMatchObject({ data: [{ y: [1] }] });
  });

  test('an animation without arguments', () => {
    expect(take('<script>Plotly.newPlot("a", []); Plotly.animate("a")</script>')).toMatchObject({
      animate: [null, {}],
    });
  });

  test('frames added in two calls', () => {
    const script = `Plotly.newPlot('a', []); Plotly.addFrames('a', [{"name":"1"}]); Plotly.addFrames("a", [{"name":"2"}])`;
    expect(take(`<script>${script}</script>`)).toMatchObject({ frames: [{ name: '1' }, { name: '2' }] });
  });
});

// Each of them would take hours if every tag or call were looked for the end of.
describe('figureInHtml() goes once through a page of', () => {
  const times = 200_000;
  test.each([
    ['comments that are left open', '<!--'.repeat(times)],
    ['tags that are left open', '<script '.repeat(times)],
    ['calls that are left open', `<script>${'Plotly.newPlot("a",['.repeat(times)}`],
    ['calls within each other', `<script>${'Plotly.newPlot("a",['.repeat(times)}${'])'.repeat(times)}</script>`],
    ['blanks', `<script>/*${' '.repeat(times)}</script>`],
  ])('%s', (_, html) => {
    expect(() => take(html)).toThrow('page.html');
  });
});

describe('figureInHtml() refuses', () => {
  test('two figures, in few words', () => {
    const plots = Array.from({ length: 1000 }, (_, i) => `Plotly.newPlot("plot ${i}", []);`).join('');
    expect(() => take(`<script>${plots}</script>`)).toThrow(/^page.html has 1000 figures \('plot 0', .{40,60}…\)/);
  });

  test.each([
    ['a page without a figure', '<html><body>Hello</body></html>', 'page.html has no Plotly figure in it'],
    [
      'two figures',
      '<script>Plotly.newPlot("a", [], {})</script><script>Plotly.newPlot("b", [], {})</script>',
      "page.html has 2 figures ('a', 'b'), expected one",
    ],
    [
      'data in variables',
      '<script>Plotly.newPlot("a", data, layout)</script>',
      'page.html makes its figure in JavaScript',
    ],
    [
      'data as a JavaScript literal',
      '<script>Plotly.newPlot("a", [{y: [1]}])</script>',
      'page.html makes its figure in',
    ],
    ['a cut page', '<script>Plotly.newPlot("a", [{"y":[1,2', 'page.html ends in the middle of a script'],
    [
      "another widget's page",
      '<script type="application/json" data-for="m">{"x":{"options":{}}}</script>',
      'page.html has no Plotly figure in it',
    ],
  ])('%s', (_, html, message) => {
    expect(() => take(html)).toThrow(message);
  });
});
