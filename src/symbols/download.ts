import { DeskError } from '../core/index.js';

export type MasterName = 'kospi_code.mst.zip' | 'kosdaq_code.mst.zip';

/** Fetches one master file as it is; rejects with a DeskError. */
export type MasterDownload = (file: MasterName, signal?: AbortSignal) => Promise<Uint8Array>;

interface Limits {
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Downloads from the folder at `baseUrl` (http or https; else throws `input`). A redirect is not followed, a body over
 * 20 MB is cut off, and after 20 s it is given up: `unavailable` or `timeout`. Neither the address nor what the server
 * wrote is in an error.
 */
export function masterDownload(
  baseUrl: string,
  limits: Limits = { bytes: 20_000_000, milliseconds: 20_000 },
): MasterDownload {
  const folder = folderOf(baseUrl);
  return async (file, signal) => {
    const deadline = AbortSignal.timeout(limits.milliseconds);
    const ends = signal ? AbortSignal.any([deadline, signal]) : deadline;
    try {
      const response = await fetch(new URL(file, folder), { redirect: 'error', signal: ends });
      if (!response.ok) {
        await response.body?.cancel();
        throw new DeskError('unavailable', 'master file not served', { file, status: response.status });
      }
      return await bodyOf(response, file, limits.bytes);
    } catch (thrown) {
      if (thrown instanceof DeskError) throw thrown;
      if (signal?.aborted) throw new DeskError('cancelled', 'master download cancelled', { file });
      if (deadline.aborted) throw new DeskError('timeout', 'master download took too long', { file });
      throw new DeskError('unavailable', 'master download failed', { file, reason: reasonOf(thrown) });
    }
  };
}

function folderOf(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw new DeskError('input', 'not the address of a folder of master files');
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

async function bodyOf(response: Response, file: string, limit: number): Promise<Uint8Array> {
  const tooLarge = () => new DeskError('unavailable', 'master file is too large', { file, limit });
  if (Number(response.headers.get('content-length')) > limit) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The system's short code for a network fault (`ECONNREFUSED`); fetch hides it one cause deep. */
function reasonOf(thrown: unknown): string {
  const fault = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : 'fault';
}
