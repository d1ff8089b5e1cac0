import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unpackMaster } from '../../src/symbols/archive.js';

const text = new TextEncoder();

function refused(zip: Uint8Array): void {
  expect(() => unpackMaster(zip)).toThrow(
    expect.objectContaining({ name: 'DeskError', kind: 'unavailable' }),
  );
}

/** The zip with another uncompressed size in its directory. */
function claiming(zip: Uint8Array, size: number): Uint8Array {
  const forged = Buffer.from(zip);
  forged.writeUInt32LE(size, forged.indexOf('PK\x01\x02', 0, 'latin1') + 24);
  return forged;
}

describe('an archive', () => {
  it('gives its one master file', () => {
    const zip = zipSync({ 'kospi_code.mst': text.encode('lines'), 'readme.txt': text.encode('no') });
    expect(Buffer.from(unpackMaster(zip)).toString()).toBe('lines');
  });

  it.each([
    ['nothing', zipSync({})],
    ['another file only', zipSync({ 'kospi_code.txt': text.encode('lines') })],
    ['two master files', zipSync({ 'a.mst': text.encode('a'), 'b.mst': text.encode('b') })],
  ])('holding %s is refused', (_what, zip) => {
    refused(zip);
  });

  it.each([
    ['empty', new Uint8Array()],
    ['a web page', text.encode('<html>'.repeat(20))],
    ['cut short', zipSync({ 'kospi_code.mst': text.encode('lines'.repeat(100)) }).subarray(0, -30)],
  ])('that is %s is refused', (_what, zip) => {
    refused(zip);
  });

  it('is refused when it unpacks to more than 16 MB', () => {
    refused(zipSync({ 'kospi_code.mst': new Uint8Array(16_000_001) }));
  });

  it('that lies about its size unpacks to no more than it promised, or not at all', () => {
    const zip = claiming(zipSync({ 'kospi_code.mst': new Uint8Array(40_000_000) }), 1_000);
    let length = 0;
    try {
      length = unpackMaster(zip).length;
    } catch (thrown) {
      expect(thrown).toMatchObject({ kind: 'unavailable' });
    }
    expect(length).toBeLessThanOrEqual(1_000);
  });
});
