// A simulation whose steps come in an order of their own.
declare global {
  var simulation: AsyncIterable<{ step: number; field: Float32Array }>;
}

globalThis.simulation = (async function* () {
  for (const step of [1, 0, 3, 2]) yield { step, field: new Float32Array(64).fill(step) };
})();

export {};
