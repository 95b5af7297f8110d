/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_file.js - answers as a table `decisions` in CSV, and back.
 *
 * Rows about what is not in this page are kept and written along, so that a file that was loaded
 * loses nothing. Text that a spreadsheet would calculate gets an apostrophe, as in all tables.
 */
const COLUMNS = ['finding_id', 'rows_key', 'amount_won', 'start_date', 'end_date', 'agency_id', 'agency_a', 'record_a',
  'agency_b', 'record_b', 'decision', 'by', 'at', 'until', 'reason'];

// ---- writing ----
const rowsOf = question => [...answersOf(question)].map(([agency, answer]) => {
  const {item, link} = question;
  const about = link ? {agency_a: link.of[0], record_a: link.of[1], agency_b: link.of[2], record_b: link.of[3]}
    : {finding_id: item.id, rows_key: item.rowsKey, amount_won: item.won, start_date: item.start, end_date: item.end, agency_id: agency};
  return {...about, ...answer};
});
const decisionRows = () => [...questions.flatMap(rowsOf), ...foreign];
const csvCell = value => {
  const text = String(value === undefined || value === null ? '' : value), safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
};
const csvText = rows => '\ufeff' + [COLUMNS, ...rows.map(row => COLUMNS.map(column => row[column]))]
  .map(cells => cells.map(csvCell).join(',') + '\n').join('');
const offer = (name, text) => {
  const url = URL.createObjectURL(new Blob([text], {type: 'text/csv'}));
  make('a', {href: url, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
};
// The message to show.
const save = () => {
  const rows = decisionRows(), file = 'decisions_' + data.asOf + '.csv';
  if (!rows.length) return word('saidNoDecisions');
  offer(file, csvText(rows));
  savedVersion = version;
  return word('saidSaved', {n: numbered(rows.length), file});
};

// ---- reading ----
// UTF-8, or what a Korean Excel makes of it.
const decoded = bytes => {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (_) {
    return new TextDecoder('euc-kr').decode(bytes);
  }
};
const csvRows = text => {
  const rows = [[]];
  let cell = '', quoted = false;
  const endCell = () => { rows[rows.length - 1].push(cell.replace(/^'(?=[=+\-@\t\r])/, '')); cell = ''; };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted && letter === '"' && text[at + 1] === '"') { cell += letter; at++; }
    else if (letter === '"') quoted = !quoted;
    else if (quoted) cell += letter;
    else if (letter === ',') endCell();
    else if (letter === '\n') { endCell(); rows.push([]); }
    else if (letter !== '\r') cell += letter;
  }
  endCell();
  return rows.filter(row => row.length > 1);
};
// The question that a row answers, or undefined.
const finderOf = () => {
  const known = new Map();
  for (const question of questions) {
    known.set(question.key, question);
    if (question.link) known.set(keyOf(...question.link.of.slice(2, 4), ...question.link.of.slice(0, 2)), question);
  }
  const about = row => row.record_a ? keyOf(row.agency_a, row.record_a, row.agency_b, row.record_b) : row.finding_id;
  const suits = (question, row) => question.link ? ['same_person', 'not_same_person'].includes(row.decision)
    : question.item.asked.includes(row.agency_id) && data.decisions.some(each => each[0] === row.decision);
  return row => {
    const question = known.get(about(row));
    return question && suits(question, row) ? question : undefined;
  };
};
// What was answered here stays. The message to show.
const load = bytes => {
  const [head, ...lines] = csvRows(decoded(bytes).replace(/^\ufeff/, ''));
  if (!head || !head.includes('decision') || !(head.includes('finding_id') || head.includes('record_a'))) return word('saidNoFile');
  const find = finderOf(), given = new Map(), others = [], wasSaved = unsaved() === 0;
  let n = 0, kept = 0;
  for (const line of lines) {
    const row = Object.fromEntries(COLUMNS.map(column => [column, line[head.indexOf(column)] || '']));
    const question = row.decision && find(row), agency = question && question.link ? '' : row.agency_id;
    if (!row.decision) continue;
    if (!question) others.push(row);
    else if (answersOf(question).has(agency)) kept++;
    else {
      if (!given.has(question.key)) given.set(question.key, new Map(answersOf(question)));
      given.get(question.key).set(agency, {decision: row.decision, by: row.by, at: row.at, until: row.until, reason: row.reason});
      n++;
    }
  }
  const held = new Set(foreign.map(row => JSON.stringify(row)));
  foreign.push(...others.filter(row => !held.has(JSON.stringify(row))));
  if (given.size) change([...given.keys()][0], [...given]);
  if (wasSaved) savedVersion = version;
  return word('saidLoaded', {n: numbered(n), kept: numbered(kept), others: numbered(others.length)});
};
