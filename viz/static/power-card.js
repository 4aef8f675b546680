/* The card of whoever is chosen. Beside the map it stands where the list does, which it hides while it is open; where there
   is no list beside the map it floats over the page where it covers neither them nor those tied to them; on a phone it is at
   the foot of the screen. The page moves where whoever was chosen in a list stands out of sight on the map, and goes back when
   the card is closed; on a phone only so far that the sheet does not cover them. The map keeps its scale. */
window.inroadsPowerCard = function (card, trying, hands) {
  "use strict";
  const phone = matchMedia("(max-width:700px)"), roomy = matchMedia("(min-height:960px)"), beside = matchMedia("(min-width:1240px)");
  const apart = 12; // between the card and the edges of what it stands in, in pixels
  const shares = [0.6, 0.46, 0.34]; // of the height of the screen: as high as it may be, lower only to cover less
  const covering = { chosen: 1000, tied: 40, words: 20, lines: 3, others: 1 }; // how bad it is to cover one of these,
  const lower = 4, beyond = 2, above = 15, far = 1 / 200; // to be a step lower, outside map and list, over title and tools, a pixel away
  const across = 8, down = 6; // how many places it is tried at, in each of the three
  let unfolded = null; // as the reader left it; before that whole where the screen is high
  let row = null, kept = null, width = 0, from = null, before = null, after = 0;
  let inside = null, heading = null, stance = null, steps = null, toList = null;

  /* ``sought``: chosen in a list, so that the map has to be brought into sight. */
  function show(chosen, back, { keys = false, sought = false } = {}) {
    const held = card.contains(document.activeElement);
    if (!chosen) { close(held); return; }
    if (!row) from = document.activeElement;
    row = chosen;
    kept = null;
    card.hidden = false;
    fill(back);
    tell();
    const rest = inside.querySelector(".more-of");
    if (rest) {
      rest.open = unfolded === null ? roomy.matches && !phone.matches : unfolded;
      rest.querySelector("summary").addEventListener("click", () => {
        unfolded = !rest.open;
        requestAnimationFrame(() => { place(); if (unfolded) inSight(rest); });
      });
    }
    place();
    if (sought && !docked() && !phone.matches) reveal();
    inside.scrollTop = card.scrollTop = 0;
    if (keys || held || docked()) heading.focus({ preventScroll: true });
  }
  function fill(back) {
    const about = row.querySelector(".about-them").cloneNode(true), told = document.createElement("dl");
    inside = document.createElement("div");
    inside.className = "inside";
    told.className = "told";
    toList = button("to-list", "Back to the list", () => { const name = nameOf(row); back(); name.focus(); });
    inside.append(button("close", "\u00d7", back, "Close"), ...about.childNodes);
    heading = inside.querySelector("h3");
    heading.tabIndex = -1;
    stance = row.querySelector(".try").cloneNode(true);
    trying.join(stance, row.dataset.id);
    steps = trying.steps(row.dataset.id, heading.textContent, hands.toward());
    (inside.querySelector("h3 + .small") || heading).after(steps, told);
    card.replaceChildren(inside);
  }
  /* Whoever was in the card is brought back to where they were before, else to the name in the list. */
  function close(held) {
    const was = [from, row && nameOf(row)].find((one) => one && one !== document.body && one.isConnected && !card.contains(one));
    row = null;
    card.hidden = true;
    if (held && was) was.focus({ preventScroll: true });
    putBack();
  }
  const nameOf = (one) => one.querySelector(".name");
  const docked = () => beside.matches && !document.getElementById("decision").classList.contains("every");

  /* Which stance to try is asked: all of them are pressed here. */
  function ask() {
    const now = steps.querySelector("[aria-pressed=true]") || steps.firstElementChild;
    if (row) now.focus({ preventScroll: true });
  }

  function inSight(part) { // within the card, which then is too low for all that it says
    const scroller = docked() ? inside : card, [own, whole] = [part, scroller].map((one) => one.getBoundingClientRect());
    if (own.bottom > whole.bottom) scroller.scrollTop += own.top - whole.top - apart;
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
    trying.say(stance, row.dataset.id);
    trying.sayStep(steps, row.dataset.id);
    steps.hidden = !hands.tries();
    const move = row.querySelector(".do").cloneNode(true); // what to do, if what is tried were so
    inside.querySelector(".do").replaceWith(move);
    const names = copies(".by", ".unseen").map((one) => one.textContent), more = names.filter((one) => one.startsWith(" and "));
    const known = names.filter((one) => !more.includes(one)).join(", ") + more.join("");
    const amount = row.querySelector(".role-amount"), deep = row.querySelector(".depth"), rival = row.querySelector(".rival .toward-whom");
    const facts = [["toward " + hands.toward(), [...copies(".us", ".chip.old"), ...copies(".us", ".apart:not([hidden])")]]];
    if (rival) facts.push(["toward " + rival.textContent, [...copies(".rival", ".said"), ...copies(".rival", ".chip.old")]]);
    facts.push(["known by", [(known || "nobody of us") + (deep ? " \u00b7 " + deep.title : "")]], ["last met", copies(".last", "> span")]);
    if (amount) facts.push(["holds", [amount.lastChild.textContent + " of the decision"]]);
    const told = inside.querySelector(".told"), lines = facts.flatMap(([name, values]) => {
      const [term, value] = ["dt", "dd"].map((kind) => document.createElement(kind));
      term.textContent = name;
      value.append(...values);
      return [term, value];
    });
    const first = stance.parentElement; // the stance that may be held by the hand stays where it is
    if (!first) { lines[1].prepend(stance); told.append(...lines); return; }
    told.firstElementChild.textContent = lines[0].textContent;
    while (first.lastChild !== stance) first.lastChild.remove();
    first.append(...lines[1].childNodes);
    while (told.lastElementChild !== first) told.lastElementChild.remove();
    told.append(...lines.slice(2));
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
    return { chosen: [...seen.chosen, boxOf(row)], tied: seen.tied, words: seen.words, lines: seen.lines,
      others: [...seen.others, ...[...rows.filter((one) => one !== row), ...document.querySelectorAll(".saying")].map(boxOf)] };
  }
  /* In the map, in its list and on the screen: corners, above and below the chosen one, and between: the better ones first. */
  function places(screen, chosen) {
    const wide = card.offsetWidth, high = card.offsetHeight;
    const ranked = document.querySelector(".decision .ranked"), drawn = hands.area();
    const at = (left, top) => ({ left, top, right: left + wide, bottom: top + high });
    return [[drawn, 0], [ranked && boxOf(ranked), 0], [screen, beyond]].flatMap(([whole, more]) => {
      const area = whole && within(whole, screen);
      if (!area) return [];
      const spread = (first, last, many) => Array.from({ length: many + 1 }, (_, n) => first + ((last - first) * n) / many);
      const tops = [area.bottom - high, area.top, ...chosen.flatMap((one) => [one.bottom + apart, one.top - apart - high]),
        ...spread(area.top, area.bottom - high, down)].filter((top) => top >= area.top - 0.5 && top + high <= area.bottom + 0.5);
      const lefts = [area.right - wide, area.left, ...spread(area.left, area.right - wide, across).slice(1, -1)];
      return lefts.flatMap((left) => tops.map((top) => at(left, top)))
        .map((box) => ({ box, more: more + (box.top < drawn.top && whole === screen ? above : 0) }));
    });
  }
  function cost(box, things) {
    const [one] = things.chosen, gap = Math.hypot(Math.max(0, box.left - one.right, one.left - box.right),
      Math.max(0, box.top - one.bottom, one.top - box.bottom));
    return Object.entries(covering).reduce((sum, [kind, weight]) =>
      sum + weight * things[kind].filter((other) => meet(box, other)).length, gap * far);
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
    card.classList.toggle("docked", docked());
    if (docked()) { inside.prepend(toList); return; }
    inside.append(toList);
    const screen = open();
    if (phone.matches) { sheet(screen); return; }
    const found = best(screen, inTheWay());
    if (!found) return;
    card.style.maxHeight = found.most;
    kept = found.box;
    card.style.left = kept.left + "px";
    card.style.top = kept.top + "px";
  }
  /* The sheet stays at the foot. The page goes up only so far that the chosen one, and as much of what is tied to them as has
     room, nearest first, is above it; when it closes it goes back, unless one has scrolled since. */
  function sheet(screen) {
    const page = document.querySelector("main"), high = card.offsetHeight;
    page.style.paddingBottom = high + apart + "px"; // what is last goes above it too
    const { chosen, tied, words, lines } = hands.seen(), drawn = chosen[0];
    const onMap = drawn && drawn.bottom > screen.top && drawn.top < innerHeight;
    const room = innerHeight - high - apart - screen.top;
    const whole = reached(onMap ? drawn : boxOf(row), onMap ? [...words, ...lines, ...tied] : [], room);
    move(Math.max(0, whole.bottom - (screen.top + room)) - Math.max(0, screen.top - whole.top));
  }
  /* From where to where on the screen one is, and as much of what is tied to it as has room with it, nearest first. */
  function reached(one, ties, room) {
    const whole = { top: one.top, bottom: one.bottom }, middle = (one.top + one.bottom) / 2;
    const away = (other) => Math.abs((other.top + other.bottom) / 2 - middle);
    for (const other of ties.sort((a, b) => away(a) - away(b))) {
      const top = Math.min(whole.top, other.top), bottom = Math.max(whole.bottom, other.bottom);
      if (bottom - top <= room) Object.assign(whole, { top, bottom });
    }
    return whole;
  }
  function move(up) { // it goes back to where the reader was, not to where an earlier card had moved it
    if (before === null || Math.abs(scrollY - after) >= 2) before = scrollY;
    scrollBy({ top: up, behavior: "instant" });
    after = scrollY;
  }
  function putBack() {
    document.querySelector("main").style.paddingBottom = "";
    if (before !== null && Math.abs(scrollY - after) < 2) scrollTo({ top: before, behavior: "instant" });
    before = null;
  }
  /* A list or a link asked for whoever is chosen: the page moves to their card on the map, where that is out of sight, with
     their ties in the middle of the screen. */
  function reveal() {
    if (!row) return;
    hands.turn();
    const { chosen: [one], tied, words, lines } = hands.seen(), screen = open(), room = screen.bottom - screen.top;
    if (!one || (one.top >= screen.top && one.bottom <= screen.bottom)) { place(); return; }
    const whole = reached(one, [...words, ...lines, ...tied], room);
    move((whole.top + whole.bottom) / 2 - screen.top - room / 2);
    kept = null;
    place();
  }
  /* A phone's own bars come and go while one scrolls: that moves nothing. */
  function resized() { if (!phone.matches || innerWidth !== width) place(); }

  const again = () => { if (row) { tell(); if (!phone.matches) place(); } };
  return { show, ask, reveal, resized, tell: again, again };
};
