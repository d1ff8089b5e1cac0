type Content = Readonly<Record<string, unknown>>;

/**
 * What KIS says about a code that is not listed: the same answer with `rt_cd` "0" and a price of "0". That every
 * other number is zero too, rows are missing and texts are empty is our assumption.
 */
export function aboutNobody(content: Content): Content {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, emptied(name, value)]));
}

function emptied(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === 'object' && value !== null) return aboutNobody({ ...value });
  if (typeof value !== 'string') return value;
  if (name.endsWith('_sign')) return '3';
  if (/^[YN]$/.test(value)) return 'N';
  if (name.endsWith('_date') || !/^-?\d+(?:\.\d+)?$/.test(value)) return '';
  return value.replace('-', '').replace(/\d+/, '0').replace(/\d/g, '0');
}
