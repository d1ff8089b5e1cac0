import { z } from 'zod';
import { isRealType, type RealType } from './frame.js';

const frameSchema = z.object({
  trnm: z.enum(['REG', 'REMOVE']),
  grp_no: z.string().min(1).max(4),
  /** `1` keeps what was registered before, `0` drops it. */
  refresh: z.enum(['0', '1']).default('1'),
  data: z
    .array(z.object({ item: z.array(z.string()), type: z.array(z.string().refine(isRealType)).min(1) }))
    .min(1),
});

/** Codes in one registration. What the real one says of more is not on record. */
const MOST_ITEMS = 100;

/** What a session has asked to be told of. */
export interface Registrations {
  /** Takes a REG or a REMOVE; undefined when it was taken, else what is wrong with it. */
  take(frame: unknown): string | undefined;
  has(type: RealType): boolean;
  /** The items registered under a type, each once. */
  items(type: RealType): ReadonlySet<string>;
  readonly size: number;
}

export function createRegistrations(): Registrations {
  /** By group; a registration is its type and its item. */
  const groups = new Map<string, Map<string, { type: RealType; item: string }>>();
  let byType = new Map<RealType, Set<string>>();

  function index(): void {
    byType = new Map();
    for (const held of groups.values()) {
      for (const { type, item } of held.values()) {
        const items = byType.get(type) ?? new Set();
        byType.set(type, items.add(item));
      }
    }
  }

  return {
    take(frame) {
      const read = frameSchema.safeParse(frame);
      if (!read.success) return '입력 값 오류입니다';
      const { trnm, grp_no: group, refresh, data } = read.data;
      if (data.some(({ item }) => item.length > MOST_ITEMS)) return '등록 가능한 종목 수를 초과하였습니다';
      if (trnm === 'REG' && refresh === '0') groups.clear();
      const held = groups.get(group) ?? new Map<string, { type: RealType; item: string }>();
      groups.set(group, held);
      for (const { item: items, type: types } of data) {
        for (const type of types.filter(isRealType)) {
          for (const item of items.length === 0 ? [''] : items) {
            if (trnm === 'REG') held.set(`${type} ${item}`, { type, item });
            else held.delete(`${type} ${item}`);
          }
        }
      }
      index();
      return undefined;
    },
    has: type => byType.has(type),
    items: type => byType.get(type) ?? new Set(),
    get size() {
      return byType.size;
    },
  };
}
