/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.js - the desk of report.html: draws those of its cases that are asked for, with search,
 * filters and pages.
 */
const PAGE = 25, PRINTED = 200;
const byPerson = new Map();
const state = {text: '', agency: '', kind: '', severity: '', rule: '', overdue: false, person: '', order: 'urgent', page: 0};
const opened = new Set();
let desk = null, everything = false;

// ---- one case ----
const fill = (inside, item) => {
  if (inside.childElementCount) return;
  const others = byPerson.get(item.person) || 0;
  attach(inside, {}, [insideOf(item),
    others > 1 && !state.person ? button(word('others', {n: others}), () => only({person: item.person}), {class: 'plain'}) : null]);
};
const drawDetails = item => {
  const inside = make('div', {}), details = make('details', {open: opened.has(item.id)},
    make('summary', {}, word('evidence') + ' · ' + word('timeline')), inside);
  if (details.open) fill(inside, item);
  details.addEventListener('toggle', () => {
    if (details.open) { opened.add(item.id); fill(inside, item); } else opened.delete(item.id);
  });
  return details;
};
const drawCase = item => {
  const title = 'case-' + item.id;
  return make('article', {class: 'case v' + (item.severity || 0), 'aria-labelledby': title}, drawHead(item, title), drawDetails(item));
};

// ---- which cases ----
const isSought = item => (!state.agency || item.owner === state.agency || parties(item).includes(state.agency)) &&
  (!state.kind || item.kind === state.kind) && (state.severity === '' || String(item.severity || 0) === state.severity) &&
  (!state.rule || item.rule === state.rule) && (!state.person || item.person === state.person) && (!state.overdue || isLate(item)) &&
  state.text.toLowerCase().split(/\s+/).every(part => textOf(item).includes(part));
const ORDERS = {
  byAgency: (a, b) => agencyName(a.owner || '').localeCompare(agencyName(b.owner || ''), 'ko') || (b.severity || 0) - (a.severity || 0) || (a.due || '~').localeCompare(b.due || '~'),
  byDue: (a, b) => (a.due || '~').localeCompare(b.due || '~') || (b.severity || 0) - (a.severity || 0),
};
const sought = () => {
  const found = data.cases.filter(isSought);
  return ORDERS[state.order] ? found.sort(ORDERS[state.order]) : found;
};
const groupOf = item => {
  const owner = item.owner ? agencyName(item.owner) : word('nobody');
  return state.order === 'byDue' ? '' : state.order === 'byAgency' ? owner : data.severities[item.severity || 0][speech] + ' · ' + owner;
};

// ---- the list ----
const draw = () => {
  const found = sought(), shown = everything ? PRINTED : PAGE, pages = Math.max(Math.ceil(found.length / PAGE), 1);
  state.page = Math.min(state.page, pages - 1);
  const from = everything ? 0 : state.page * PAGE, part = found.slice(from, from + shown);
  const counts = new Map(), list = [];
  for (const item of found) counts.set(groupOf(item), (counts.get(groupOf(item)) || 0) + 1);
  part.forEach((item, at) => {
    const group = groupOf(item);
    if (group && (at === 0 || group !== groupOf(part[at - 1])))
      list.push(make('h3', {class: 'group'}, group, make('span', {class: 'soft small'}, numbered(counts.get(group)))));
    list.push(drawCase(item));
  });
  if (!found.length) list.push(make('p', {}, word('none')));
  if (everything && found.length > PRINTED) list.push(make('p', {}, word('printed', {of: numbered(found.length), n: numbered(PRINTED)})));
  desk.list.replaceChildren(...list);
  desk.status.textContent = word(found.length < data.cases.length ? 'found' : 'foundAll', {n: numbered(found.length), of: numbered(data.cases.length)}) +
    (pages > 1 ? ' · ' + word('range', {from: numbered(from + 1), to: numbered(from + part.length)}) : '');
  desk.previous.disabled = state.page === 0;
  desk.next.disabled = state.page === pages - 1;
  desk.pages.hidden = pages === 1;
};
const turn = by => {
  state.page += by;
  draw();
  desk.status.focus();
  desk.status.scrollIntoView();
};
const only = wanted => {
  Object.assign(state, {text: '', agency: '', kind: '', severity: '', rule: '', overdue: false, person: '', page: 0}, wanted);
  build();
  desk.status.focus();
  desk.status.scrollIntoView();
};
const openAll = open => {
  for (const item of sought().slice(state.page * PAGE, (state.page + 1) * PAGE)) if (open) opened.add(item.id); else opened.delete(item.id);
  draw();
};

// ---- the desk ----
const choice = (name, options) => {
  const select = make('select', {id: 'f-' + name}, options.map(([value, text]) => make('option', {value}, text)));
  select.value = state[name];
  select.addEventListener('change', () => { state[name] = select.value; state.page = 0; draw(); });
  return make('div', {}, make('label', {for: 'f-' + name}, word(name)), select);
};
const tally = keysOf => {
  const counts = new Map();
  for (const item of data.cases) for (const key of new Set(keysOf(item))) counts.set(key, (counts.get(key) || 0) + 1);
  return counts;
};
const options = (keysOf, name) => [['', word('all')],
  ...[...tally(keysOf)].map(([key, n]) => [key, name(key) + ' (' + numbered(n) + ')']).sort((a, b) => a[1].localeCompare(b[1], 'ko'))];
const severityOptions = () => [['', word('all')], ...[...tally(item => [item.severity || 0])].sort((a, b) => b[0] - a[0])
  .map(([key, n]) => [String(key), data.severities[key][speech] + ' (' + numbered(n) + ')'])];
const filters = () => {
  const search = make('input', {type: 'search', id: 'f-text', placeholder: word('hint'), value: state.text, autocomplete: 'off'});
  search.addEventListener('input', () => { state.text = search.value; state.page = 0; draw(); });
  const late = make('input', {type: 'checkbox', id: 'f-overdue', checked: state.overdue});
  late.addEventListener('change', () => { state.overdue = late.checked; state.page = 0; draw(); });
  return make('div', {class: 'filters', role: 'search', 'aria-label': word('search')},
    make('div', {}, make('label', {for: 'f-text'}, word('search')), search),
    make('details', {open: !window.matchMedia('(max-width: 640px)').matches}, make('summary', {}, word('filters')), make('div', {class: 'grid'},
    choice('agency', options(item => [item.owner, ...parties(item)].filter(Boolean), agencyName)),
    choice('kind', options(item => [item.kind], kind => coded('kind', kind))),
    choice('severity', severityOptions()),
    choice('rule', options(item => [item.rule], rule => rule + ' ' + ruleName(rule))),
    choice('order', ['urgent', 'byAgency', 'byDue'].map(order => [order, word(order)])),
    make('label', {class: 'tick'}, late, word('overdue')),
    button(word('reset'), () => only({})))));
};
const build = () => {
  const place = document.querySelector((speech ? '.en' : '.ko') + ' .desk');
  if (!data.cases.length) return;
  for (const other of document.querySelectorAll('.desk')) if (other !== place) other.replaceChildren();
  desk = {status: make('p', {role: 'status', tabindex: '-1'}), list: make('div', {class: 'list'}),
    previous: button(word('previous'), () => turn(-1)), next: button(word('next'), () => turn(1))};
  desk.pages = make('nav', {class: 'bar', 'aria-label': word('pages')}, desk.previous, desk.next);
  const more = data.total - data.cases.length;
  place.replaceChildren(filters(), make('div', {class: 'bar'}, desk.status, make('span', {class: 'grow'}),
    button(word('openAll'), () => openAll(true)), button(word('closeAll'), () => openAll(false))),
  ...(more > 0 ? [make('p', {class: 'note'}, word('listed', {n: numbered(data.cases.length), more: numbered(more)}))] : []),
  desk.list, desk.pages);
  draw();
};
const speak = () => {
  speech = document.getElementById('en').checked ? 1 : 0;
  document.documentElement.lang = speech ? 'en' : 'ko';
  document.title = 'dolbom ' + word('title') + ' ' + data.asOf;
  build();
};
const start = () => {
  for (const item of data.cases) if (item.person) byPerson.set(item.person, (byPerson.get(item.person) || 0) + 1);
  if (/^#[0-9a-f]{8,32}$/.test(location.hash)) state.text = location.hash.slice(1);
  const first = data.cases.find(item => item.id.startsWith(state.text));
  if (first) opened.add(first.id);
  for (const cell of data.cases.length ? document.querySelectorAll('[data-agency]') : [])
    cell.replaceChildren(button(cell.textContent, () => only({agency: cell.dataset.agency}), {class: 'plain'}));
  for (const id of ['ko', 'en']) document.getElementById(id).addEventListener('change', speak);
  window.addEventListener('beforeprint', () => {
    for (const unchecked of document.querySelectorAll('.unchecked')) unchecked.open = true;
    everything = true;
    if (desk) draw();
  });
  window.addEventListener('afterprint', () => { everything = false; if (desk) draw(); });
  speak();
};
start();
