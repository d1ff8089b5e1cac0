import { crc32 } from 'node:zlib';

const SUM = /^(.+),"sum":"([0-9a-f]{8})"\}$/s;

/** A plain checksum in a JSON object: it tells a flipped bit from another value. Every later version must keep it. */
export function withSum(json: string): string {
  return `${json.slice(0, -1)},"sum":"${sumOf(json)}"}`;
}

/** The object without its checksum; undefined when a single character is not as it was written. */
export function withoutSum(line: string): string | undefined {
  const [, fields, sum] = SUM.exec(line) ?? [];
  return fields !== undefined && sumOf(`${fields}}`) === sum ? `${fields}}` : undefined;
}

function sumOf(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}
