/** The bytes that a base64 text means. `Uint8Array.fromBase64` is too new for some browsers in use. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
