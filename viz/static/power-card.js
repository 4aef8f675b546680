/* The card of whoever is chosen: it floats over the page where it covers neither them nor those tied to them, on a phone at
   the foot of the screen or below its head. The page does not move and the map keeps its scale. */
window.inroadsPowerCard = function (card, hands) {
  "use strict";
  const phone = matchMedia("(max-width:700px)"), roomy = matchMedia("(min-height:960px)");
  const apart = 12; // between the card and the edges of what it stands in, in pixels
  const shares = [0.6, 0.46, 0.34]; // of the height of the screen: as high as it may be, lower only to cover less
  const covering = { chosen: 1000, tied: 10, words: 3, others: 1 }; // how bad it is to cover one of these,
  const lower = 4, beyond = 2, above = 15; // to be a step lower, outside map and list, and over title and tools
  let unfolded = null; // as the reader left it; before that whole where the screen is high
  let row = null, kept = null, width = 0;

  function show(chosen, back) {
    row = chosen;
    kept = null;
    card.hidden = row === null;
    if (!row) return;
    const about = row.querySelector(".about-them").cloneNode(true), told = document.createElement("dl");
    told.className = "told";
    card.replaceChildren(button("close", "\u00d7", back, "Close"), ...about.childNodes,
      button("tool to-list", "Back to the list", () => { const from = row; back(); from.querySelector(".name").focus(); }));
    (card.querySelector("h3 + .small") || card.querySelector("h3")).after(told);
    tell();
    card.scrollTop = 0;
    const rest = card.querySelector(".more-of");
    if (rest) {
      rest.open = unfolded === null ? roomy.matches && !phone.matches : unfolded;
      rest.querySelector("summary").addEventListener("click", () => {
        unfolded = !rest.open;
        requestAnimationFrame(() => { place(); if (unfolded) inSight(rest); });
      });
    }
    place();
  }

  function inSight(part) { // within the card, which then is too low for all that it says
    const [own, whole] = [part, card].map((one) => one.getBoundingClientRect());
    if (own.bottom > whole.bottom) card.scrollTop += own.top - whole.top - apart;
  }

  function button(kind, words, then, label) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = words;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", then);
    return made;
  }

  /* --- what the row says is said here too, as it is now --- */
  function tell() {
    if (!row) return;
    const copies = (where, what) => Array.from(row.querySelectorAll(where + " " + what)).map((one) => one.cloneNode(true));
    const stance = (where) => [...copies(where, ".said"), ...copies(where, ".chip.old")];
    const names = copies(".by", ".unseen").map((one) => one.textContent), more = names.filter((one) => one.startsWith(" and "));
    const known = names.filter((one) => !more.includes(one)).join(", ") + more.join("");
    const amount = row.querySelector(".role-amount"), deep = row.querySelector(".depth"), rival = row.querySelector(".rival .toward-whom");
    const facts = [["toward " + hands.toward(), [...stance(".us"), ...copies(".us", ".apart:not([hidden])")]]];
    if (rival) facts.push(["toward " + rival.textContent, stance(".rival")]);
    facts.push(["known by", [(known || "nobody of us") + (deep ? " \u00b7 " + deep.title : "")]], ["last met", copies(".last", "> span")]);
    if (amount) facts.push(["holds", [amount.lastChild.textContent + " of the decision"]]);
    card.querySelector(".told").replaceChildren(...facts.flatMap(([name, values]) => {
      const [term, value] = ["dt", "dd"].map((kind) => document.createElement(kind));
      term.textContent = name;
      value.append(...values);
      return [term, value];
    }));
  }

  /* --- where it stands --- */
  const boxOf = (node) => { const { left, top, right, bottom } = node.getBoundingClientRect(); return { left, top, right, bottom }; };
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  function within(box, screen) { // the part of a box that is on the screen, null if too little for the card
    const part = { left: Math.max(box.left, screen.left), right: Math.min(box.right, screen.right),
      top: Math.max(box.top, screen.top), bottom: Math.min(box.bottom, screen.bottom) };
    return part.right - part.left >= card.offsetWidth && part.bottom - part.top >= card.offsetHeight ? part : null;
  }
  function open() { // the screen below a bar that keeps to its top
    const bar = document.querySelector(".top"), over = bar && getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
    return { left: apart, right: document.documentElement.clientWidth - apart, top: over + apart, bottom: innerHeight - apart };
  }
  function listed() { // the rows of the list that can be seen
    return Array.from(document.querySelectorAll(".who")).filter((one) => one.offsetHeight);
  }
  function inTheWay() {
    const seen = hands.seen(), rows = listed();
    return { chosen: [...seen.chosen, boxOf(row)], tied: seen.tied, words: seen.words,
      others: [...seen.others, ...[...rows.filter((one) => one !== row), ...document.querySelectorAll(".saying")].map(boxOf)] };
  }
  /* The corners of the map, of its list and of the screen, and above and below the chosen one: the better ones first. */
  function places(screen, chosen) {
    const wide = card.offsetWidth, high = card.offsetHeight;
    const ranked = document.querySelector(".decision .ranked"), drawn = hands.area();
    const at = (left, top) => ({ left, top, right: left + wide, bottom: top + high });
    return [[drawn, 0], [ranked && boxOf(ranked), 0], [screen, beyond]].flatMap(([whole, more]) => {
      const area = whole && within(whole, screen);
      if (!area) return [];
      const tops = [area.bottom - high, area.top, ...chosen.flatMap((one) => [one.bottom + apart, one.top - apart - high])]
        .filter((top) => top >= area.top - 0.5 && top + high <= area.bottom + 0.5);
      return tops.flatMap((top) => [at(area.right - wide, top), at(area.left, top)])
        .map((box) => ({ box, more: more + (box.top < drawn.top && whole === screen ? above : 0) }));
    });
  }
  function cost(box, things) {
    return Object.entries(covering).reduce((sum, [kind, weight]) => sum + weight * things[kind].filter((one) => meet(box, one)).length, 0);
  }
  function best(screen, things) {
    const all = shares.flatMap((share, step) => {
      card.style.maxHeight = Math.min(share * innerHeight, screen.bottom - screen.top) + "px";
      const most = card.style.maxHeight;
      return places(screen, things.chosen).map(({ box, more }) => ({ box, most, cost: more + step * lower + cost(box, things) }));
    });
    const held = all.find((one) => kept && Math.abs(one.box.left - kept.left) < 1 &&
      (Math.abs(one.box.bottom - kept.bottom) < 1 || Math.abs(one.box.top - kept.top) < 1));
    const least = all.reduce((a, b) => (b.cost < a.cost ? b : a), all[0]);
    return held && held.cost <= least.cost ? held : least;
  }
  function place() {
    if (!row) return;
    width = innerWidth;
    ["left", "top", "bottom", "maxHeight"].forEach((one) => { card.style[one] = ""; });
    card.classList.remove("high");
    const screen = open(), things = inTheWay();
    if (phone.matches) { sheet(screen, things); return; }
    const found = best(screen, things);
    if (!found) return;
    card.style.maxHeight = found.most;
    kept = found.box;
    card.style.left = kept.left + "px";
    card.style.top = kept.top + "px";
  }
  function sheet(screen, things) {
    const foot = boxOf(card);
    if (!things.chosen.some((one) => meet(foot, one))) return;
    card.classList.add("high");
    card.style.top = screen.top - apart + "px";
    const head = boxOf(card); // where it would cover them there too it stays at the foot
    if (things.chosen.some((one) => meet(head, one))) { card.classList.remove("high"); card.style.top = ""; }
  }
  /* A link asked for whoever is chosen: only then does the page move to their card, where that is out of sight. */
  function reveal() {
    const one = hands.seen().chosen[0], screen = open();
    if (!row || !one || (one.top >= screen.top && one.bottom <= screen.bottom)) return;
    scrollBy({ top: (one.top + one.bottom) / 2 - screen.top - (screen.bottom - screen.top) / 3, behavior: "auto" });
    place();
  }
  /* A phone's own bars come and go while one scrolls: that moves nothing. */
  function resized() { if (!phone.matches || innerWidth !== width) place(); }

  return { show, reveal, resized, tell() { if (row) { tell(); if (!phone.matches) place(); } } };
};
