/** A scene whose figure's title says which one it is, and at which frame. @param rest of its `update` */
export const SCENE = (title: string, rest = 'return figure.relayout({ "title.text": title + index });') => `
const title = '${title}';
export default {
  setup: () => ({ data: [{ y: [1, 3, 2] }], layout: {} }),
  update(figure, params, index) {
    ${rest}
  },
  frames: { count: 30, params: (k) => ({ k }) },
};
`;

/** What the figure's title says. */
export const TITLE = `document.querySelector('#frame iframe:not(.coming)').contentDocument.querySelector('.gtitle')?.textContent`;
