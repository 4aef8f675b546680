/* The bar across a decision: a part for each who weighs, from against to for, with what stands below; a phone has the
   names below it. Drawn anew whenever somebody is believed to stand elsewhere. */
window.inroadsPowerBar = function (scene, hands) {
  "use strict";
  const SLIM = 10, MOST = 3; // hundredths, and names below one side, as in viz/power_bar.py
  const people = scene.people, stanceOf = hands.stanceOf, rank = (id) => (stanceOf(id) === null ? 0.5 : stanceOf(id));

  function draw() {
    const bar = document.getElementById("bar");
    const parts = Array.from(bar.querySelectorAll(".part[data-id]")), rest = bar.querySelectorAll(".other");
    parts.forEach((part) => {
      const value = stanceOf(part.dataset.id), classes = ["part", hands.side(value), "back-" + hands.tone(value), "w" + part.dataset.wide];
      part.className = classes.concat(["sways"].filter((one) => part.classList.contains(one)),
        hands.tried(part.dataset.id) ? ["tried"] : []).join(" ");
      part.querySelector("b").textContent = hands.signed(value);
    });
    parts.sort((a, b) => rank(a.dataset.id) - rank(b.dataset.id) || people[b.dataset.id].share - people[a.dataset.id].share);
    const group = (test) => parts.filter((part) => test(stanceOf(part.dataset.id)));
    const middle = group((v) => v === null || v === 0), known = middle.filter((part) => stanceOf(part.dataset.id) !== null).length;
    const sides = [["against", group((v) => v < 0)],
      [known === middle.length ? "neutral" : known ? "neutral, not known" : "not known", middle],
      ["", Array.from(rest)], ["for", group((v) => v > 0)]].filter((one) => one[1].length);
    const foot = bar.nextElementSibling;
    bar.hidden = foot.hidden = scene.whole && Object.keys(people).every((id) => stanceOf(id) === null);
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
    names.hidden = bar.hidden;
  }
  /* Names that have no room in the bar stand below it, where they have. */
  function nameBelow(end, mine) {
    const told = mine.filter((part) => part.dataset.id && !part.classList.contains("sways"));
    if (!told.length || told.length > MOST || !mine.some((part) => Number(part.dataset.wide) < SLIM)) return;
    const names = document.createElement("i");
    names.textContent = ": " + told.map((part) => part.querySelector(".part-name").textContent).join(", ");
    end.append(names);
    if (end.scrollWidth > end.clientWidth) names.remove();
  }
  return { draw };
};
