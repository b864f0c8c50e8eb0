/** Rows of a CSV file, numbers and dates recognised (d3-dsv's `autoType`). */
declare module '*.csv' {
  const rows: Record<string, string | number | boolean | Date | null>[];
  export default rows;
}
/** An image as a data URL. */
declare module '*.png' {
  const url: string;
  export default url;
}
declare module '*.jpg' {
  const url: string;
  export default url;
}
declare module '*.svg' {
  const url: string;
  export default url;
}
