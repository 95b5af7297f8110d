/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_pair.js - two records side by side, with the letters marked that differ.
 */

// ---- how likely they are one person, in words ----
const chanceOf = probability => {
  const of = probability >= 0.995 ? 1000 : 100, n = Math.round(probability * of);
  return n >= 1000 ? word('chanceAll') : n < 1 ? word('chanceFew') : word('chance', {of: numbered(of), n: numbered(n)});
};

// ---- what they say ----
// Pieces of a text are by turns the same as in the other one and not.
const SEXES = {F: 'female', M: 'male'};
const pieceName = (field, piece) => field === 'sex' && Object.hasOwn(SEXES, piece) ? word(SEXES[piece]) : piece;
const drawText = (field, pieces) => pieces === undefined ? make('span', {class: 'soft'}, word('notShown'))
  : pieces === null ? make('span', {class: 'soft'}, word('empty'))
    : !pieces.length ? make('span', {class: 'soft'}, word('useless'))
      : make('span', {class: 'letters'}, pieces.map(piece => pieceName(field, piece)).map((piece, at) => at % 2 ? make('mark', {}, piece) : piece));
const drawSide = (agency, record) => [agencyName(agency), ' ', make('code', {}, record)];
const drawField = (link, [field, level]) => {
  const texts = link.texts[field] || [];
  return make('tr', {}, make('th', {scope: 'row'}, coded('field', field)),
    make('td', {}, drawText(field, texts[0])),
    make('td', {}, drawText(field, texts[1])),
    make('td', {class: 'how ' + howOf(level)}, markOf(howOf(level)), ' ', levelName(level)));
};
const drawSides = link => {
  const [leftAgency, left, rightAgency, right] = link.of;
  if (!link.texts) {
    return [make('p', {}, drawSide(leftAgency, left), ' – ', drawSide(rightAgency, right)),
      make('ul', {class: 'levels'}, link.levels.map(drawLevel)), make('p', {class: link.hidden ? 'warn' : 'soft'}, word(link.hidden ? 'hiddenNote' : 'noTexts'))];
  }
  const head = (...content) => make('th', {scope: 'col'}, ...content);
  return [make('table', {class: 'compare'},
    make('thead', {}, make('tr', {}, head(word('field')), head(drawSide(leftAgency, left)), head(drawSide(rightAgency, right)), head(word('agreement')))),
    make('tbody', {}, link.levels.map(level => drawField(link, level)))),
  make('p', {class: 'soft small'}, word('markedNote'), data.masked ? ' ' + word('maskedNote') : '')];
};
const drawPair = link => [make('p', {}, make('b', {}, chanceOf(Number(link.of[5]))), ' ', make('span', {class: 'soft small'},
  word('probability', {p: percent(link.of[5])}), ', ', word('bits', {n: Number(link.of[4]).toFixed(1)}))), drawSides(link)];
