/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.js - draws the cases of report.html from its block of data: search, filters, pages, and of
 * each case its records side by side, a timeline, and why they are taken for one person.
 *
 * Whatever comes from data becomes a text or the value of an attribute, never markup.
 */
'use strict';
(() => {
  const OVERLAPS = new Set(['D03', 'D09', 'D10', 'D12', 'D14', 'D15', 'D20', 'D21']);
  const PAGE = 25, PRINTED = 200, YEARS = 3, DAY = 86400000;
  const data = JSON.parse(document.getElementById('data').textContent);
  const agencies = new Map(data.agencies), rules = new Map(data.rules.map(rule => [rule[0], rule]));
  const programmes = new Map(data.programmes.map(programme => [programme[0], programme]));
  const codes = new Map(Object.entries(data.codes).map(([set, list]) => [set, new Map(list.map(code => [code[0], code]))]));
  const byPerson = new Map();
  const state = {text: '', agency: '', kind: '', severity: '', rule: '', overdue: false, person: '', order: 'urgent', page: 0};
  const opened = new Set();
  let speech = 0, desk = null, everything = false;

  // ---- words ----
  const word = (name, values = {}) =>
    data.words[name][speech].replace(/\{(\w+)\}/g, (all, key) => key in values ? values[key] : all);
  const coded = (set, code) => (codes.get(set).get(code) || [code, code, code])[1 + speech];
  const numbered = number => number.toLocaleString('en-US');
  const agencyName = id => agencies.get(id) || id;
  const programmeName = code => (programmes.get(code) || [])[1 + speech] || (programmes.get(code) || [])[1] || code;
  const ruleName = id => (rules.get(id) || [])[1 + speech] || '';
  const whom = item => item.name || (item.person ? word('person') : item.household ? word('household') : word('about'));
  const dayOf = text => text ? Date.parse(text + 'T00:00:00Z') / DAY : NaN;
  const today = dayOf(data.asOf);
  const parties = item => item.parties ? item.parties.split(';') : [];
  const period = row => !row.start ? '–' : row.start === row.end || row.table === 'persons' ? row.start : row.start + ' ~ ' + (row.end || word('running'));
  const widthOf = text => [...text].reduce((width, letter) => width + (letter > '\u1100' ? 13 : 7.5), 0);

  // ---- elements ----
  const attach = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes))
      if (value !== false && value !== undefined) element.setAttribute(name, value === true ? '' : value);
    element.append(...children.flat(4).filter(child => child !== null && child !== ''));
    return element;
  };
  const make = (tag, attributes, ...children) => attach(document.createElement(tag), attributes, children);
  const shape = (tag, attributes, ...children) =>
    attach(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
  // Days are not broken at the end of a line.
  const prose = text => text.split(/(\d{4}-\d\d-\d\d)/).map((part, at) => at % 2 ? make('span', {class: 'day'}, part) : part);
  const button = (text, act, attributes = {}) => {
    const element = make('button', {type: 'button', ...attributes}, text);
    element.addEventListener('click', act);
    return element;
  };

  // ---- one case: its records ----
  const KINDS = {services: 'given', needs: 'needed', referrals: 'needed', reports: 'needed', signals: 'needed', stays: 'stay'};
  const kindOf = row => KINDS[row.table] || 'other';
  const facts = pairs => make('dl', {}, pairs.filter(pair => pair[1]).map(([name, value]) =>
    [make('dt', {}, name), make('dd', {}, value)]));
  const drawRow = row => make('li', {class: kindOf(row)},
    make('b', {}, agencyName(row.agency)),
    make('span', {class: 'tag'}, coded('role', row.role)), ' ',
    coded('table', row.table) === coded('role', row.role) ? null : make('span', {class: 'soft'}, coded('table', row.table)),
    facts([[word('programme'), row.programme && programmeName(row.programme)], [word(row.table === 'persons' ? 'registered' : 'period'), prose(period(row))],
      [word('amount'), row.won && word('won', {n: numbered(row.won)})], [word('status'), row.status && coded('status', row.status)],
      [word('record'), row.record && make('code', {}, row.record)],
      [word('row'), row.row && row.row !== row.record && make('code', {}, row.row)]]));
  const drawRows = item => [make('h5', {}, word('evidence')),
    item.rows.length ? make('ul', {class: 'rows'}, item.rows.map(drawRow)) : make('p', {class: 'soft'}, word('noEvidence')),
    item.moreRows ? make('p', {class: 'soft'}, word('moreRows', {n: numbered(item.moreRows)})) : null];

  // ---- one case: its timeline ----
  const spanOf = row => {
    const from = dayOf(row.start), to = dayOf(row.end);
    return {row, from, to: (to >= from ? to : row.end || row.table === 'persons' ? from : Math.max(today, from)) + 1};
  };
  const rangeOf = (item, lanes) => {
    const days = [today, dayOf(item.start), dayOf(item.end), dayOf(item.due), dayOf(item.death)];
    for (const lane of lanes) days.push(lane.from, lane.to);
    const known = days.filter(day => day === day);
    const from = Math.max(Math.min(...known), today - YEARS * 366), to = Math.max(...known);
    const rim = Math.max(3, Math.round((to - from) / 40));
    return {from: from - rim, to: Math.min(to, today + YEARS * 366) + rim};
  };
  const months = (range, most) => {
    const first = new Date(range.from * DAY), found = [];
    const count = (range.to - range.from) / 30.4, step = [1, 2, 3, 6, 12].find(each => count / each <= most) || 12;
    for (let month = first.getUTCMonth() + 1; ; month++) {
      const day = Date.UTC(first.getUTCFullYear(), month, 1) / DAY;
      if (day >= range.to) return found;
      const date = new Date(day * DAY);
      if (date.getUTCMonth() % step === 0) found.push([day, date.toISOString().slice(2, 7)]);
    }
  };
  const diamond = (x, y) => shape('path', {class: 'mark-due', d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z`});
  const cross = (x, y) => shape('path', {class: 'mark-death', d: `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`});
  const bar = (kind, x, y, width) => shape('rect', {class: 'mark-' + kind, x, y, width: Math.max(width, 4), height: 11, rx: 2});
  const aboutOf = item => item.kind === 'omission' ? 'missing' : OVERLAPS.has(item.rule) ? 'overlap' : 'concerned';
  const about = (item, x, y, width, height) => shape('rect',
    {class: 'mark-about' + (aboutOf(item) === 'missing' ? ' gap' : ''), x, y, width: Math.max(width, 3), height});
  const swatch = (...children) => shape('svg', {viewBox: '0 0 28 16', 'aria-hidden': 'true'}, ...children);
  const legend = (item, lanes) => {
    const entries = ['given', 'needed', 'stay', 'other'].filter(kind => lanes.some(lane => kindOf(lane.row) === kind))
      .map(kind => [word(kind), bar(kind, 2, 3, 24)]);
    if (item.start) entries.push([word(aboutOf(item)), about(item, 2, 2, 24, 12)]);
    if (item.death) entries.push([word('death'), cross(14, 8)]);
    if (item.due) entries.push([word('deadline'), diamond(14, 8)]);
    entries.push([word('asOf'), shape('path', {class: 'mark-today', d: 'M14 0v16'})]);
    return make('ul', {class: 'legend'}, entries.map(([text, mark]) => make('li', {}, swatch(mark), text)));
  };
  const drawTimeline = item => {
    const lanes = item.rows.filter(row => row.start).map(spanOf);
    if (!lanes.length && !item.start) return [];
    const narrow = window.matchMedia('(max-width: 640px)').matches, width = narrow ? 340 : 720;
    const range = rangeOf(item, lanes), height = 26 + lanes.length * 34 + 22, foot = height - 22;
    const x = day => Math.round(Math.min(Math.max((day - range.from) / (range.to - range.from), 0), 1) * (width - 20)) + 10;
    const label = lane => agencyName(lane.row.agency) + ' · ' + (lane.row.programme ? programmeName(lane.row.programme) : coded('role', lane.row.role));
    const fit = text => {
      while (widthOf(text) > width - 20) text = text.slice(0, -2) + '…';
      return text;
    };
    const drawing = shape('svg', {class: 'time', viewBox: `0 0 ${width} ${height}`, role: 'img',
      'aria-label': word('timeline') + ': ' + lanes.map(lane => label(lane) + ' ' + period(lane.row)).join('; ')});
    for (const [day, text] of months(range, narrow ? 4 : 9)) {
      drawing.append(shape('path', {class: 'tick', d: `M${x(day)} ${foot}v4`}));
      drawing.append(shape('text', {x: x(day), y: height - 5, 'text-anchor': 'middle'}, text));
    }
    const start = dayOf(item.start), end = dayOf(item.end);
    if (item.start) drawing.append(about(item, x(start), 14, x((end === end ? end : Math.max(today, start)) + 1) - x(start), foot - 16));
    drawing.append(shape('path', {class: 'mark-today', d: `M${x(today)} 6V${foot}`}));
    lanes.forEach((lane, at) => {
      const y = 20 + at * 34, text = fit(label(lane)), right = x(lane.from) + widthOf(text) > width - 10;
      drawing.append(shape('text', {x: right ? width - 10 : x(lane.from), y: y + 10, 'text-anchor': right ? 'end' : 'start'}, text));
      drawing.append(bar(kindOf(lane.row), x(lane.from), y + 15, x(lane.to) - x(lane.from)));
    });
    if (item.due) drawing.append(diamond(x(dayOf(item.due)), 8));
    if (item.death) drawing.append(cross(x(dayOf(item.death)), 8));
    return [make('h5', {}, word('timeline')), drawing, legend(item, lanes)];
  };

  // ---- one case: why its records are taken for one person ----
  // Six decimals are known, so what is rounded up to 1 is not certain.
  const percent = probability => Number(probability) === 1 ? '> 99.9999' : String(Number((Number(probability) * 100).toFixed(4)));
  const MARKS = {yes: '=', part: '≈', not: '≠', unknown: '·'};
  const drawLevel = ([field, level]) => {
    const how = level === null ? 'unknown' : level === 'other' ? 'not' : ['exact', 'unit'].includes(level) ? 'yes' : 'part';
    return make('li', {class: how}, make('span', {class: 'mark', 'aria-hidden': 'true'}, MARKS[how]), ' ',
      coded('field', field), ': ', level === null ? word('notBoth') : coded('level', level));
  };
  const drawLink = link => {
    const [leftAgency, left, rightAgency, right, weight, probability] = link.of;
    return [make('p', {}, agencyName(leftAgency), ' ', make('code', {}, left), ' – ', agencyName(rightAgency), ' ', make('code', {}, right), ': ',
      make('b', {}, word('probability', {p: percent(probability)})), ', ',
      word('bits', {n: Number(weight).toFixed(1)})), make('ul', {class: 'levels'}, link.levels.map(drawLevel))];
  };
  const drawLinks = item => {
    const {links} = item;
    if (!links || (!links.length && !item.person)) return []; // of one record, or of several people
    return [make('h5', {}, word(item.kind === 'identity' ? 'linkMaybe' : 'link')), links.map(number => drawLink(data.links[number])),
      item.moreLinks ? make('p', {class: 'soft'}, word('moreLinks', {n: numbered(item.moreLinks)})) : null,
      make('p', {class: 'soft small'}, word(links.length ? 'linkNote' : 'noLink'))];
  };

  // ---- one case ----
  const lateness = item => {
    const left = dayOf(item.due) - today;
    return left < 0 ? word(left === -1 ? 'lateOne' : 'late', {n: numbered(-left)})
      : left > 0 ? word(left === 1 ? 'leftOne' : 'left', {n: numbered(left)}) : word('today');
  };
  const isLate = item => item.due && dayOf(item.due) < today;
  const fill = (inside, item) => {
    if (inside.childElementCount) return;
    const meaning = (rules.get(item.rule) || [])[3 + speech], others = byPerson.get(item.person) || 0;
    inside.append(...[item.protected ? make('p', {class: 'warn'}, word('protectedNote')) : null,
      meaning ? make('p', {}, make('span', {class: 'soft'}, word('meaning') + ': '), meaning) : null,
      drawRows(item), drawTimeline(item), drawLinks(item),
      make('p', {class: 'small'}, make('span', {class: 'soft'}, word('copy') + ' '), make('code', {}, item.id)),
      others > 1 && !state.person ? button(word('others', {n: others}), () => only({person: item.person}), {class: 'plain'}) : null,
    ].flat(4).filter(Boolean));
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
    const severity = item.severity || 0, title = 'case-' + item.id;
    return make('article', {class: 'case v' + severity, 'aria-labelledby': title},
      make('h4', {id: title}, make('span', {class: 's s' + severity}, data.severities[severity][speech]),
        make('span', {}, whom(item)), make('span', {class: 'soft'}, item.rule + ' ' + ruleName(item.rule)),
        item.state ? make('span', {class: 'tag'}, item.state[speech]) : null,
        item.protected ? make('span', {class: 'tag guard'}, word('protected')) : null),
      make('p', {}, prose(item[speech ? 'en' : 'ko'] || '')),
      make('div', {class: 'meta'},
        make('span', {}, word('owner') + ' ', make('b', {}, item.owner ? agencyName(item.owner) : word('nobody'))),
        item.due ? make('span', {}, word('due') + ' ', prose(item.due), ' ', make('span', {class: isLate(item) ? 'warn' : ''}, lateness(item))) : null,
        item.won ? make('span', {}, word('concernedWon') + ' ' + word('won', {n: numbered(item.won)})) : null,
        item.records ? make('span', {}, word('known', {n: numbered(item.known || 0), records: numbered(item.records)})) : null,
        make('span', {}, word('id') + ' ', make('code', {}, item.id.slice(0, 8)))),
      drawDetails(item));
  };

  // ---- which cases ----
  const textOf = item => item.text || (item.text = [item.id, item.name, item.rule, (rules.get(item.rule) || []).join('\n'), item.owner,
    item.ko, item.en, ...[item.owner, ...parties(item)].map(agencyName), item.parties,
    ...item.rows.map(row => [row.record, row.row, row.programme, ...(programmes.get(row.programme) || [])].join('\n'))].join('\n').toLowerCase());
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
})();
