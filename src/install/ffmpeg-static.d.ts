/** An optional package: the types must not depend on whether it is installed. */
declare module 'ffmpeg-static' {
  /** Where its ffmpeg is, or would be had its install script run; null on platforms that it has none for. */
  const path: string | null;
  export default path;
}
