import { describe, expect, it } from 'vitest';
import { checkCallback, checkUse } from '../support/fake-discord-callbacks.js';
import { type Body, checkCommands, checkMessage } from '../support/fake-discord-rules.js';

const QUIET = { allowed_mentions: { parse: [] } };
const message = (body: Body) => () => checkMessage({ ...QUIET, ...body });
const embed = (body: Body) => message({ embeds: [{ title: 'x', ...body }] });
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const button = (id: number, change: Body = {}) => ({
  type: 2,
  style: 2,
  label: 'x',
  custom_id: `b${id}`,
  ...change,
});
const row = (...components: Body[]) => ({ type: 1, components });
const rows = (...components: Body[]) => message({ content: 'x', components });
const command = (change: Body = {}) => ({ name: 'buy', description: 'x', ...change });
const option = (change: Body = {}) => ({ type: 3, name: 'symbol', description: 'x', ...change });
const commands = (...list: Body[]) => {
  return () => checkCommands(list);
};
const choices = (count: number) => many(count, i => ({ name: `n${i}`, value: `v${i}` }));

function first(type: number, body: Body) {
  const asked = { type, acknowledged: undefined, original: undefined, originalDeleted: false };
  return () => checkCallback(asked, body);
}
const input = (change: Body = {}) => ({ type: 4, style: 1, custom_id: 'why', ...change });
const label = (change: Body = {}) => ({ type: 18, label: 'x', component: input(), ...change });
const form = (change: Body = {}) => ({
  type: 9,
  data: { custom_id: 'f', title: 'x', components: [label()], ...change },
});
const suggestions = (list: unknown) => ({ type: 8, data: { choices: list } });

describe('Discord takes', () => {
  it.each([
    ['a message of words', message({ content: 'x'.repeat(2000) })],
    ['an embed of 6000 characters', message({ embeds: many(2, () => ({ description: 'x'.repeat(3000) })) })],
    ['five rows of five buttons', rows(...many(5, r => row(...many(5, c => button(5 * r + c)))))],
    ['a link', rows(row({ type: 2, style: 5, label: 'x', url: 'https://example.com' }))],
    [
      'a command with every kind of option',
      commands(command({ options: [option(), option({ name: 'b' })] })),
    ],
    ['25 choices', commands(command({ options: [option({ choices: choices(25) })] }))],
    ['a form', first(2, form())],
    ['a form after a press', first(3, form())],
    ['suggestions', first(4, suggestions(choices(25)))],
    ['a private deferred reply', first(2, { type: 5, data: { flags: 64 } })],
    ['a deferred update', first(3, { type: 6 })],
  ])('%s', (_, call) => {
    expect(call).not.toThrow();
  });
});

describe('Discord refuses', () => {
  it.each([
    ['2001 characters', message({ content: 'x'.repeat(2001) }), 'content is over 2000'],
    ['an empty message', message({}), 'Cannot send an empty message'],
    ['11 embeds', message({ embeds: many(11, () => ({ title: 'x' })) }), 'embeds is over 10'],
    ['an empty embed', message({ embeds: [{ color: 1 }] }), 'embed is empty'],
    [
      '6001 characters of embeds',
      message({ embeds: many(2, () => ({ description: 'x'.repeat(3001) })) }),
      '6000',
    ],
    ['a title of 257', embed({ title: 'x'.repeat(257) }), 'title is over 256'],
    ['a description of 4097', embed({ description: 'x'.repeat(4097) }), 'description is over 4096'],
    ['a footer of 2049', embed({ footer: { text: 'x'.repeat(2049) } }), 'footer is over 2048'],
    ['26 fields', embed({ fields: many(26, () => ({ name: 'x', value: 'x' })) }), 'fields is over 25'],
    ['a field name of 257', embed({ fields: [{ name: 'x'.repeat(257), value: 'x' }] }), 'over 256'],
    ['a field value of 1025', embed({ fields: [{ name: 'x', value: 'x'.repeat(1025) }] }), 'over 1024'],
    ['a blank field value', embed({ fields: [{ name: 'x', value: ' ' }] }), 'is blank'],
    ['a colour beyond white', embed({ color: 0x1_00_00_00 }), 'color'],
    ['a picture that is not attached', embed({ image: { url: 'attachment://a.png' } }), 'not attached'],
    ['an address that is none', embed({ image: { url: 'a.png' } }), 'image.url'],
    ['a field that it does not know', message({ content: 'x', silent: true }), 'does not know silent'],
    ['mentions', () => checkMessage({ content: 'x' }), 'mentions are not off'],
    ['a flag that a bot may not set', message({ content: 'x', flags: 2 }), 'flags may not hold 2'],
    ['a nonce of 26', message({ content: 'x', nonce: 'x'.repeat(26) }), 'nonce is over 25'],
    ['an enforced nonce that is not there', message({ content: 'x', enforce_nonce: true }), 'wants a nonce'],
    ['6 rows', rows(...many(6, i => row(button(i)))), 'components is over 5'],
    ['6 buttons in a row', rows(row(...many(6, i => button(i)))), 'components is over 5'],
    ['an empty row', rows(row()), 'components is under 1'],
    ['a button outside a row', rows(button(1)), 'outside a row'],
    ['two buttons of one id', rows(row(button(1), button(1))), 'custom_id is there twice'],
    ['an id of 101', rows(row(button(1, { custom_id: 'x'.repeat(101) }))), 'custom_id is over 100'],
    ['a label of 81', rows(row(button(1, { label: 'x'.repeat(81) }))), 'label is over 80'],
    ['a link with an id', rows(row(button(1, { style: 5, url: 'https://example.com' }))), 'no custom_id'],
    [
      'a menu of 26',
      rows(row({ type: 3, custom_id: 'm', options: many(26, i => ({ label: 'x', value: `${i}` })) })),
      'options is over 25',
    ],
    ['101 commands', commands(...many(101, i => command({ name: `c${i}` }))), 'commands is over 100'],
    ['a name in capitals', commands(command({ name: 'Buy' })), 'name Buy'],
    ['a name of 33', commands(command({ name: 'x'.repeat(33) })), 'name x'],
    ['two commands of one name', commands(command(), command()), 'command name is there twice'],
    [
      'two commands of one Korean name',
      commands(
        command({ name_localizations: { ko: '매수' } }),
        command({ name: 'b', name_localizations: { ko: '매수' } }),
      ),
      'command name is there twice',
    ],
    [
      'a Korean name that is another’s own',
      commands(command({ name: '매수' }), command({ name: 'b', name_localizations: { ko: '매수' } })),
      'command name is there twice',
    ],
    ['a language that there is not', commands(command({ name_localizations: { kr: '매수' } })), 'in kr'],
    ['a description of 101', commands(command({ description: 'x'.repeat(101) })), 'description is over 100'],
    [
      'a Korean description of 101',
      commands(command({ description_localizations: { ko: 'x'.repeat(101) } })),
      'description is over 100',
    ],
    ['26 options', commands(command({ options: many(26, i => option({ name: `o${i}` })) })), 'over 25'],
    ['two options of one name', commands(command({ options: [option(), option()] })), 'option name is there'],
    [
      'a required option after one that is not',
      commands(command({ options: [option({ required: false }), option({ name: 'b', required: true })] })),
      'required options come first',
    ],
    ['26 choices', commands(command({ options: [option({ choices: choices(26) })] })), 'choices is over 25'],
    [
      'two choices of one value',
      commands(
        command({
          options: [
            option({
              choices: [
                { name: 'a', value: 'x' },
                { name: 'b', value: 'x' },
              ],
            }),
          ],
        }),
      ),
      'choice.value is there twice',
    ],
    [
      'autocomplete beside choices',
      commands(command({ options: [option({ choices: choices(1), autocomplete: true })] })),
      'autocomplete',
    ],
    ['a bound of a text', commands(command({ options: [option({ min_value: 1 })] })), 'a bound'],
    ['half a share', commands(command({ options: [option({ type: 4, min_value: 0.5 })] })), 'a bound'],
    [
      'a command of 8001 characters',
      commands(
        command({
          options: many(25, i =>
            option({
              name: `o${i}`,
              choices: many(3, n => ({ name: `${n}`.padEnd(100, 'x'), value: `${n}`.padEnd(20, 'x') })),
            }),
          ),
        }),
      ),
      'is over 8000',
    ],
    ['suggestions for a command', first(2, suggestions([])), 'callback 8 to an interaction 2'],
    ['a reply to typing', first(4, { type: 5 }), 'callback 5 to an interaction 4'],
    ['a form after a form', first(5, form()), 'callback 9 to an interaction 5'],
    ['an update without a message', first(2, { type: 6 }), 'callback 6 to an interaction 2'],
    ['26 suggestions', first(4, suggestions(choices(26))), 'choices is over 25'],
    ['a suggestion of 101', first(4, suggestions([{ name: 'x'.repeat(101), value: 'x' }])), 'over 100'],
    ['a blank suggestion', first(4, suggestions([{ name: ' ', value: 'x' }])), 'is blank'],
    ['a deferred reply with words', first(2, { type: 5, data: { content: 'x' } }), 'does not know content'],
    ['a deferred reply with a flag', first(2, { type: 5, data: { flags: 4096 } }), 'flags may not hold 4096'],
    ['a form of six', first(2, form({ components: many(6, () => label()) })), 'components is over 5'],
    ['a form of none', first(2, form({ components: [] })), 'components is under 1'],
    ['a title of 46', first(2, form({ title: 'x'.repeat(46) })), 'title is over 45'],
    ['a label of 46', first(2, form({ components: [label({ label: 'x'.repeat(46) })] })), 'label is over 45'],
    ['two inputs of one id', first(2, form({ components: [label(), label()] })), 'custom_id is there twice'],
    [
      'an input of 4001',
      first(2, form({ components: [label({ component: input({ max_length: 4001 }) })] })),
      'max_length',
    ],
  ])('%s', (_, call, words) => {
    expect(call).toThrow(words);
  });

  const said = (type: number) => ({
    type: 2,
    acknowledged: { type },
    original: undefined,
    originalDeleted: false,
  });

  it('making an answer private after it was deferred', () => {
    expect(() => checkUse(said(5), 'PATCH', true, { flags: 64 })).toThrow('flags of an edit');
    expect(() => checkUse(said(5), 'PATCH', true, {})).not.toThrow();
  });

  it('a follow-up that would take the place of the deferred reply', () => {
    expect(() => checkUse(said(5), 'POST', false, {})).toThrow('take its place');
    expect(() => checkUse({ ...said(5), originalDeleted: true }, 'POST', false, {})).not.toThrow();
  });

  it('an edit of a reply that suggestions or a form do not have', () => {
    for (const type of [8, 9])
      expect(() => checkUse(said(type), 'PATCH', true, {})).toThrow('Unknown Message');
  });
});
