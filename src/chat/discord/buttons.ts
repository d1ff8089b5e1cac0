import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Block, Button } from '../../core/index.js';
import { shorten } from './shorten.js';

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;

export const MESSAGE_ROWS = 5;
const ROW_BUTTONS = 5;
const LABEL_LIMIT = 80;
const ID_LIMIT = 100;

/**
 * The buttons of a reply in rows of five. Each block begins a row, unless that takes more rows than a message has. A
 * button whose id Discord cannot carry, or that stands there already, is left out rather than losing the whole card.
 */
export function buttonRows(blocks: readonly Block[]): ButtonRow[] {
  const seen = new Set<string>();
  const groups = blocks.flatMap(block => {
    if (block.kind !== 'buttons') return [];
    const buttons = block.buttons.filter(({ id }) => {
      if (id === '' || id.length > ID_LIMIT || seen.has(id)) return false;
      seen.add(id);
      return true;
    });
    return [buttons];
  });
  const rows = groups.flatMap(rowsOf);
  return rows.length > MESSAGE_ROWS ? rowsOf(groups.flat()) : rows;
}

function rowsOf(buttons: readonly Button[]): ButtonRow[] {
  return Array.from({ length: Math.ceil(buttons.length / ROW_BUTTONS) }, (_, i) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(i * ROW_BUTTONS, (i + 1) * ROW_BUTTONS).map(buttonOf),
  }));
}

function buttonOf({ id, label, style }: Button): APIButtonComponentWithCustomId {
  const styles = {
    plain: ButtonStyle.Secondary,
    primary: ButtonStyle.Primary,
    danger: ButtonStyle.Danger,
  } as const;
  return {
    type: ComponentType.Button,
    custom_id: id,
    label: shorten(label, LABEL_LIMIT) || '·',
    style: styles[style],
  };
}
