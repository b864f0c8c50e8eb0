const UNITS = ['bytes', 'kB', 'MB', 'GB'];

/** '1.5 kB', '210 MB' */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toLocaleString('en', { maximumFractionDigits: 1 })} ${UNITS[power]}`;
}
