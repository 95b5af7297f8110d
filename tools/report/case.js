/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case.js - what pages draw of a case: its head, its records side by side, a timeline, and why they
 * are taken for one person. Read before the script of the page.
 *
 * Whatever comes from data becomes a text or the value of an attribute, never markup.
 */
'use strict';
const OVERLAPS = new Set(['D03', 'D09', 'D10', 'D12', 'D14', 'D15', 'D20', 'D21']);
const YEARS = 3, DAY = 86400000;
const data = JSON.parse(document.getElementById('data').textContent);
const agencies = new Map(data.agencies), rules = new Map(data.rules.map(rule => [rule[0], rule]));
const programmes = new Map(data.programmes.map(programme => [programme[0], programme]));
const codes = new Map(Object.entries(data.codes).map(([set, list]) => [set, new Map(list.map(code => [code[0], code]))]));
let speech = 0;

// ---- words ----
const words = {...data.words, ...data.more};
const word = (name, values = {}) =>
  words[name][speech].replace(/\{(\w+)\}/g, (all, key) => key in values ? values[key] : all);
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
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== ''));
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
const howOf = level => level === null ? 'unknown' : level === 'other' ? 'not' : ['exact', 'unit'].includes(level) ? 'yes' : 'part';
const levelName = level => level === null ? word('notBoth') : coded('level', level);
const markOf = how => make('span', {class: 'mark', 'aria-hidden': 'true'}, MARKS[how]);
const drawLevel = ([field, level]) =>
  make('li', {class: howOf(level)}, markOf(howOf(level)), ' ', coded('field', field), ': ', levelName(level));
const drawLink = link => {
  const [leftAgency, left, rightAgency, right, weight, probability] = link.of;
  return [make('p', {}, agencyName(leftAgency), ' ', make('code', {}, left), ' – ', agencyName(rightAgency), ' ', make('code', {}, right), ': ',
    make('b', {}, word('probability', {p: percent(probability)})), ', ',
    word('bits', {n: Number(weight).toFixed(1)})), make('ul', {class: 'levels'}, link.levels.map(drawLevel))];
};
const drawLinks = (item, drawOne) => {
  const {links} = item;
  if (!links || (!links.length && !item.person)) return []; // of one record, or of several people
  return [make('h5', {}, word(item.kind === 'identity' ? 'linkMaybe' : 'link')), links.map(number => drawOne(data.links[number])),
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
// What is known of a case beyond its head; drawOne draws a pair of its records.
const insideOf = (item, drawOne = drawLink) => {
  const meaning = (rules.get(item.rule) || [])[3 + speech];
  return [item.protected ? make('p', {class: 'warn'}, word('protectedNote')) : null,
    meaning ? make('p', {}, make('span', {class: 'soft'}, word('meaning') + ': '), meaning) : null,
    drawRows(item), drawTimeline(item), drawLinks(item, drawOne),
    make('p', {class: 'small'}, make('span', {class: 'soft'}, word('copy') + ' '), make('code', {}, item.id))];
};
const drawHead = (item, title) => [
  make('h4', {id: title}, make('span', {class: 's s' + (item.severity || 0)}, data.severities[item.severity || 0][speech]),
    make('span', {}, whom(item)), make('span', {class: 'soft'}, item.rule + ' ' + ruleName(item.rule)),
    item.state ? make('span', {class: 'tag'}, item.state[speech]) : null,
    item.protected ? make('span', {class: 'tag guard'}, word('protected')) : null),
  make('p', {}, prose(item[speech ? 'en' : 'ko'] || '')),
  make('div', {class: 'meta'},
    make('span', {}, word('owner') + ' ', make('b', {}, item.owner ? agencyName(item.owner) : word('nobody'))),
    item.due ? make('span', {}, word('due') + ' ', prose(item.due), ' ', make('span', {class: isLate(item) ? 'warn' : ''}, lateness(item))) : null,
    item.won ? make('span', {}, word('concernedWon') + ' ' + word('won', {n: numbered(item.won)})) : null,
    item.records ? make('span', {}, word('known', {n: numbered(item.known || 0), records: numbered(item.records)})) : null,
    make('span', {}, word('id') + ' ', make('code', {}, item.id.slice(0, 8))))];

// What is searched in a case.
const textOf = item => item.text || (item.text = [item.id, item.name, item.rule, (rules.get(item.rule) || []).join('\n'), item.owner,
  item.ko, item.en, ...[item.owner, ...parties(item)].map(agencyName), item.parties,
  ...item.rows.map(row => [row.record, row.row, row.programme, ...(programmes.get(row.programme) || [])].join('\n'))].join('\n').toLowerCase());
