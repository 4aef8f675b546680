/* Joins the list of a decision to its map, and tries other stances: title, bar, result and camps follow; nothing is kept. */
(function () {
  "use strict";
  const picture = window.inroadsPicture, byId = (id) => document.getElementById(id);
  if (!byId("picture")) return; // nobody is there to be drawn
  let scene, people, ids, tried, map, card, bar, words, trying, rows, rival, day, chosen, pointed, moved, asking = 0;

  /* --- what is believed, and what is tried --- */
  function onDay(person, until) {
    const told = person.days.filter((one) => one[0] <= until);
    const agreed = told.find((one) => one[2]);
    return agreed ? agreed[1] : told.length ? told[0][1] : null;
  }
  function believed(id) {
    if (rival >= 0) return people[id].toward[rival];
    return day === null ? people[id].recorded : onDay(people[id], day);
  }
  const stanceOf = (id) => (tried.has(id) ? tried.get(id) : believed(id));
  const word = (v) => (v === null ? "not known" : scene.words[v]);
  /* Whether what is shown of somebody's stance toward us is older than 90 days, as graph/algorithms/stances.py counts. */
  function old(id) {
    if (tried.has(id)) return false;
    if (rival >= 0) return people[id].towardOld[rival];
    if (day === null) return people[id].old;
    const same = people[id].days.find((one) => one[0] <= day && one[1] === stanceOf(id)); // the newest comes first
    return Boolean(same) && Date.parse(day) - Date.parse(same[0]) > 90 * 86400000;
  }

  /* --- the page follows --- */
  function sayMoves() { // each row's move is of the stance that is shown now
    moved = new Map(ids.map((id) => [id, stanceOf(id)]));
    rows.forEach(sayRow);
    card.tell();
  }
  function sayRow(row, id) {
    const mark = row.querySelector(".us .old");
    if (mark && !old(id)) mark.remove(); else if (!mark && old(id)) row.querySelector(".us .try").after(words.clock());
    const apart = row.querySelector(".apart"); // it is told of what we believe today of their stance toward us
    if (apart) apart.hidden = tried.has(id) || rival >= 0 || day !== null;
    row.querySelector(".do").hidden = stanceOf(id) !== moved.get(id); // until the server says what to do then
    trying.say(row.querySelector(".try"), id);
  }
  function say() {
    byId("rest").textContent = words.title();
    byId("standing").textContent = words.standing();
    const some = words.supposing().length > 0;
    byId("as-it-stands").textContent = "As it " + (some ? "would " + (scene.over ? "have stood" : "stand") : scene.over ? "stood" : "stands");
    byId("key-tried").hidden = !some;
    byId("reset").hidden = tried.size === 0 && day === null && rival < 0;
    rows.forEach(sayRow);
    document.querySelector(".clocks").hidden = !document.querySelector(".who .clock");
    bar.draw();
    card.tell();
    show();
  }
  function show() {
    const one = pointed === null ? chosen : pointed;
    rows.forEach((row, id) => row.classList.toggle("chosen", id === one));
    map.redraw();
  }

  /* --- somebody is looked at --- */
  function point(id) { if (id !== pointed) { pointed = id; show(); } }
  function choose(id, how = {}) {
    chosen = id === chosen ? null : id;
    pointed = null;
    const row = chosen === null ? null : rows.get(chosen);
    rows.forEach((one, other) => one.querySelector(".name").setAttribute("aria-expanded", String(other === chosen)));
    show();
    card.show(row, () => choose(chosen), how);
  }
  /* A map that is wider or higher than its frame is turned so that whoever is chosen is within it. */
  function turn() {
    const drawn = byId("picture"), frame = drawn.parentElement, whole = scene.pictures[map.view()];
    const one = whole.nodes.find((node) => node.id === chosen), scale = drawn.offsetWidth / whole.width;
    if (!one) return;
    const shift = (middle, long, from, room) => (middle - long / 2 < from || middle + long / 2 > from + room ? middle - room / 2 : from);
    frame.scrollTo({
      left: shift(one.x * scale, one.drawing.wide * scale, frame.scrollLeft, frame.clientWidth),
      top: shift(one.y * scale, one.drawing.high * scale, frame.scrollTop, frame.clientHeight), behavior: "instant",
    });
  }
  function ask(id) { // which stance to try
    if (chosen !== id) choose(id, { sought: true });
    card.ask();
  }

  /* --- a stance is tried --- */
  function attempt(id, value) {
    if (rival >= 0) return;
    if (value === believed(id)) tried.delete(id); else tried.set(id, value);
    say();
    askServer();
  }
  function joinRow(row, id) {
    row.querySelector(".name").addEventListener("click", (event) => { event.preventDefault(); choose(id, { keys: event.detail === 0, sought: true }); });
    row.addEventListener("mousemove", (event) => { if (picture.moved(event)) point(id); });
    row.addEventListener("mouseleave", () => point(null));
    trying.join(row.querySelector(".try"), id);
  }

  /* --- what only the server knows: camps, sentences and moves of what is tried, and earlier days --- */
  function address() {
    const url = new URL(location.href);
    url.searchParams.delete("suppose");
    tried.forEach((value, id) => url.searchParams.append("suppose", id + "=" + (value === null ? "?" : value)));
    return url;
  }
  async function fetched(url) {
    const mine = ++asking, answer = await fetch(url, { headers: { accept: "text/html" } });
    const text = await answer.text();
    if (mine !== asking || !answer.ok) return null;
    return new DOMParser().parseFromString(text, "text/html");
  }
  let waiting = null;
  function askServer() {
    if (!scene.served) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const url = address();
      history.replaceState(null, "", url);
      const fresh = await fetched(url);
      if (!fresh) return;
      scene.pictures = JSON.parse(fresh.getElementById("scene").textContent).pictures;
      ["sayings", "moves", "camps-note", "unsure"].forEach((id) => {
        const [old, now] = [byId(id), fresh.getElementById(id)];
        if (old && now) old.replaceChildren(...now.childNodes);
      });
      rows.forEach((row, id) => {
        const told = row.querySelector(".ties"), now = fresh.getElementById("who-" + id);
        if (told && now) told.replaceChildren(...now.querySelector(".ties").childNodes);
        if (now) row.querySelector(".do").replaceChildren(...now.querySelector(".do").childNodes);
      });
      sayMoves();
      const [drawn, anew] = [document, fresh].map((one) => one.querySelector(".map .vector")); // it is what is printed
      if (drawn && anew) drawn.replaceWith(document.adoptNode(anew));
      map.show(map.view());
    }, 250);
  }
  async function showDay(url) {
    const fresh = await fetched(url);
    if (!fresh) return;
    history.replaceState(null, "", url);
    map.end();
    ["head", "decision", "scene"].forEach((id) => byId(id).replaceWith(document.adoptNode(fresh.getElementById(id))));
    start();
  }

  /* --- tools --- */
  function joinTools() {
    const on = (id, then) => { if (byId(id)) byId(id).addEventListener("click", then); };
    on("reset", () => {
      tried.clear(); rival = -1; day = null;
      if (byId("rival")) byId("rival").setAttribute("aria-pressed", "false");
      const when = byId("when");
      if (when && !scene.served) { when.value = when.max; byId("day").textContent = scene.asOf; }
      say();
      askServer();
    });
    on("all", (event) => {
      if (byId("all").tagName === "A") return;
      event.preventDefault();
      open(map.view() === "few" ? "all" : "few");
    });
    on("rival", () => {
      if (byId("rival").tagName === "A") return;
      rival = rival < 0 ? 0 : -1;
      byId("rival").setAttribute("aria-pressed", String(rival >= 0));
      tried.clear();
      say();
    });
    on("wide", () => {
      byId("wide").setAttribute("aria-pressed", String(byId("wide").getAttribute("aria-pressed") !== "true"));
      map.show(map.view());
    });
    on("paper", () => print());
    on("units", () => open("all"));
    document.querySelectorAll(".keep").forEach((link) => link.addEventListener("click", () => {
      const url = new URL(link.href);
      url.searchParams.delete("suppose");
      address().searchParams.getAll("suppose").forEach((one) => url.searchParams.append("suppose", one));
      link.href = url;
    }));
  }
  function open(name) {
    const every = name !== "few", people = scene.pictures[name].nodes.filter((n) => scene.people[n.id]).length;
    if (byId("all") && byId("all").tagName !== "A") byId("all").setAttribute("aria-pressed", String(every));
    byId("map").textContent = scene.pictures[name].title || (people === 1 ? "Only this one" : "Only those " + words.counted(people));
    if (byId("units")) byId("units").hidden = !name.startsWith("unit:");
    if (byId("others")) {
      byId("others").hidden = !every;
      const only = byId("others").querySelectorAll(".unit");
      if (only.length === 1) only[0].open = every;
    }
    byId("decision").classList.toggle("every", every);
    const vacant = document.querySelector(".vacant"), seats = scene.pictures[name].nodes.filter((n) => n.drawing.kind === "seat").length;
    if (vacant) vacant.classList.toggle("unseen", seats >= vacant.querySelectorAll("bdi").length);
    window.inroadsPowerPlaces.arrange();
    map.show(name);
    show();
    card.again();
  }

  /* --- an earlier day: of the server's where there is one, else by the days of the judgements --- */
  function joinDays() {
    const form = byId("then"), when = byId("when"), list = byId("days");
    if (!form || !when) return;
    const told = list ? Array.from(list.options).map((one) => [one.value, one.textContent]).reverse()
      : Array.from(new Map(Object.values(people).flatMap((one) => one.days.map((item) => [item[0], item[3]])))).sort();
    if (told.length < (list ? 2 : 1)) return;
    form.hidden = false;
    const last = list ? told.length - 1 : told.length;
    when.hidden = false;
    when.max = String(last);
    when.value = String(list ? told.findIndex((one) => one[0] === list.value) : last);
    const sayDay = (at) => { byId("day").textContent = at < told.length ? told[at][1] : scene.today; };
    sayDay(Number(when.value));
    when.addEventListener("input", () => {
      const at = Number(when.value);
      sayDay(at);
      when.setAttribute("aria-valuetext", byId("day").textContent);
      if (!scene.served) { day = at === last ? null : told[at][0]; say(); return; }
      const url = address();
      if (at === last) url.searchParams.delete("day"); else url.searchParams.set("day", told[at][0]);
      clearTimeout(waiting);
      waiting = setTimeout(() => showDay(url), 120);
    });
  }

  function start() {
    scene = JSON.parse(byId("scene").textContent);
    people = scene.people;
    ids = Object.keys(people);
    tried = new Map(ids.filter((id) => "supposed" in people[id]).map((id) => [id, people[id].supposed]));
    rows = new Map(Array.from(document.querySelectorAll(".who")).map((row) => [row.dataset.id, row]));
    rival = -1; day = null; chosen = null; pointed = null;
    moved = new Map(ids.map((id) => [id, stanceOf(id)]));
    document.documentElement.classList.add("live");
    picture.readColours(scene.colours);
    trying = window.inroadsPowerTry({ stanceOf, believed, tried: (id) => tried.has(id), any: () => tried.size > 0, result: () => words.result(), word, attempt, ask });
    map = window.inroadsPowerMap(scene, byId("picture"), {
      stanceOf, tried: (id) => tried.has(id), shown: () => (pointed === null ? chosen : pointed), point, choose: (id) => choose(id), open,
    });
    trying.draws(map);
    card = window.inroadsPowerCard(byId("side-card"), trying, {
      seen: () => map.seen(chosen), area: () => map.area(), turn, toward: () => (rival >= 0 ? scene.rivals[rival] : scene.toward) || "us",
      tries: () => rival < 0,
    });
    words = window.inroadsPowerWords(scene, { stanceOf, believed, tried, whose: () => (rival >= 0 ? scene.rivals[rival] : scene.toward), ours: () => rival < 0 });
    bar = window.inroadsPowerBar(scene, { stanceOf, tried: (id) => tried.has(id), tone: map.tone, side: map.side, signed: map.signed, ...words });
    rows.forEach(joinRow);
    joinTools();
    window.inroadsPowerPlaces.arrange();
    map.size();
    if (tried.size) say(); else show();
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("inroads-painted")));
  }
  start();
  joinDays();
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-pick]") : null;
    if (!link) return;
    event.preventDefault();
    if (chosen !== link.dataset.pick) choose(link.dataset.pick);
    card.reveal();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { pointed = null; if (chosen !== null) choose(null); }
  });
  window.addEventListener("resize", () => { map.size(); card.resized(); });
  window.inroadsPowerPlaces.onChange(() => map.size());
  picture.onTheme(() => { picture.readColours(); show(); });
  picture.ready(() => { picture.readColours(); map.size(); show(); document.documentElement.dataset.drawn = "yes"; });
})();
