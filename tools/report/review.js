/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review.js - the desk of review.html: one question at a time, with all that is known about it, and
 * its answers by button or key. Nothing is stored: who leaves without saving is warned.
 */
const LISTED = 50, LISTED_ON_PAPER = 500, RESTING = 8;
let desk = null, queue = [], at = 0, onPaper = false;

// ---- which questions ----
const textOfQuestion = question => question.item ? textOf(question.item)
  : question.cases.map(textOf).join('\n') + '\n' + question.link.of.slice(0, 4).join('\n').toLowerCase();
const isOf = (question, agency) => question.link ? [question.link.of[0], question.link.of[2]].includes(agency) : question.item.asked.includes(agency);
const isSought = question => (!settings.show || (settings.show === 'pairs') === (question.link !== undefined)) &&
  (!settings.whose || isOf(question, settings.whose)) &&
  settings.text.toLowerCase().split(/\s+/).every(part => textOfQuestion(question).includes(part));
const seek = () => {
  const here = queue[at];
  queue = questions.filter(isSought);
  at = Math.max(queue.indexOf(here), 0);
};
// The next that nobody has decided or put off, from here on and then from the beginning; then those put off.
const nextOpen = () => {
  const order = [...queue.keys()].map(step => (at + 1 + step) % queue.length);
  const left = order.filter(place => !isDecided(queue[place]));
  const fresh = left.find(place => !postponed.has(queue[place].key));
  return fresh === undefined ? left[0] : fresh;
};

// ---- a question ----
const show = (place, said) => {
  at = place;
  draw(said);
  const title = document.getElementById('question');
  if (!title) return;
  title.tabIndex = -1;
  title.focus({preventScroll: true});
  desk.card.scrollIntoView();
};
const goTo = key => {
  if (!queue.some(question => question.key === key)) {
    Object.assign(settings, {show: '', whose: '', text: ''});
    seek();
    build();
  }
  show(Math.max(queue.findIndex(question => question.key === key), 0), '');
};
const brief = item => make('li', {}, make('span', {class: 's s' + severityOf(item)}, data.severities[severityOf(item)][speech]), ' ',
  item.rule + ' ' + ruleName(item.rule) + ' – ', prose(item[speech ? 'en' : 'ko'] || ''), ' ',
  item.asked.length ? button(word('open'), () => goTo(item.id), {class: 'plain'}) : null);
const drawHangs = pair => {
  const asking = pair.cases.filter(asksOnly), rest = restingOn(pair.link);
  return [make('h5', {}, word('hangs')),
    asking.map(item => make('p', {}, prose(item[speech ? 'en' : 'ko'] || ''))),
    pair.cases.length > asking.length ? make('p', {}, word('merges')) : null,
    rest.length ? make('p', {class: 'soft'}, word('records')) : asking.length ? null : make('p', {}, word('hangsNone')),
    rest.length ? make('ul', {}, rest.slice(0, RESTING).map(brief)) : null,
    rest.length > RESTING ? make('p', {class: 'soft'}, word('hangsMore', {n: numbered(rest.length - RESTING)})) : null];
};
const drawWaits = item => {
  const pair = pairOf(item);
  return pair && !isDecided(pair) ? make('p', {class: 'note'}, word('waits'), ' ',
    button(word('ofPairs'), () => goTo(pair.key), {class: 'plain'})) : null;
};
// What agencies have answered in earlier runs; and whose answer the next one is.
const saidBefore = item => (item.answers || '').split(';').filter(Boolean).map(answer => {
  const end = answer.lastIndexOf(':'), decision = answer.slice(end + 1);
  return word('answered', {agency: agencyName(answer.slice(0, end)), word: decision ? decisionName(decision) : word('noAnswer')});
});
const drawBefore = item => {
  const said = saidBefore(item), asked = askedOf({item}).map(agencyName);
  return [said.length ? make('p', {}, word('answersSoFar') + ' ', make('b', {}, said.join(', '))) : null,
    item.again ? make('p', {class: 'warn'}, word('again') + ' ' + item.again[speech]) : null,
    make('p', {class: 'soft small'}, word('asked') + ' ' + asked.join(', '))];
};
const noteField = (question, name, type) => {
  const given = {...commonAnswer(question), ...drafts.get(question.key)};
  const field = make('input', {type, id: 'note-' + name, value: given[name] || '', autocomplete: 'off'});
  field.addEventListener('change', () => { note(question, {[name]: field.value}); tell(''); });
  return make('div', {}, make('label', {for: 'note-' + name}, word(name)), field);
};
const drawNote = question => {
  const noted = drafts.get(question.key) || commonAnswer(question) || {};
  return make('details', {class: 'noted', open: Boolean(noted.reason || noted.until)}, make('summary', {}, word('noteUntil')),
    make('div', {class: 'grid'}, noteField(question, 'reason', 'text'), noteField(question, 'until', 'date')));
};
const drawMeanings = () => make('details', {}, make('summary', {}, word('meanings')),
  facts(data.decisions.map(each => [each[1 + speech], each[3 + speech]])));
const placeText = question => word(question.link ? 'ofPairs' : 'ofFindings') + ' · ' + word('place', {n: numbered(at + 1), of: numbered(queue.length)});
const drawAnswered = question => {
  const given = [...answersOf(question)];
  const common = commonAnswer(question);
  return make('p', {class: 'answered'}, common ? make('b', {}, word('decision') + ': ' + decisionName(common.decision))
    : given.length ? given.map(([agency, answer]) => make('span', {class: 'tag'}, word('answered', {agency: agencyName(agency), word: decisionName(answer.decision)})))
      : make('span', {class: 'soft'}, word(postponed.has(question.key) ? 'later' : 'undecided')));
};
const drawQuestion = question => question.link
  ? make('article', {class: 'case', 'aria-labelledby': 'question'}, make('h4', {id: 'question'}, word('askPair')), drawAnswered(question), drawPair(question.link), drawHangs(question), drawNote(question))
  : make('article', {class: 'case v' + severityOf(question.item), 'aria-labelledby': 'question'}, drawHead(question.item, 'question'), drawAnswered(question), drawBefore(question.item), drawWaits(question.item),
    insideOf(question.item, drawPair), drawMeanings(), drawNote(question));

// ---- answering ----
const answer = decision => {
  const question = queue[at];
  if (!question) return;
  decide(question, decision);
  const next = nextOpen();
  show(next === undefined ? at : next, word('saidDecided', {word: decisionName(decision)}) + (next === undefined ? ' ' + word('saidAll') : ''));
  if (next === undefined) desk.save.focus();
};
const postpone = () => {
  const question = queue[at];
  if (!question) return;
  postponed.add(question.key);
  const next = nextOpen();
  show(next === undefined ? at : next, word('saidLater'));
};
const takeBack = () => {
  const where = undo();
  if (where === undefined) { tell(word('saidNothing')); return; }
  goTo(where);
  tell(word('saidUndone'));
};
const step = by => { if (queue.length) show(Math.min(Math.max(at + by, 0), queue.length - 1), ''); };

// What can be answered, with its key.
const choicesOf = question => question.link ? [['same_person', 's'], ['not_same_person', 'n']]
  : data.decisions.map((each, place) => [each[0], String(place + 1)]);
const keyed = (text, key, act, attributes = {}) => {
  const element = button(text, act, {'aria-keyshortcuts': settings.keys && key, ...attributes});
  if (settings.keys) element.append(' ', make('kbd', {'aria-hidden': 'true'}, key));
  return element;
};
const drawAnswers = question => {
  const common = commonAnswer(question);
  return [make('div', {class: 'choices', role: 'group', 'aria-label': word('decision')}, choicesOf(question).map(([decision, key]) =>
    keyed(decisionName(decision), key, () => answer(decision),
      {class: 'choice', 'aria-pressed': common && common.decision === decision ? 'true' : 'false'}))),
  make('div', {class: 'choices moves'}, keyed(word('later'), 'l', postpone), keyed(word('undo'), 'u', takeBack),
    keyed(word('before'), 'k', () => step(-1), {disabled: at === 0}), keyed(word('after'), 'j', () => step(1), {disabled: at === queue.length - 1}))];
};

// ---- what was decided ----
const drawDecided = ([key, given]) => {
  const question = questions.find(each => each.key === key), [, first] = [...given][0];
  const what = question.link ? question.link.of[1] + ' – ' + question.link.of[3] : question.item.id.slice(0, 8) + ' ' + ruleName(question.item.rule);
  const said = new Set([...given.values()].map(each => decisionName(each.decision)));
  return make('tr', {}, make('td', {}, button(what, () => goTo(key), {class: 'plain'})), make('td', {}, [...said].join(', ')),
    make('td', {'data-name': word('by')}, first.by), make('td', {'data-name': word('at')}, first.at),
    make('td', {'data-name': word('until')}, first.until), make('td', {'data-name': word('reason')}, first.reason));
};
const drawList = () => {
  const most = onPaper ? LISTED_ON_PAPER : LISTED, rows = [...answers].reverse();
  if (!desk.decided.open) return;
  desk.rows.replaceChildren(...rows.length ? [make('table', {class: 'stack'},
    make('thead', {}, make('tr', {}, ['question', 'decision', 'by', 'at', 'until', 'reason'].map(name => make('th', {scope: 'col'}, word(name))))),
    make('tbody', {}, rows.slice(0, most).map(drawDecided))), make('p', {class: 'soft'}, rows.length > most ? word('listMore', {n: numbered(rows.length - most)}) : '')]
    : [make('p', {class: 'soft'}, word('listNone'))]);
};

// ---- the desk ----
const tell = said => {
  const n = queue.filter(isDecided).length, open = unsaved();
  const putOff = queue.filter(question => postponed.has(question.key) && !isDecided(question)).length;
  desk.progress.max = Math.max(queue.length, 1);
  desk.progress.value = n;
  desk.counts.textContent = [word('done', {n: numbered(n), of: numbered(queue.length)}), putOff ? word('postponed', {n: numbered(putOff)}) : '',
    open ? word('unsaved', {n: numbered(open)}) : answers.size ? word('allSaved') : ''].filter(Boolean).join(' · ');
  desk.status.textContent = said;
  drawList();
};
const draw = said => {
  const question = queue[at];
  desk.card.replaceChildren(...question ? [make('h3', {}, placeText(question)), drawQuestion(question)] : [make('p', {}, word('noneFound'))]);
  desk.answers.replaceChildren(...question ? drawAnswers(question) : []);
  tell(said);
};
const resettle = () => { seek(); draw(''); };
const choice = (name, label, options) => {
  const select = make('select', {id: 'f-' + name}, options.map(([value, text]) => make('option', {value}, text)));
  select.value = settings[name];
  select.addEventListener('change', () => { settings[name] = select.value; resettle(); });
  return make('div', {}, make('label', {for: 'f-' + name}, word(label)), select);
};
const entry = (name, type, label, act) => {
  const field = make('input', {type, id: 'f-' + name, value: settings[name], autocomplete: 'off'});
  field.addEventListener('input', () => { settings[name] = field.value; act(); });
  return make('div', {}, make('label', {for: 'f-' + name}, word(label)), field);
};
const counted = (text, n) => text + ' (' + numbered(n) + ')';
const drawSettings = () => {
  const n = [...pairs].length, keys = make('input', {type: 'checkbox', id: 'f-keys', checked: settings.keys});
  const asked = new Set(questions.flatMap(question => question.link ? [question.link.of[0], question.link.of[2]] : question.item.asked));
  keys.addEventListener('change', () => { settings.keys = keys.checked; draw(''); });
  const agenciesAsked = [...asked].map(agency => [agency, agencyName(agency)]).sort((a, b) => a[1].localeCompare(b[1], 'ko'));
  return make('details', {class: 'filters', open: !window.matchMedia('(max-width: 640px)').matches}, make('summary', {}, word('settings')),
    make('div', {class: 'grid'},
      choice('show', 'show', [['', counted(word('all'), questions.length)], ['pairs', counted(word('pairs'), n)], ['findings', counted(word('findings'), questions.length - n)]]),
      choice('whose', 'whose', [['', word('everybody')], ...agenciesAsked]),
      entry('by', 'text', 'by', () => {}), entry('at', 'date', 'at', () => {}), entry('text', 'search', 'search', resettle),
      make('label', {class: 'tick'}, keys, word('useKeys'))),
    make('details', {}, make('summary', {}, word('keys')), facts([['j, k', word('keysMove')], ['s', word('same')], ['n', word('notSame')],
      ['1 … ' + data.decisions.length, word('keysFinding')], ['l', word('later')], ['u', word('undo')]])));
};
const drawFiles = () => {
  const file = make('input', {type: 'file', id: 'f-file', accept: '.csv,text/csv', class: 'heard', tabindex: '-1', 'aria-hidden': 'true'});
  file.addEventListener('change', async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    const said = load(await chosen.arrayBuffer());
    file.value = '';
    draw(said);
  });
  desk.save = button(word('save'), () => tell(save()), {class: 'choice'});
  return [desk.save, button(word('load'), () => file.click()), file];
};
const build = () => {
  const place = document.querySelector((speech ? '.en' : '.ko') + ' .desk');
  if (!questions.length) return;
  for (const other of document.querySelectorAll('.desk')) if (other !== place) other.replaceChildren();
  desk = {counts: make('p', {id: 'counts'}), status: make('p', {role: 'status', class: 'status'}), card: make('div', {}), answers: make('div', {}),
    progress: make('progress', {'aria-label': word('progress')}), rows: make('div', {}), decided: make('details', {class: 'decided'}, make('summary', {}, word('list')))};
  desk.decided.append(desk.rows);
  desk.decided.addEventListener('toggle', drawList);
  const more = data.total - data.cases.length;
  place.replaceChildren(drawSettings(), make('div', {class: 'bar'}, drawFiles()),
    ...(more > 0 ? [make('p', {class: 'note'}, word('listed', {n: numbered(data.cases.length), more: numbered(more)}))] : []),
    make('h2', {class: 'heard'}, word('question')), desk.card,
    make('div', {class: 'answers'}, make('div', {class: 'told'}, desk.progress, desk.counts, desk.status), desk.answers), desk.decided, make('p', {class: 'soft small'}, word('next')));
  draw('');
};
const speak = () => {
  speech = document.getElementById('en').checked ? 1 : 0;
  document.documentElement.lang = speech ? 'en' : 'ko';
  document.title = 'dolbom ' + word('title') + ' ' + data.asOf;
  build();
};

// ---- keys ----
// What is on the key where letters are not Latin, as while Hangul is typed.
const keyPressed = event => /^[a-z1-9]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^(Key|Digit|Numpad)/, '').toLowerCase();
const actionOf = key => {
  const others = {j: () => step(1), k: () => step(-1), l: postpone, u: takeBack};
  const chosen = queue[at] && choicesOf(queue[at]).find(each => each[1] === key);
  return chosen ? () => answer(chosen[0]) : Object.hasOwn(others, key) ? others[key] : undefined;
};
const isTyping = target => target.matches('input:not([type=checkbox]):not([type=radio]), select, textarea');
const pressed = event => {
  if (!settings.keys || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const act = actionOf(keyPressed(event));
  if (!act) return;
  event.preventDefault();
  act();
};
const todayHere = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};
const start = () => {
  listQuestions();
  queue = questions;
  settings.at = todayHere();
  for (const id of ['ko', 'en']) document.getElementById(id).addEventListener('change', speak);
  if (questions.length) document.addEventListener('keydown', pressed);
  window.addEventListener('beforeunload', event => { if (unsaved()) event.preventDefault(); });
  const paper = is => { onPaper = is; if (desk) { desk.decided.open = is || desk.decided.open; drawList(); } };
  window.addEventListener('beforeprint', () => paper(true));
  window.addEventListener('afterprint', () => paper(false));
  speak();
};
start();
