import { curlOf } from './example.js';
import { code, plain, prose, table } from './html.js';
import { type Property, propertiesOf, schemaWords } from './schema.js';
import { type ApiDocument, type Endpoint, endpointsOf, type Schema } from './shape.js';
import { PAGE_STYLE } from './style.js';

/** The document as one page of plain HTML: no script, nothing loaded from anywhere. */
export function documentPage(document: ApiDocument): string {
  const { info, tags, components } = document;
  const endpoints = endpointsOf(document);
  const title = `${info.title} ${info.version} · HTTP API`;
  return `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${plain(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${plain(title)}</h1>
${info.description.split('\n\n').map(paragraph).join('\n')}
<p><a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI ${plain(document.openapi)})</p>
<nav><ul>
${tags.map(({ name }) => `<li><a href="#${name}">${name}</a></li>`).join('\n')}
<li><a href="#schemas">schemas</a></li>
</ul></nav>
</header>
<main>
${keys(components.securitySchemes)}
${tags
  .map(
    ({ name, description }) => `<section>
<h2 id="${name}">${plain(name)}</h2>
<p>${prose(description)}</p>
${endpoints
  .filter(endpoint => endpoint.tags[0] === name)
  .map(endpoint => endpointPart(endpoint, document))
  .join('\n')}
</section>`,
  )
  .join('\n')}
<section>
<h2 id="schemas">schemas</h2>
${Object.entries(components.schemas)
  .map(([name, schema]) => schemaPart(name, schema))
  .join('\n')}
</section>
</main>
</body>
</html>
`;
}

function paragraph(text: string): string {
  const isWarning = /^(?:주의|Careful):/.test(text);
  return `<p${isWarning ? ' class="warning"' : ''}>${plain(text)}</p>`;
}

function keys(schemes: ApiDocument['components']['securitySchemes']): string {
  const rows = Object.values(schemes).map(({ name, description }) => [code(name), prose(description)]);
  return table(['header', 'key'], rows);
}

function endpointPart(endpoint: Endpoint, document: ApiDocument): string {
  const { method, path, summary, description, operationId, parameters, requestBody, responses } = endpoint;
  const { securitySchemes } = document.components;
  const needs = (endpoint.security ?? []).flatMap(need => Object.keys(need));
  const headers = needs.flatMap(need => securitySchemes[need]?.name ?? []);
  const body = requestBody?.content['application/json']?.schema;
  return `<article class="endpoint" id="${operationId}">
<h3>${plain(summary)}</h3>
<p class="address"><span class="method">${method}</span> ${code(path)}</p>
<p class="pale">${headers.length > 0 ? `header ${headers.map(code).join(' or ')}` : '공개 · public'}</p>
${description === undefined ? '' : `<p>${prose(description)}</p>`}
${
  parameters.length === 0
    ? ''
    : `<h4>매개변수 · Parameters</h4>${table(
        ['name', 'in', 'value', ''],
        parameters.map(one => [
          `${code(one.name)}${one.required === true ? '' : ' <span class="pale">optional</span>'}`,
          one.in,
          words(one.schema ?? {}),
          prose(one.description ?? one.schema?.description ?? ''),
        ]),
      )}`
}
${body ? `<h4>본문 · Body</h4>${bodyPart(body)}` : ''}
<h4>답 · Answers</h4>
${table(
  ['status', 'meaning', 'body'],
  Object.entries(responses).map(([status, response]) => [
    status,
    prose(response.description) +
      Object.entries(response.headers ?? {})
        .map(([name, header]) => `<br>${code(name)} ${prose(header.description ?? '')}`)
        .join(''),
    Object.entries(response.content ?? {})
      .map(
        ([type, { schema = {} }]) => `${schema.properties ? inside(schema) : words(schema)}
<span class="pale">${plain(type)}</span>`,
      )
      .join('<br>'),
  ]),
)}
<h4>예 · Example</h4>
<pre>${plain(curlOf(endpoint, document))}</pre>
</article>`;
}

function bodyPart(schema: Schema): string {
  const properties = propertiesOf(schema);
  return properties.length === 0 ? `<p>${words(schema)}</p>` : propertyTable(properties);
}

function inside(schema: Schema): string {
  return propertiesOf(schema)
    .map(({ name, schema: property }) => `${code(name)} ${words(property)}`)
    .join('<br>');
}

function schemaPart(name: string, schema: Schema): string {
  const properties = propertiesOf(schema);
  return `<article class="endpoint" id="schema-${plain(name)}">
<h3>${plain(name)}</h3>
<p>${prose(schema.description ?? '')}${properties.length === 0 ? words(schema) : ''}</p>
${properties.length === 0 ? '' : propertyTable(properties)}
</article>`;
}

const propertyTable = (properties: readonly Property[]) =>
  table(
    ['name', 'value', ''],
    properties.map(({ name, required, schema }) => [
      `${code(name)}${required ? '' : ' <span class="pale">optional</span>'}`,
      words(schema),
      prose(schema.description ?? ''),
    ]),
  );

/** A schema in words, with links to those that have a name. */
const words = (schema: Schema) =>
  plain(schemaWords(schema)).replaceAll(/\{([A-Za-z]\w*)\}/g, '<a href="#schema-$1">$1</a>');
