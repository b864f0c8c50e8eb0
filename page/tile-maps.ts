interface Graph {
  _fullLayout?: Record<string, unknown> & { _subplots?: { map?: string[] } };
}

/** MapLibre's map, as far as it is needed. */
interface TileMap {
  triggerRepaint(): void;
  once(event: 'idle', listener: () => void): unknown;
}

/** Waits until the figure's tile maps have all their tiles, and have faded in what they show. */
export async function tileMapsDrawn(element: HTMLElement & Graph): Promise<void> {
  const { _fullLayout: layout } = element;
  await Promise.all(
    (layout?._subplots?.map ?? []).map(async (id) => {
      const map: unknown = Object(Object(layout?.[id])._subplot).map;
      if (isTileMap(map)) await becomesIdle(map);
    }),
  );
}

/** Whether there is a tile map on the page. */
export function hasTileMap(): boolean {
  return document.querySelector('.maplibregl-map') !== null;
}

function becomesIdle(map: TileMap): Promise<void> {
  return new Promise((resolve) => {
    map.once('idle', resolve);
    map.triggerRepaint();
  });
}

function isTileMap(value: unknown): value is TileMap {
  return typeof value === 'object' && value !== null && 'triggerRepaint' in value && 'once' in value;
}
