import type { APIEmbed, APIEmbedField } from 'discord.js';

/** Discord's limits of an embed and of the embeds of one message, in characters. */
export const LIMITS = {
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  total: 6000,
  embeds: 10,
};

/** What an embed is filled with, in reading order; texts are escaped and within their own limits. */
export type Element =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A line between texts. Embeds stand apart by themselves, so that none begins with one. */
  | { readonly kind: 'divider'; readonly text: string }
  | { readonly kind: 'field'; readonly field: APIEmbedField }
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'footer'; readonly text: string };

/** Fills embeds in order. Discord shows text, fields, image and footer in this order, so any other begins a new one. */
export function packEmbeds(elements: readonly Element[], color: number): APIEmbed[] {
  const embeds: APIEmbed[] = [];
  for (const element of elements) {
    const current = embeds.at(-1);
    if (current && fits(current, element)) {
      embeds[embeds.length - 1] = add(current, element);
    } else if (element.kind !== 'divider') {
      embeds.push(add({ color }, element));
    }
  }
  return embeds;
}

/** Distributes embeds over messages: at most 10 and at most 6000 characters in each. */
export function packMessages(embeds: readonly APIEmbed[]): APIEmbed[][] {
  const messages: APIEmbed[][] = [];
  let total = 0;
  for (const embed of embeds) {
    const size = sizeOf(embed);
    const message = messages.at(-1);
    if (message && message.length < LIMITS.embeds && total + size <= LIMITS.total) {
      message.push(embed);
      total += size;
    } else {
      messages.push([embed]);
      total = size;
    }
  }
  return messages;
}

/** The characters that count against the 6000. */
export function sizeOf({ title, description, fields, footer }: APIEmbed): number {
  const texts = [title, description, footer?.text, ...(fields ?? []).flatMap(f => [f.name, f.value])];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

function fits(embed: APIEmbed, element: Element): boolean {
  const after = add(embed, element);
  return (
    inOrder(embed, element) &&
    sizeOf(after) <= LIMITS.total &&
    (after.description?.length ?? 0) <= LIMITS.description &&
    (after.fields?.length ?? 0) <= LIMITS.fields
  );
}

function inOrder({ fields, image, footer }: APIEmbed, { kind }: Element): boolean {
  if (footer || kind === 'title') return false;
  if (kind === 'footer') return true;
  if (image) return false;
  return !fields || (kind !== 'text' && kind !== 'divider');
}

function add(embed: APIEmbed, element: Element): APIEmbed {
  switch (element.kind) {
    case 'title':
      return { ...embed, title: element.text };
    case 'text':
    case 'divider':
      return {
        ...embed,
        description: embed.description === undefined ? element.text : `${embed.description}\n${element.text}`,
      };
    case 'field':
      return { ...embed, fields: [...(embed.fields ?? []), element.field] };
    case 'image':
      return { ...embed, image: { url: element.url } };
    case 'footer':
      return { ...embed, footer: { text: element.text } };
  }
}
