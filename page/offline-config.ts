/** Plotly's config for a page without a network: maps are served beside the page, not by Plotly's makers. */
export const OFFLINE_CONFIG = { topojsonURL: '/topojson/' };
