const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in an element or an attribute. */
export const plain = (text: string) => text.replaceAll(/[&<>"']/g, sign => ENTITIES[sign] ?? sign);

export const code = (text: string) => `<code>${plain(text)}</code>`;

/** Sentences in which words between backticks are code. */
export const prose = (text: string) => plain(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

/** Cells are HTML already. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => row.map(cell => `<td>${cell}</td>`).join('');
  return `<div class="scroll"><table>
<thead><tr>${heads.map(head => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>${rows.map(row => `<tr>${cells(row)}</tr>`).join('\n')}</tbody>
</table></div>`;
}
