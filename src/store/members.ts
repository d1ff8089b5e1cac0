import { z } from 'zod';
import { DeskError, type Member, type MemberStore } from '../core/index.js';
import { type DocumentOptions, openDocument } from './document.js';

const identity = z.string().regex(/^(?:discord|telegram):[1-9][0-9]{0,19}$/);

const memberSchema = z.object({
  id: identity,
  name: z.string().min(1),
  identities: z.array(identity).min(1),
  roles: z.array(z.enum(['view', 'trade', 'approve', 'admin'])),
  accounts: z.union([z.literal('all'), z.array(z.string())]),
  since: z.number(),
});

/** Members in whom two people share an identity, or one has two of a platform, are no list to let anybody in by. */
export const membersContent = z
  .object({ members: z.array(memberSchema) })
  .refine(({ members }) => {
    const all = members.flatMap(({ identities }) => identities);
    return new Set(all).size === all.length;
  }, 'an identity of two members')
  .refine(
    ({ members }) =>
      members.every(({ id, identities }) => id === identities[0] && onePerPlatform(identities)),
    'identities of one member',
  );

type Content = z.infer<typeof membersContent>;

function onePerPlatform(identities: readonly string[]): boolean {
  const platforms = identities.map(text => text.split(':')[0]);
  return new Set(platforms).size === platforms.length;
}

/** The people of the desk in one encrypted document. */
export async function openMembers(
  options: Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty'>,
): Promise<MemberStore & { close(): Promise<void> }> {
  const { report } = options;
  const document = await openDocument<Content>({
    ...options,
    name: 'members',
    schema: membersContent,
    empty: () => ({ members: [] }),
  });
  let durable: readonly Member[] = (await document.read()).members;
  let turn: Promise<unknown> = Promise.resolve();

  async function write(change: (members: readonly Member[]) => readonly Member[]): Promise<void> {
    await document.update(content => {
      const next = membersContent.safeParse(structuredClone({ members: change(content.members) }));
      if (!next.success) throw new DeskError('bug', 'members that cannot be', {}, { cause: next.error });
      content.members = next.data.members;
    });
    durable = (await document.read()).members;
    // The previous generation becomes a copy too: whoever was removed must not come back with it.
    await document
      .update(() => {})
      .catch(() =>
        report(
          'store_copy_failed',
          { document: 'members' },
          {
            ko: '구성원 파일의 예비 사본을 쓰지 못했습니다. 디스크 상태를 확인하세요.',
            en: 'The spare copy of the members file could not be written. Check the disk.',
          },
        ),
      );
  }

  return {
    list: () => durable,
    update(change) {
      const result = turn.then(() => write(change));
      turn = result.catch(() => undefined);
      return result;
    },
    close: () => document.close(),
  };
}
