/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_state.js - what is asked, in which order, and what was answered.
 *
 * A question is about a pair of records or about a finding. Pairs come first, the one on which most
 * hangs before all others: what is found depends on who is one person. Findings follow, the most
 * severe first, then by due day; those that people have confirmed already come last. An answer
 * belongs to an agency; one about a pair to nobody (''), for it stands for all.
 */

// ---- pairs ----
const keyOf = (...ids) => ids.join('\u001f');
const recordsOf = link => [keyOf(link.of[0], link.of[1]), keyOf(link.of[2], link.of[3])];
// The pair that a case asks about: its weakest, where it is not certain that all is about one person.
const doubtOf = item => item.was === 'identity_review' && item.links && item.links.length ? data.links[item.links[0]] : null;
const asksOnly = item => item.rule === 'I01' && doubtOf(item) !== null;

const questions = [], pairs = new Map();
const severityOf = item => item.severity || 0;
const laterDay = item => item.due || '~';
const addPair = item => {
  const link = doubtOf(item), key = keyOf(...link.of.slice(0, 4));
  if (!pairs.has(key)) pairs.set(key, {key, link, cases: [], hangs: 0});
  const pair = pairs.get(key);
  pair.cases.push(item);
  pair.hangs += asksOnly(item) ? item.hanging || 0 : 1;
};
const pairOf = item => doubtOf(item) && pairs.get(keyOf(...doubtOf(item).of.slice(0, 4)));
const worst = pair => Math.max(...pair.cases.map(severityOf));
const firstDay = pair => pair.cases.map(laterDay).reduce((first, day) => day < first ? day : first);
const byText = (left, right) => left < right ? -1 : left > right ? 1 : 0;
const listQuestions = () => {
  for (const item of data.cases) if (doubtOf(item)) addPair(item);
  questions.push(...[...pairs.values()].sort((a, b) => b.hangs - a.hangs || worst(b) - worst(a) || byText(firstDay(a), firstDay(b))));
  const isConfirmed = item => item.was === 'confirmed' ? 1 : 0;
  questions.push(...data.cases.filter(item => item.asked.length && !asksOnly(item))
    .sort((a, b) => isConfirmed(a) - isConfirmed(b) || severityOf(b) - severityOf(a) || byText(laterDay(a), laterDay(b)))
    .map(item => ({key: item.id, item})));
};

// Findings that rest on either of two records.
const resting = new Map();
const listResting = () => {
  for (const item of data.cases)
    for (const record of new Set(item.rows.map(row => keyOf(row.agency, row.record)))) {
      if (!resting.has(record)) resting.set(record, []);
      resting.get(record).push(item);
    }
};
const restingOn = link => {
  if (!resting.size) listResting();
  return [...new Set(recordsOf(link).flatMap(record => resting.get(record) || []))].filter(item => !asksOnly(item));
};

// ---- answers ----
const answers = new Map(), drafts = new Map(), postponed = new Set(), changes = [];
const settings = {show: '', whose: '', text: '', by: '', at: '', keys: true};
const foreign = []; // rows of files that are about nothing here
let version = 0, savedVersion = 0;
const NO_ANSWERS = new Map();
const answersOf = question => answers.get(question.key) || NO_ANSWERS;
const askedOf = question => question.link ? [''] : question.item.asked.filter(agency => !settings.whose || agency === settings.whose);
const isDecided = question => askedOf(question).every(agency => answersOf(question).has(agency));
const unsaved = () => !answers.size && !savedVersion ? 0 : version - savedVersion;
// The answer that all who are asked now have given; else undefined.
const commonAnswer = question => {
  const given = askedOf(question).map(agency => answersOf(question).get(agency));
  return given.every(answer => answer && answer.decision === given[0].decision) ? given[0] : undefined;
};
const put = (key, given) => {
  answers.delete(key); // the latest last
  if (given && given.size) answers.set(key, given);
};
const change = (where, changed) => {
  changes.push({where, before: changed.map(([key]) => [key, answers.get(key)])});
  for (const [key, given] of changed) put(key, given);
  version++;
};
const decide = (question, decision) => {
  const given = new Map(answersOf(question)), noted = drafts.get(question.key) || {};
  for (const agency of askedOf(question))
    given.set(agency, {reason: '', until: '', ...given.get(agency), ...noted, decision, by: settings.by, at: settings.at});
  postponed.delete(question.key);
  change(question.key, [[question.key, given]]);
};
// A note belongs to the answer; before there is one it waits for it.
const note = (question, noted) => {
  drafts.set(question.key, {...drafts.get(question.key), ...noted});
  if (!isDecided(question)) return;
  const given = new Map(answersOf(question));
  for (const agency of askedOf(question)) given.set(agency, {...given.get(agency), ...noted});
  change(question.key, [[question.key, given]]);
};
// Where something was undone; undefined: there is nothing.
const undo = () => {
  const last = changes.pop();
  if (!last) return undefined;
  for (const [key, given] of last.before) put(key, given);
  version++;
  return last.where;
};

// ---- words ----
const decisionName = code => code === 'same_person' ? word('same') : code === 'not_same_person' ? word('notSame')
  : (data.decisions.find(each => each[0] === code) || [code, code, code])[1 + speech];
