import { z } from 'zod';
import { DeskError, SHELVES, type Shelf, type ShelfDocument, type ShelfName } from '../core/index.js';
import { type Document, type DocumentOptions, openDocument } from './document.js';

const MOST_OF_AN_OWNER = 200;
const MOST_BYTES = 65_536;
/** A shelf is written whole, in one go of the processor that orders wait for: it must not take long. */
const ROOM_OF_AN_OWNER = 2 ** 20;
const ROOM_OF_ALL = 2 ** 22;
/** What is nested deeper could be parsed, but not written again. */
const MOST_DEPTH = 100;

const ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** A document as it rests: its body as JSON text, so that nothing in it is read as anything but text. */
const kept = z.object({
  owner: z.string().min(1),
  id: z.string().regex(ID),
  version: z.int().positive(),
  changedAt: z.number(),
  body: z.string(),
});
const contentSchema = z.object({ documents: z.array(kept) }).refine(({ documents }) => {
  return new Set(documents.map(({ owner, id }) => JSON.stringify([owner, id]))).size === documents.length;
}, 'one document twice');

type Content = z.infer<typeof contentSchema>;
type Kept = z.infer<typeof kept>;

type ShelfOptions = Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty' | 'cipher'> & {
  cipherFor(shelf: ShelfName): DocumentOptions<Content>['cipher'];
};

/** Each shelf in one encrypted document of its own name. */
export async function openShelf({
  cipherFor,
  ...options
}: ShelfOptions): Promise<Shelf & { close(): Promise<void> }> {
  const documents = new Map<ShelfName, Document<Content>>();
  const close = async () => void (await Promise.allSettled([...documents.values()].map(one => one.close())));
  try {
    for (const name of SHELVES) {
      const cipher = cipherFor(name);
      const empty = () => ({ documents: [] });
      documents.set(name, await openDocument({ ...options, cipher, name, schema: contentSchema, empty }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const on = (shelf: ShelfName): Document<Content> => {
    const document = documents.get(shelf);
    if (!document) throw new DeskError('bug', 'no such shelf');
    return document;
  };
  const of = async (shelf: ShelfName, owner: string) =>
    (await on(shelf).read()).documents.filter(one => one.owner === owner);

  return {
    async list(shelf, owner) {
      const own = await of(shelf, owner);
      return own
        .map(({ id, version, changedAt }) => ({ id, version, changedAt }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    async get(shelf, owner, id) {
      const found = (await of(shelf, owner)).find(one => one.id === id);
      return found && opened(found);
    },
    async put(shelf, owner, id, version, body) {
      if (!ID.test(id))
        throw new DeskError('input', 'no such name', { problem: 'malformed', argument: 'id' });
      const text = textOf(body);
      const next: Kept = { owner, id, version: version + 1, changedAt: options.clock.now(), body: text };
      await on(shelf).update(content => {
        const place = content.documents.findIndex(one => one.owner === owner && one.id === id);
        requireVersion(content.documents[place], version);
        requireRoom(content.documents.toSpliced(place, place < 0 ? 0 : 1), next);
        if (place < 0) content.documents.push(next);
        else content.documents[place] = next;
      });
      return opened(next);
    },
    remove: (shelf, owner, id, version) =>
      on(shelf).update(content => {
        const place = content.documents.findIndex(one => one.owner === owner && one.id === id);
        if (place < 0) throw new DeskError('notFound', 'no such document', { what: 'document' });
        requireVersion(content.documents[place], version);
        content.documents.splice(place, 1);
      }),
    close,
  };
}

function opened({ id, version, changedAt, body }: Kept): ShelfDocument {
  return { id, version, changedAt, body: JSON.parse(body) };
}

function textOf(body: unknown): string {
  const text = isShallow(body, MOST_DEPTH) ? JSON.stringify(body) : undefined;
  if (text === undefined) throw new DeskError('input', 'no JSON', { problem: 'malformed', argument: 'body' });
  atMost('shelfBytes', MOST_BYTES, Buffer.byteLength(text));
  return text;
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every(inner => isShallow(inner, levels - 1));
}

function requireVersion(present: Kept | undefined, version: number): void {
  const there = present?.version ?? 0;
  if (there !== version)
    throw new DeskError('conflict', 'another version', { what: 'version', version: there });
}

function requireRoom(others: readonly Kept[], next: Kept): void {
  const own = others.filter(({ owner }) => owner === next.owner);
  atMost('shelfDocuments', MOST_OF_AN_OWNER, own.length + 1);
  atMost('shelfRoom', ROOM_OF_AN_OWNER, bytesOf([...own, next]));
  atMost('shelfRoom', ROOM_OF_ALL, bytesOf([...others, next]));
}

function atMost(limit: string, most: number, given: number): void {
  if (given > most) throw new DeskError('limit', 'no room on the shelf', { limit, most, given });
}

const bytesOf = (documents: readonly Kept[]) =>
  documents.reduce((total, { body }) => total + Buffer.byteLength(body), 0);
