import type { Block } from '../../core/index.js';

/** Bytes of one file: below the 10 MiB of Discord (Telegram takes 50 MB), so that both get the same files. */
const LARGEST = 8 * 1024 * 1024;
const BYTE_ORDER_MARK = '\ufeff';
const LONGEST_NAME = 60;

export interface TextFile {
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * A text file as it is sent: UTF-8 behind a byte order mark, without which Excel shows the Korean of a CSV as
 * gibberish. One over `largest` bytes becomes several, cut at line ends and numbered in their names.
 */
export function textFiles(block: Extract<Block, { kind: 'file' }>, largest = LARGEST): TextFile[] {
  const name = fileName(block.name);
  const parts = cutAtLineEnds(block.text.replace(/^\ufeff/, ''), largest - 3);
  return parts.map((text, i) => ({
    name: parts.length === 1 ? name : name.replace(/(?=\.[^.]*$|$)/, `-${i + 1}`),
    data: Buffer.from(BYTE_ORDER_MARK + text),
  }));
}

/** A name that every file system takes and that needs no quoting in the head of an upload. */
function fileName(wanted: string): string {
  const clean = wanted.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '');
  const ending = /\.[\p{L}\p{N}]{1,8}$/u.exec(clean)?.[0] ?? '';
  const stem = Array.from(clean.slice(0, clean.length - ending.length))
    .slice(0, LONGEST_NAME)
    .join('');
  return `${stem || 'file'}${ending}`;
}

/** A single line over the limit stays whole. */
function cutAtLineEnds(text: string, limit: number): string[] {
  if (Buffer.byteLength(text) <= limit) return [text];
  const parts: string[] = [];
  let part: string[] = [];
  let size = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const bytes = Buffer.byteLength(line);
    if (size > 0 && size + bytes > limit) {
      parts.push(part.join(''));
      part = [];
      size = 0;
    }
    part.push(line);
    size += bytes;
  }
  return [...parts, part.join('')];
}
