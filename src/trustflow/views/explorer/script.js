"use strict";
(() => {
  const at = id => document.getElementById(id);
  const words = new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric"
  });
  const inWords = day => words.format(new Date(day * 864e5)).replace(",", "");

  // Due days: read from the tables, never counted here.

  const daysOf = span => {
    let day = span.lead;
    return span.count === 0 ? [] : [day, ...[...span.steps].map(step => day += parseInt(step, 36))];
  };

  const count = (tables, number, day) => {
    const rule = tables.rules[number];
    const refused = problem => ({problem});
    if (day < tables.first || day > tables.last) {
      return refused(`This file has only the days from ${inWords(tables.first)} to ${inWords(tables.last)}.`);
    }
    if (day < rule.first || day > rule.last) {
      return refused(`The rule is not in force on ${inWords(day)}. In force: ${rule.in_force}.`);
    }
    const found = {due: null, earliest: null, sentences: []};
    for (const [name, place, first] of [["due", rule.most, "Last"], ["earliest", rule.least, "First"]]) {
      if (place === null) continue;
      if (name === "due" && day > rule.last_binding) {
        found.sentences.push(tables.words.no_last_day);
        continue;
      }
      const span = tables.spans[place];
      const index = day - tables.first;
      if (index >= span.count) return refused(span.beyond);
      const reached = found[name] = tables.first + span.days[index];
      found.sentences.push(`${first} day: ${span.words} after ${inWords(day)}, not counting that day.`);
      if (!span.is_working) continue;
      const skipped = tables.holidays.filter(([holiday]) => day < holiday && holiday <= reached);
      found.sentences.push(skipped.length === 0 ? tables.words.no_holiday : "Bank holidays skipped: " +
        skipped.map(([holiday, title]) => `${inWords(holiday)} (${title})`).join(", ") + ".");
      if (reached > tables.published_to) found.sentences.push(tables.words.projected);
    }
    const relaxed = rule.relaxed;
    if (relaxed && found.due !== null && relaxed[0] <= found.due && found.due <= relaxed[1]) {
      found.sentences.push(tables.words.relaxed);
    }
    found.sentences.push(...rule.notes.map(name => tables.words[name]));
    return found;
  };

  const outcome = found => {
    const parts = [];
    if (found.due !== null) parts.push(`due by ${inWords(found.due)}`);
    if (found.earliest !== null) parts.push(`not before ${inWords(found.earliest)}`);
    const text = parts.join(", ") || "no due day";
    return text.charAt(0).toUpperCase() + text.slice(1);
  };

  const showOnly = (kind, number) => {
    for (const each of document.querySelectorAll(`article.${kind}`)) {
      each.hidden = each.id !== `${kind}-${number}`;
    }
  };

  const startCounter = () => {
    const tables = JSON.parse(at("tables").textContent);
    for (const span of tables.spans) span.days = daysOf(span);
    const rule = at("rule"), input = at("day");
    // A half-typed year is not yet a mistake: only the button reports problems.
    const answer = isAsked => {
      const day = input.valueAsNumber / 864e5;
      const isEmpty = Number.isNaN(day);
      const found = isEmpty ? {problem: "Enter a whole day, such as 25 November 2016."}
        : count(tables, Number(rule.value), day);
      const isWrong = found.problem !== undefined;
      at("day-error").textContent = isWrong && isAsked ? found.problem : "";
      input.setAttribute("aria-invalid", String(isWrong && isAsked));
      at("answer").hidden = isWrong;
      at("due").textContent = isWrong ? "" : outcome(found);
      at("counted").replaceChildren(...(isWrong ? [] : found.sentences).map(sentence => {
        const item = document.createElement("li");
        item.textContent = sentence;
        return item;
      }));
      if (isWrong && isAsked) input.focus();
    };
    const choose = () => {
      showOnly("rule", rule.value);
      answer(false);
    };
    rule.addEventListener("change", choose);
    input.addEventListener("input", () => answer(false));
    at("counter").addEventListener("submit", event => {
      event.preventDefault();
      answer(true);
    });
    at("counter").hidden = false;
    choose();
  };

  const startChooser = () => {
    const stage = at("stage");
    const choose = () => {
      showOnly("stage", stage.value);
      at("shown").textContent = `Shown: ${stage.selectedOptions[0].textContent}`;
    };
    stage.addEventListener("change", choose);
    at("chooser").addEventListener("submit", event => event.preventDefault());
    at("chooser").hidden = false;
    showOnly("stage", stage.value);
    return choose;
  };

  // A link to a rule or a stage chooses it.
  const follow = () => {
    const [, kind, number] = location.hash.match(/^#(rule|stage)-(\d+)$/) || [];
    const heading = kind && at(`${kind}-${number}-heading`);
    if (!heading) return;
    at(kind).value = number;
    at(kind).dispatchEvent(new Event("change"));
    heading.tabIndex = -1;
    heading.focus();
  };

  if (at("counter")) startCounter();
  startChooser();
  addEventListener("hashchange", follow);
  follow();
})();
