import Plotly from 'plotly.js-dist';

/**
 * Does work of Plotly's. What it throws says that it is Plotly's: most of it comes of values that no check finds, and
 * "Cannot read properties of undefined" alone would be taken for plotreel's own.
 */
export async function inPlotly<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
    const error = new Error(`plotly.js ${Plotly.version} cannot draw this: ${message}`, { cause });
    // Where it was thrown, and by whose call.
    return Promise.reject(Object.assign(error, { name, stack }));
  }
}
