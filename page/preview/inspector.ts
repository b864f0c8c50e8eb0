import { byId } from './elements.ts';
import { jsonTree } from './json-tree.ts';
import type { StageView } from './stage-view.ts';

const panel = byId('inspector', HTMLElement);
const params = byId('params', HTMLElement);
const figure = byId('figure', HTMLElement);

/** The panel with the params and the figure of the frame that is shown. */
export interface Inspector {
  /** Shows those of the frame that was drawn last, when the panel is open. What was opened of them stays open. */
  update(stage: StageView): void;
}

export function createInspector(): Inspector {
  const opened = { params: new Set<string>(), figure: new Set<string>() };
  return {
    update: (stage) => {
      if (panel.hidden) return;
      try {
        params.replaceChildren(...jsonTree(stage.params(), opened.params));
        figure.replaceChildren(...jsonTree(stage.figure(), opened.figure));
      } catch {
        // What is wrong with the frame is said over the figure.
      }
    },
  };
}
