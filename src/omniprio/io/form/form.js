"use strict";
(() => {
  const form = document.querySelector("form");
  const status = document.querySelector("[role=status]");
  const questions = [...form.querySelectorAll("fieldset[data-question]")];
  const who = ["organisation", "group", "respondent", "date"];
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");

  form.elements.date.value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

  function given(question) {
    const chosen = question.querySelector("input[type=radio]:checked");
    const written = question.querySelector("input[type=number]");
    const value = chosen ? chosen.value : written ? written.value : "";
    return value === "" ? null : Number(value);
  }

  function put(words, values) {
    return words.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
  }

  function count() {
    const answered = questions.filter((question) => given(question) !== null).length;
    status.textContent = put(form.dataset.howMany, { answered, every: questions.length });
    return answered;
  }

  function collected() {
    const answers = { questionnaire: form.dataset.questionnaire };
    for (const name of who) {
      const value = form.elements[name].value.trim();
      if (value) answers[name] = value;
    }
    answers.answers = Object.fromEntries(questions.map((question) => [question.dataset.question, given(question)]));
    return answers;
  }

  // As omniprio.io.formulas: a spreadsheet takes no text for a formula, whichever way it separates cells.
  function safe(words) {
    const inside = words.replace(/([;\t\r\n][ "]*)(?!(?<= )[+-][0-9])(?='*[=+\-@＝＋－＠])/g, "$1'");
    return /^'*[=+\-@＝＋－＠\t\r\n]/.test(words) ? `'${inside}` : inside;
  }

  function cell(value) {
    if (value === null || value === undefined) return "";
    const words = typeof value === "string" ? safe(value) : String(value);
    return /[",;\r\n\t]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
  }

  function table(answers) {
    const names = Object.keys(answers.answers);
    const head = [...who, ...names];
    const row = [...who.map((name) => answers[name]), ...names.map((name) => answers.answers[name])];
    return `\ufeff${[head, row].map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
  }

  function save(kind) {
    if (!count()) {
      status.textContent = form.dataset.nothingYet;
      return;
    }
    const outside = form.querySelector("input:invalid");
    if (outside) {
      const asked = outside.closest("fieldset").querySelector("legend").textContent;
      status.textContent = put(form.dataset.outside, { question: asked });
      outside.focus();
      return;
    }
    const answers = collected();
    const text = kind === "json" ? `${JSON.stringify(answers, null, 2)}\n` : table(answers);
    const named = [answers.organisation, answers.respondent, answers.date].filter(Boolean).join("-");
    const file = `${named.replace(/[^\p{L}\p{N}-]+/gu, "_").replace(/^_+|_+$/g, "") || "answers"}.${kind}`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind === "json" ? "application/json" : "text/csv" }));
    link.download = file;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    status.textContent = put(form.dataset.saved, { file });
  }

  form.addEventListener("input", count);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of form.querySelectorAll("button[data-kind]")) {
    button.addEventListener("click", () => save(button.dataset.kind));
  }
  count();
})();
