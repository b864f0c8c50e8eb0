// Owns the exchange files: writes frames into them and reads the bytes of params out of them, off the main thread.
// The files lie in the origin's private file system, which Chromium keeps under the profile folder: Node has them open
// too, so pixels reach it without passing through the debugging pipe.

import { fromBase64 } from './base64.ts';
import type { WriterReply, WriterRequest } from './frame-writer.ts';
import i420Wasm from './i420.assembly.ts?wasm';
import rgbaWasm from './rgba.assembly.ts?wasm';

interface Files {
  frame: FileSystemSyncAccessHandle;
  params: FileSystemSyncAccessHandle;
}

const PAGE_BYTES = 65536;
const memory = new WebAssembly.Memory({ initial: 1 });
const slots: Files[] = [];
/** Where the files lie on disk. */
let folder = '';
let convert: (source: number, target: number, width: number, height: number) => void;
let straighten: (at: number, count: number, opaque: boolean) => void;

self.onmessage = async ({ data }: MessageEvent<WriterRequest>) => {
  try {
    reply({ id: data.id, ...(await handle(data)) });
  } catch (error) {
    if ('frame' in data) data.frame.close();
    const diskFull = error instanceof NoRoomError ? { folder, bytes: error.bytes } : undefined;
    reply({ id: data.id, error: String(error), diskFull });
  }
};

async function handle(request: WriterRequest): Promise<{ bytes?: ArrayBuffer }> {
  switch (request.type) {
    case 'open': {
      folder = request.folder;
      const i420 = await WebAssembly.instantiate(fromBase64(i420Wasm), { env: { memory } });
      convert = i420.instance.exports.convert as typeof convert;
      const rgba = await WebAssembly.instantiate(fromBase64(rgbaWasm), { env: { memory } });
      straighten = rgba.instance.exports.straighten as typeof straighten;
      for (let slot = 0; slot < request.slots; slot++) slots.push(await openSlot(slot, request.marker));
      return {};
    }
    case 'write': {
      await write(request);
      return {};
    }
    case 'read': {
      const bytes = new Uint8Array(request.length);
      slots[request.slot]?.params.read(bytes, { at: 0 });
      return { bytes: bytes.buffer };
    }
  }
}

async function openSlot(slot: number, marker: string): Promise<Files> {
  const folder = await navigator.storage.getDirectory();
  const open = async (name: string) => {
    const file = await folder.getFileHandle(`${name}-${slot}`, { create: true });
    const handle = await file.createSyncAccessHandle();
    writeAll(handle, new TextEncoder().encode(`${marker}:${name}-${slot};`));
    handle.flush();
    return handle;
  };
  return { frame: await open('frame'), params: await open('params') };
}

/** Copies the picture into WebAssembly memory, converts it there and writes the result at offset 0. */
async function write({ frame, slot, pixelFormat }: Extract<WriterRequest, { type: 'write' }>): Promise<void> {
  const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
  const size = width * height * 4;
  const end = size + (width * height * 3) / 2;
  if (memory.buffer.byteLength < end) memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES));
  // With a GPU the canvas may hold its pixels the other way round.
  const format = frame.format?.startsWith('BGR') ? frame.format : 'BGRA';
  await frame.copyTo(new Uint8Array(memory.buffer, 0, size), { format });
  frame.close();
  let bytes = new Uint8Array(memory.buffer, 0, size);
  if (pixelFormat === 'i420') {
    convert(0, size, width, height);
    bytes = new Uint8Array(memory.buffer, size, end - size);
  } else {
    straighten(0, width * height, !format.endsWith('A'));
  }
  const file = slots[slot]?.frame;
  if (file) writeAll(file, bytes);
}

/** So many bytes do not fit on the disk. */
class NoRoomError extends Error {
  readonly bytes: number;

  constructor(bytes: number, options?: ErrorOptions) {
    super(`No space for ${bytes} bytes`, options);
    this.bytes = bytes;
  }
}

/** Writes at the start of a file. @throws NoRoomError when not all of it fits */
function writeAll(file: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>): void {
  try {
    if (file.write(bytes, { at: 0 }) < bytes.length) throw new NoRoomError(bytes.length);
  } catch (error) {
    // That is how Chromium calls a full disk too.
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    throw full ? new NoRoomError(bytes.length, { cause: error }) : error;
  }
}

function reply(message: WriterReply): void {
  self.postMessage(message, { transfer: message.bytes ? [message.bytes] : [] });
}
