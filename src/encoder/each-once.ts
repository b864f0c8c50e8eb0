/**
 * ffmpeg's filter that gives all frames a constant rate, at which none is repeated or left out: the option that asks for
 * just that has had several names.
 */
export const EACH_ONCE = 'settb=1/25,setpts=N';

/** Output arguments that keep it. */
export const AT_ITS_RATE: readonly string[] = ['-r', '25'];
