// Answers from survey-core: {now, expressions, surveys} in JSON on standard input, answers to them
// in the same order on standard output. One process for as many questions as there are.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const asked = JSON.parse(readFileSync(0, "utf8"));
const Real = Date;
const now = Real.parse(asked.now);
globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length ? given : [now]));
  }
  static now() {
    return now;
  }
};
for (const spoken of ["log", "warn", "error"]) console[spoken] = () => {};

const require = createRequire(new URL("../../assets/package.json", import.meta.url));
const { ExpressionRunner, Model, settings } = require("survey-core");
settings.triggers.executeCompleteOnValueChanged = false;

const two = (number) => String(number).padStart(2, "0");
const day = (date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const moment = (date) =>
  `${day(date)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;

/** A value as JSON can say it: no undefined, NaN and dates by name. */
function plain(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
  if (value instanceof Real) {
    return { $date: Number.isNaN(value.getTime()) ? null : moment(value) };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  }
  return value;
}

function expressionAnswer({ expression, values }) {
  const runner = new ExpressionRunner(expression);
  if (!runner.canRun()) return { refused: true };
  const value = runner.runValues({ ...values });
  // A condition holds where its result is loosely true, as the library has it.
  return { value: plain(value), holds: value == true };
}

/** What is made of questions inside a question: [key, questions] of each entry that shows. */
function entries(question) {
  switch (question.getType()) {
    case "paneldynamic":
      return question.visiblePanels.map((one) => [question.panels.indexOf(one), one.questions]);
    case "matrixdynamic":
    case "matrixdropdown": {
      const rows = question.allRows ?? question.visibleRows;
      return question.visibleRows.map((row) => [
        question.getType() === "matrixdynamic" ? rows.indexOf(row) : row.rowName,
        row.cells.map((cell) => cell.question),
      ]);
    }
    default:
      return [];
  }
}

function describe(question, address, state) {
  state.visible.push(address);
  if (question.isRequired) state.required.push(address);
  if (question.isReadOnly) state.readOnly.push(address);
  // Titles of cells are those of their columns and rows.
  if (!question.isInMatrix) state.titles[address] = question.locTitle.textOrHtml;
  if (question.visibleChoices && question.getType() !== "boolean" && !question.rateValues) {
    state.choices[address] = question.visibleChoices
      .filter((one) => !["selectall"].includes(one.value))
      .map((one) => one.value);
  }
  for (const [key, inside] of entries(question)) {
    for (const inner of inside) {
      inner.isInMatrix = question.getType().startsWith("matrix");
      if (inner.isVisible) describe(inner, `${address}[${key}].${inner.name}`, state);
    }
  }
  if (question.getType() === "multipletext") {
    for (const item of question.items) {
      state.visible.push(`${address}.${item.name}`);
      if (item.isRequired) state.required.push(`${address}.${item.name}`);
    }
  }
  if (question.getType() === "matrix") {
    for (const row of question.visibleRows) state.visible.push(`${address}.${row.name}`);
  }
}

const shows = (question) => question.isVisible && question.isParentVisible && question.page.isVisible;

function faulty(question, address, found) {
  question.validate(true);
  const own = question.errors.length > 0;
  let inside = false;
  for (const [key, inner] of entries(question)) {
    for (const one of inner) {
      if (one.isVisible) inside = faulty(one, `${address}[${key}].${one.name}`, found) || inside;
    }
  }
  if (question.getType() === "multipletext") {
    for (const item of question.items) {
      if (item.editor.errors.length) {
        found.push(`${address}.${item.name}`);
        inside = true;
      }
    }
  }
  if (own && !inside) found.push(address);
  return own || inside;
}

/** Whatever was typed and is asked again is there again: the service loses nothing typed. */
function restore(survey, typed) {
  for (let turn = 0; turn < 10; turn += 1) {
    const lost = [...typed].find(([name, value]) => {
      const question = survey.getQuestionByName(name);
      return shows(question) && question.isEmpty() && value !== null;
    });
    if (!lost) return;
    survey.setValue(...structuredClone(lost));
  }
}

function surveyAnswer({ survey: source, steps, restoring }) {
  const survey = new Model(source);
  const touch = () => survey.getAllQuestions().forEach(entries);
  touch();
  const typed = new Map();
  for (const [name, value] of steps) {
    typed.set(name, value);
    survey.setValue(name, structuredClone(value));
    touch();
    if (restoring) restore(survey, typed);
  }
  const state = { visible: [], required: [], readOnly: [], titles: {}, choices: {}, errors: [] };
  state.pages = survey.pages.map((page) => ({
    name: page.name,
    visible: page.isVisible,
    questions: page.questions.filter((one) => shows(one)).map((one) => one.name),
  }));
  const seen = survey.getAllQuestions().filter((one) => shows(one) && one.getType() !== "html");
  for (const question of seen) describe(question, question.name, state);
  state.data = plain(survey.data);
  state.calculated = Object.fromEntries(
    survey.calculatedValues.map((one) => [one.name, plain(one.value)]),
  );
  for (const question of seen) faulty(question, question.name, state.errors);
  survey.doComplete(true);
  state.completedData = plain(survey.data);
  return state;
}

const safely = (answer) => (question) => {
  try {
    return answer(question);
  } catch (error) {
    return { failed: String(error) };
  }
};

process.stdout.write(
  JSON.stringify({
    expressions: (asked.expressions ?? []).map(safely(expressionAnswer)),
    surveys: (asked.surveys ?? []).map(safely(surveyAnswer)),
  }),
);
