/* The bar across a decision: a part for each whom its title counts, of a company for each side, from against to for, with
   what stands below; a phone has the names below it. Drawn anew whenever somebody is believed to stand elsewhere. */
window.inroadsPowerBar = function (scene, hands) {
  "use strict";
  const SLIM = 10, MOST = 3, TOLD = 5; // hundredths, names below one side and in its words, as in viz/power_bar.py
  const TONES = { against: -2, neutral: 0, unknown: null, for: 2 };
  const people = scene.people, stanceOf = hands.stanceOf, rank = (id) => (stanceOf(id) === null ? 0.5 : stanceOf(id));

  function draw() {
    const bar = document.getElementById("bar");
    if (scene.whole) { drawSides(bar); return; }
    const parts = Array.from(bar.querySelectorAll(".part[data-id]")), rest = bar.querySelectorAll(".other");
    parts.forEach((part) => {
      const value = stanceOf(part.dataset.id), classes = ["part", hands.side(value), "back-" + hands.tone(value), "w" + part.dataset.wide];
      part.className = classes.concat(hands.tried(part.dataset.id) ? ["tried"] : []).join(" ");
      part.querySelector("b").textContent = hands.signed(value);
    });
    parts.sort((a, b) => rank(a.dataset.id) - rank(b.dataset.id) || people[b.dataset.id].share - people[a.dataset.id].share);
    const group = (test) => parts.filter((part) => test(stanceOf(part.dataset.id)));
    const middle = group((v) => v === null || v === 0), known = middle.filter((part) => stanceOf(part.dataset.id) !== null).length;
    const sides = [["against", group((v) => v < 0)],
      [known === middle.length ? "neutral" : known ? "neutral, not known" : "not known", middle],
      ["", Array.from(rest)], ["for", group((v) => v > 0)]].filter((one) => one[1].length);
    const foot = bar.nextElementSibling;
    bar.replaceChildren(...sides.flatMap((one) => one[1]));
    foot.replaceChildren(...sides.map(([words, mine]) => {
      const made = document.createElement("span");
      made.className = "w" + mine.reduce((sum, part) => sum + Number(part.dataset.wide), 0) + " n" + mine.length;
      made.textContent = words;
      return made;
    }));
    sides.forEach(([, mine], at) => nameBelow(foot.children[at], mine));
    const names = bar.parentElement.querySelector(".bar-names"); // on a phone they stand below it
    parts.forEach((part) => {
      const name = Array.from(names.children).find((one) => one.dataset.id === part.dataset.id), value = stanceOf(part.dataset.id);
      name.className = hands.side(value);
      name.firstElementChild.className = "back-" + hands.tone(value);
      name.firstElementChild.textContent = hands.signed(value);
      names.append(name);
    });
  }
  /* Names go below a part of the bar only where they have room; returns whether they do. */
  function below(end, lead, names) {
    const told = made("i", "", lead);
    told.append(made("bdi", "", names));
    end.append(told);
    if (end.scrollWidth <= end.clientWidth) return true;
    told.remove();
    return false;
  }
  /* Names that have no room in the bar stand below it, where they have. */
  function nameBelow(end, mine) {
    const told = mine.filter((part) => part.dataset.id);
    if (!told.length || told.length > MOST || !mine.some((part) => Number(part.dataset.wide) < SLIM)) return;
    below(end, ": ", told.map((part) => part.querySelector(".part-name").textContent).join(", "));
  }
  function made(kind, name, words) {
    const one = document.createElement(kind);
    if (name) one.className = name;
    one.textContent = words;
    return one;
  }

  /* --- of a company --- */
  function drawSides(bar) {
    const shown = Object.keys(people).filter((id) => !people[id].hidden).sort((a, b) => people[b].share - people[a].share);
    const sides = Object.keys(TONES).map((name) => [name, shown.filter((id) => hands.side(stanceOf(id)) === name)])
      .filter((one) => one[1].length);
    const foot = bar.nextElementSibling, names = bar.parentElement.querySelector(".bar-names");
    bar.hidden = foot.hidden = names.hidden = shown.every((id) => stanceOf(id) === null);
    const held = (ids) => ids.reduce((sum, id) => sum + people[id].share, 0);
    const wide = (share) => Math.max(1, Math.round(100 * share)), number = (ids) => made("b", "", String(ids.length));
    bar.replaceChildren(...sides.map(([name, ids]) => {
      const part = made("span", "part " + name + " back-" + hands.tone(TONES[name]) + " w" + wide(held(ids)), "");
      const told = ids.slice(0, TOLD).map((id) => people[id].name + " " + wide(people[id].share));
      part.dataset.wide = String(wide(held(ids)));
      part.title = scene.sides[name][0].toUpperCase() + scene.sides[name].slice(1) + ": " +
        told.concat(ids.length > TOLD ? ["and whoever holds less"] : []).join(", ") + " (" + wide(held(ids)) + " of 100)";
      part.append(number(ids), " ", made("span", "part-name", scene.sides[name]),
        made("span", "part-amount", ", " + hands.amount(held(ids))));
      return part;
    }));
    foot.replaceChildren(...sides.map(([, ids]) => made("span", "w" + wide(held(ids)) + " n1", "")));
    sides.forEach(([, all], at) => {
      const ids = [...all.filter((id) => people[id].first), ...all.filter((id) => !people[id].first)];
      for (let most = Math.min(MOST, ids.length); most > 0; most -= 1) {
        const more = ids.length - most, told = ids.slice(0, most).map((id) => people[id].short).join(", ");
        if (below(foot.children[at], "", told + (more ? " and " + hands.counted(more) + " more" : ""))) return;
      }
    });
    names.replaceChildren(...sides.map(([name, ids]) => {
      const one = made("li", name, ""), words = made("span", "", scene.sides[name]), mark = number(ids);
      mark.className = "back-" + hands.tone(TONES[name]);
      words.append(made("span", "quiet", ", " + hands.amount(held(ids))));
      one.append(mark, " ", words);
      return one;
    }));
  }
  return { draw };
};
