/** Figures that try to run scripts, to reach `origin` and to open `file`; each with one kind of trick all over it. */
export function hostileFigures(origin: string, file: string): Record<string, Record<string, unknown>> {
  const script = `console.log('pwned');globalThis.pwned=1;fetch('${origin}/pwned',{mode:'no-cors'})`;
  const html = [
    `<a href="javascript:${script}">a</a><a href="${origin}/link" target="_blank">b</a>`,
    `<img src="x:" onerror="${script}"><img src="${origin}/text.png"><img src="${file}">`,
    `<script>${script}</script><svg onload="${script}"></svg><iframe srcdoc="<script>${script}</script>"></iframe>`,
    `<span style="background:url(${origin}/style.png)" onclick="${script}">c</span>`,
    `<b style="font-family:x;background-image:url('${origin}/bold.png')">d</b><style>@import url(${origin}/text.css)</style>`,
  ].join('');
  const title = { text: html };
  const font = { family: `x; background: url(${origin}/family.png); x`, size: 12 };
  const svg = `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9" onload="${script}">` +
      `<script>${script}</script><image href="${origin}/inner.png" width="9" height="9"/><image xlink:href="${file}"/>` +
      `<style>@import url(${origin}/inner.css);</style><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${origin}/f"/></foreignObject>` +
      `</svg>`,
  )}`;
  const sources = [
    `${origin}/image.png`,
    file,
    `javascript:${script}`,
    svg,
    `data:text/html,<script>${script}</script>`,
  ];
  const frames = [{ data: [{ y: [1, 2, 3] }] }, { data: [{ y: [3, 2, 1] }] }];
  const step = (label: string) => ({ label, method: 'animate', args: [['a', 'b'][label === 'x' ? 0 : 1]] });
  const source = { type: 'geojson', data: `${origin}/style.geojson`, attribution: html };
  const center = { lon: 10, lat: 50 };
  const point = { type: 'scattermap', lon: [10], lat: [50] };
  const polluting = (path: string) => ({ [path]: 'yes' });
  const nested = JSON.parse('{"constructor": {"prototype": {"polluted": "yes"}}, "__proto__": {"polluted": "yes"}}');

  return {
    'HTML in the texts of axes, legends and annotations': {
      data: [
        { y: [1, 2, 3], name: html, text: html, mode: 'markers+text', hovertext: html, hovertemplate: html },
        { y: [2, 3, 4], name: html, texttemplate: html, mode: 'text', legendgrouptitle: title, legendgroup: html },
        { type: 'bar', x: [html, 'b'], y: [1, 2], text: html, marker: { color: [1, 2], colorbar: { title } } },
      ],
      layout: {
        title: { text: html, subtitle: title },
        xaxis: {
          title,
          ticktext: [html, html],
          tickvals: [0, 1],
          tickprefix: html,
          ticksuffix: html,
          type: 'category',
        },
        yaxis: { title, tickformat: html, hoverformat: html },
        legend: { title },
        annotations: [{ x: 1, y: 1, text: html, hovertext: html, clicktoshow: 'onoff' }],
        shapes: [{ type: 'rect', x0: 0, x1: 1, y0: 0, y1: 1, label: title, name: html }],
        meta: [html],
        showlegend: true,
      },
      frames: frames.map((frame, i) => ({ ...frame, name: ['a', 'b'][i] })),
    },
    'HTML in the texts of controls': {
      data: [{ y: [1, 2, 3] }],
      layout: {
        sliders: [{ currentvalue: { prefix: html, suffix: html }, steps: [step('x'), step(html)], name: html }],
        updatemenus: [
          { buttons: [{ label: html, method: 'animate', args: [null] }], type: 'buttons' },
          { buttons: [{ label: html, method: 'skip', execute: true, args: [script] }], type: 'dropdown' },
        ],
      },
      frames: frames.map((frame, i) => ({ ...frame, name: ['a', 'b'][i] })),
    },
    'HTML in the texts of tables and diagrams': {
      data: [
        { type: 'table', header: { values: [html] }, cells: { values: [[html, html]] }, domain: { x: [0, 0.3] } },
        {
          type: 'sankey',
          node: { label: [html, html], customdata: [html, html] },
          link: { source: [0], target: [1], value: [1], label: [html] },
          domain: { x: [0.3, 0.5] },
        },
        {
          type: 'parcats',
          dimensions: [{ label: html, values: [html, 'b'] }, { values: ['a', 'b'] }],
          domain: { x: [0.5, 0.7] },
        },
        { type: 'treemap', labels: ['a', html], parents: ['', 'a'], text: [html, html], domain: { x: [0.7, 0.85] } },
        {
          type: 'indicator',
          mode: 'number+delta',
          value: 1,
          title,
          number: { prefix: html },
          domain: { x: [0.85, 1] },
        },
        { type: 'pie', labels: [html, 'b'], values: [1, 2], title, domain: { x: [0.4, 0.6], y: [0, 0.3] } },
        { type: 'parcoords', dimensions: [{ label: html, values: [1, 2], ticktext: [html], tickvals: [1] }] },
      ],
      layout: {},
      frames: [{ layout: { title } }, { layout: {} }],
    },
    'pictures from elsewhere': {
      data: [{ y: [1, 2, 3] }],
      layout: { images: sources.map((source, i) => ({ source, x: i / 5, y: 1, sizex: 0.2, sizey: 1 })) },
      frames: sources.map((source) => ({ layout: { images: [{ source, x: 0, y: 1, sizex: 1, sizey: 1 }] } })),
    },
    'image traces from elsewhere': {
      data: sources.map((source) => ({ type: 'image', source })),
      frames: [{ layout: { title: { text: 'a' } } }, { layout: { title: { text: 'b' } } }],
    },
    'styles in fonts and names': {
      data: [{ y: [1, 2, 3], text: ['a', 'b', 'c'], mode: 'text', textfont: font, hoverlabel: { font } }],
      layout: {
        font,
        title: { text: 'a', font },
        annotations: [
          { x: 1, y: 1, text: `<span style="font-family:a;background:url(${origin}/a.png)">a</span>`, font },
        ],
      },
      frames,
    },
    formulas: {
      data: [{ y: [1, 2, 3], name: `$\\class{x}{\\style{background:url(${origin}/math.png)}{y}}$` }],
      layout: {
        title: { text: `$\\href{javascript:${script}}{x}$` },
        xaxis: { title: { text: `$\\require{html}\\href{${origin}/href}{\\cssId{a}{x}}\\unicode{x3c}$` } },
        yaxis: { title: { text: `$\\text{<img src="${origin}/text.png" onerror="${script}">}\\data{x=y}{z}$` } },
        annotations: [
          { x: 1, y: 1, text: `$\\mmlToken{mi}[href="javascript:${script}"]{x}\\includegraphics{${file}}$` },
        ],
        showlegend: true,
      },
      frames,
    },
    'a map style that names sources': {
      data: [point],
      layout: {
        map: {
          ...{ center, zoom: 3 },
          style: {
            version: 8,
            ...{ sprite: `${origin}/sprite`, glyphs: `${origin}/{fontstack}/{range}.pbf` },
            sources: {
              a: source,
              b: { type: 'raster', tiles: [`${origin}/{z}/{x}/{y}.png`, file], attribution: html },
              c: { type: 'vector', url: `${origin}/tiles.json` },
              d: {
                type: 'image',
                url: `${origin}/image.png`,
                coordinates: [
                  [0, 0],
                  [1, 0],
                  [1, 1],
                  [0, 1],
                ],
              },
              e: {
                type: 'video',
                urls: [`${origin}/video.mp4`],
                coordinates: [
                  [0, 0],
                  [1, 0],
                  [1, 1],
                  [0, 1],
                ],
              },
            },
            layers: ['a', 'b', 'c', 'd', 'e'].map((id) => ({
              ...{ id, source: id, type: id === 'a' || id === 'c' ? 'line' : 'raster' },
              ...(id === 'c' && { 'source-layer': 'x' }),
            })),
          },
        },
      },
      frames: [{ layout: { map: { zoom: 4 } } }, { layout: { map: { zoom: 3 } } }],
    },
    'the notice of who made a map': {
      data: [point],
      layout: {
        map: {
          ...{ center, zoom: 3 },
          style: {
            version: 8,
            sources: { a: { type: 'geojson', data: { type: 'Point', coordinates: [10, 50] }, attribution: html } },
            layers: [{ id: 'a', type: 'circle', source: 'a' }],
          },
          layers: [
            {
              ...{ sourcetype: 'geojson', type: 'circle', sourceattribution: html },
              source: { type: 'Feature', geometry: { type: 'Point', coordinates: [10, 50] } },
            },
          ],
        },
      },
      frames: [{ layout: { map: { zoom: 4 } } }, { layout: { map: { zoom: 3 } } }],
    },
    'layers of a map from elsewhere': {
      data: [point, { type: 'choroplethmap', geojson: `${origin}/map.geojson`, locations: ['a'], z: [1] }],
      layout: {
        map: {
          ...{ center, zoom: 3, style: `${origin}/style.json` },
          layers: [
            { sourcetype: 'raster', source: [`${origin}/{z}/{x}/{y}.png`], sourceattribution: html },
            {
              sourcetype: 'image',
              source: `${origin}/layer.png`,
              coordinates: [
                [0, 0],
                [1, 0],
                [1, 1],
                [0, 1],
              ],
            },
            { sourcetype: 'vector', source: `${origin}/layer.json`, sourcelayer: 'x', type: 'line' },
          ],
        },
      },
      frames: [{ layout: { map: { zoom: 4 } } }, { layout: { map: { zoom: 3 } } }],
    },
    'borders from elsewhere': {
      data: [{ type: 'choropleth', geojson: `${origin}/geo.json`, locations: ['a'], z: [1] }],
      layout: { geo: { scope: 'europe' } },
      frames: [{ layout: { geo: { scope: 'asia' } } }, { layout: { geo: { scope: 'world' } } }],
    },
    'borders from a file': {
      data: [{ type: 'choropleth', geojson: file, locations: ['a'], z: [1] }],
      frames: [{ layout: {} }, { layout: { title } }],
    },
    'a configuration of its own': {
      data: [{ type: 'scattergeo', lon: [10], lat: [50] }],
      layout: { geo: { scope: 'europe' } },
      config: {
        ...{ topojsonURL: `${origin}/topojson/`, plotlyServerURL: origin, mapboxAccessToken: html, logging: 2 },
        ...{ showLink: true, linkText: html, sendData: true, showSendToCloud: true, showEditInChartStudio: true },
        ...{ editable: true, edits: { titleText: true }, displaylogo: true, displayModeBar: true, watermark: true },
        ...{ setBackground: script, locale: '__proto__', locales: { x: { dictionary: { a: html } } } },
        modeBarButtonsToAdd: [{ name: html, title: html, icon: { svg: `<svg onload="${script}">` }, click: script }],
        toImageButtonOptions: { filename: html },
      },
      frames: [{ layout: { title } }, { layout: { geo: { scope: 'asia' } } }],
    },
    'keys that lead to prototypes': {
      data: [{ y: [1, 2, 3], ...nested, marker: nested, ...polluting('marker.constructor.prototype.polluted') }],
      layout: {
        ...nested,
        ...polluting('xaxis.constructor.prototype.polluted'),
        template: { ...nested, data: { scatter: [nested], ...nested }, layout: nested },
        annotations: [{ x: 1, y: 1, text: 'a', ...nested }],
        xaxis: nested,
      },
      frames: ['a', '__proto__', 'constructor', 'b'].map((name, i) => ({
        ...{ name, group: '__proto__' },
        data: [
          {
            y: [i, 2, 3],
            ...polluting('__proto__.polluted'),
            ...polluting('constructor.prototype.polluted'),
            ...polluting(`marker.constructor.prototype.polluted${i}`),
            marker: { size: i, constructor: { prototype: { polluted: i } } },
          },
        ],
        layout: { constructor: { prototype: { polluted: i } }, xaxis: { constructor: { prototype: { polluted: i } } } },
      })),
    },
    'slider steps whose paths lead to prototypes': {
      data: [{ y: [1, 2, 3], type: 'scatter' }],
      layout: {
        sliders: [
          {
            steps: [
              ['restyle', ['constructor.prototype.polluted', 'yes']],
              ['restyle', ['__proto__.polluted', 'yes']],
              ['restyle', ['marker.constructor.prototype.polluted', ['yes']]],
              ['relayout', ['constructor.prototype.polluted', 'yes']],
              ['relayout', ['constructor.prototype.polluted', 'no']],
              ['relayout', ['xaxis.__proto__.polluted', 'yes']],
              ['relayout', ['constructor.keys', 'yes']],
              ['relayout', [{ 'annotations[0].constructor.prototype.polluted': 'yes', 'title.text': 'a' }]],
              ['update', [{ 'constructor.prototype.polluted': 'yes' }, { 'constructor.prototype.polluted': 'yes' }]],
              ['update', [{ 'marker.color': 'red' }, { 'yaxis.constructor.prototype.polluted': 'yes' }]],
            ].map(([method, args], i) => ({ label: String(i), method, args })),
          },
        ],
      },
    },
  };
}
