/* Draws a decision on vis-network's canvas, joins the list to it, and tries other stances: the title follows. */
(function () {
  "use strict";
  const scene = JSON.parse(document.getElementById("scene").textContent);
  const byId = (id) => document.getElementById(id);
  const holder = byId("picture"), people = scene.people, family = 'Inter, "Helvetica Neue", Arial, sans-serif';
  const rightToLeft = /^[^A-Za-z\u00c0-\u024f]*[\u0590-\u08ff\ufb1d-\ufefc]/;
  const counts = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  const ids = Object.keys(people), tried = new Map();
  let view = "few", rival = -1, day = null, chosen = null, pointed = null, colours = {}, network = null, scale = 1;

  /* --- what is believed --- */
  function onDay(person, until) {
    const told = person.days.filter((one) => one[0] <= until);
    const agreed = told.find((one) => one[2]);
    return agreed ? agreed[1] : told.length ? told[0][1] : null;
  }
  function believed(id) {
    if (rival >= 0) return people[id].toward[rival];
    return day === null ? people[id].stance : onDay(people[id], day);
  }
  const stanceOf = (id) => (tried.has(id) ? tried.get(id) : believed(id));
  const signed = (v) => (v === null ? "?" : v > 0 ? "+" + v : v < 0 ? "\u2212" + -v : "0");
  const side = (v) => (v === null ? "unknown" : v > 0 ? "for" : v < 0 ? "against" : "neutral");
  const tone = (v) => (v === null ? "second-ink" : v >= 0 ? "stance-" + v : "stance-minus-" + -v);
  const word = (v) => (v === null ? "not known" : scene.words[v]);

  /* --- words, as viz/power_scene.py and graph/algorithms/verdict.py say them --- */
  function amount(share) {
    if (share < 0.03) return "hardly anything";
    return scene.amounts.reduce((a, b) => (Math.abs(b[0] - share) < Math.abs(a[0] - share) ? b : a))[1];
  }
  const counted = (n) => counts[n] || String(n);
  function title() {
    let told = ids.filter((id) => people[id].decides);
    if (!told.length) told = ids.slice(0, 9);
    const of = (test) => told.filter((id) => stanceOf(id) !== null && test(stanceOf(id))).length;
    const parts = [[of((v) => v > 0), "for"], [of((v) => v < 0), "against"], [of((v) => v === 0), "neutral"]]
      .filter((one) => one[0]).map((one) => counted(one[0]) + " " + one[1]);
    const unknown = told.filter((id) => stanceOf(id) === null);
    if (unknown.length) {
      parts.push(counted(unknown.length) + " unknown " + (unknown.length === 1 ? "holds " : "hold ") +
        amount(unknown.reduce((sum, id) => sum + people[id].share, 0)));
    }
    const text = parts.join(", ") || "nobody is known to decide";
    return text[0].toUpperCase() + text.slice(1) + ".";
  }
  function standing() {
    if (ids.every((id) => stanceOf(id) === null)) return "not known";
    const value = ids.reduce((sum, id) => {
      const v = stanceOf(id);
      return sum + people[id].lever * (v === null ? scene.numbers.prior_stance : v);
    }, 0);
    if (Math.abs(value) < scene.numbers.even) return "even";
    return (value > 0 ? "winning" : "losing") + (Math.abs(value) < scene.numbers.narrow ? ", narrowly" : "");
  }

  /* --- drawing --- */
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of scene.colours) colours[name] = style.getPropertyValue("--" + name).trim();
  }
  const shown = () => (pointed === null ? chosen : pointed);
  function near(id) {
    const who = shown();
    if (who === null || id === who) return true;
    return scene.pictures[view].edges.some((e) =>
      (e.from === who && e.to === id) || (e.to === who && e.from === id)) ||
      scene.pictures[view].doors.some((d) => (d.keeper === who && d.behind === id) || (d.behind === who && d.keeper === id));
  }
  const touches = (e) => shown() === null || e.from === shown() || e.to === shown();
  const font = (size, weight) => weight + " " + size + "px " + family;
  function words(ctx, text, x, y, size, weight, colour, align) {
    ctx.font = font(size, weight);
    ctx.fillStyle = colours[colour];
    ctx.textAlign = align || "left";
    ctx.textBaseline = "alphabetic";
    ctx.direction = rightToLeft.test(text) ? "rtl" : "ltr";
    ctx.fillText(text, x, y);
  }
  function rounded(ctx, x, y, width, height, radius) { ctx.beginPath(); ctx.roundRect(x, y, width, height, radius); }
  function mark(ctx, value, x, y, r) {
    if (value === null) {
      ctx.beginPath(); ctx.arc(x, y, r - 1, 0, 2 * Math.PI);
      ctx.setLineDash([4, 3]); ctx.lineWidth = 1.4; ctx.strokeStyle = colours["second-ink"]; ctx.stroke(); ctx.setLineDash([]);
    } else {
      rounded(ctx, x - r, y - r, 2 * r, 2 * r, value > 0 ? r : value === 0 ? r * 0.5 : 2.5);
      ctx.fillStyle = colours[tone(value)]; ctx.fill();
    }
    words(ctx, signed(value), x, y + 4.3, 12, 700, value === null ? "second-ink" : "on-mark", "center");
  }
  function drawCard(ctx, id, card, x, y) {
    const left = x - card.wide / 2, top = y - card.high / 2, person = people[id], compact = scene.pictures[view].compact;
    rounded(ctx, left, top, card.wide, card.high, 8);
    ctx.fillStyle = colours.surface; ctx.fill();
    ctx.save();
    ctx.globalAlpha = near(id) ? 1 : 0.25;
    const whole = person && person.met;
    ctx.lineWidth = id === shown() ? 2 : 1.2;
    ctx.strokeStyle = colours[id === shown() ? "us" : whole ? "edge" : "second-ink"];
    if (!whole) ctx.setLineDash([5, 3.5]);
    ctx.stroke(); ctx.setLineDash([]);
    ctx.clip();
    let text = left + 14;
    if (person) {
      const value = stanceOf(id);
      if (value !== null) { ctx.fillStyle = colours[tone(value)]; ctx.fillRect(left, top, 4.5, card.high); }
      mark(ctx, value, left + 10 + card.radius, y, card.radius);
      text = left + card.text;
    }
    words(ctx, card.lines[0], text, top + 20, compact ? 12.6 : 13, 600, "ink");
    words(ctx, card.lines[1], text, top + 36, 12, 400, "second-ink");
    if (!compact) words(ctx, card.lines[2], text, top + 53, 12, 500, "ink");
    ctx.restore();
  }
  const paths = new Map();
  function path(edge) {
    if (!paths.has(edge.path)) paths.set(edge.path, new Path2D(edge.path));
    return paths.get(edge.path);
  }
  function drawLine(ctx, edge) {
    const compact = scene.pictures[view].compact, one = shown() !== null && touches(edge);
    if (edge.kind !== "reports" && compact && !edge.strong && !one) return;
    if (edge.kind !== "reports" && !touches(edge)) return;
    ctx.save();
    ctx.globalAlpha = touches(edge) ? 1 : 0.3;
    const tint = { reports: "edge", influence: "influence", agreement: "ink", conflict: "alert" }[edge.kind];
    ctx.strokeStyle = ctx.fillStyle = colours[tint];
    ctx.lineWidth = { reports: 1.4, influence: edge.width, agreement: 4.2, conflict: 1.6 }[edge.kind];
    if (edge.kind === "influence") ctx.setLineDash(edge.negative ? [2, 4] : [6, 4]);
    ctx.stroke(path(edge));
    ctx.setLineDash([]);
    if (edge.kind === "agreement") { ctx.lineWidth = 1.6; ctx.strokeStyle = colours.surface; ctx.stroke(path(edge)); }
    if (edge.kind === "influence") {
      ctx.beginPath(); edge.arrow.forEach((p, at) => (at ? ctx.lineTo(p[0], p[1]) : ctx.moveTo(p[0], p[1]))); ctx.fill();
    }
    ctx.restore();
  }
  function drawPill(ctx, edge) {
    if (!edge.words || (edge.kind !== "reports" && !touches(edge))) return;
    ctx.save();
    ctx.globalAlpha = touches(edge) ? 1 : 0.3;
    ctx.font = font(12, 500);
    const width = ctx.measureText(edge.words).width + 18, [x, y] = edge.at;
    const tint = { reports: "edge", agreement: "ink", conflict: "alert" }[edge.kind];
    rounded(ctx, x - width / 2, y - 10, width, 20, 10);
    ctx.fillStyle = colours.surface; ctx.fill();
    ctx.lineWidth = 1.2; ctx.strokeStyle = colours[tint]; ctx.stroke();
    words(ctx, edge.words, x, y + 4.2, 12, 500, edge.kind === "conflict" ? "alert" : "ink", "center");
    ctx.restore();
  }
  function drawDoor(ctx, door) {
    const [x, y, width, height] = door.box;
    ctx.save();
    ctx.globalAlpha = shown() === null || shown() === door.keeper || shown() === door.behind ? 1 : 0.25;
    ctx.strokeStyle = colours.ink; ctx.lineWidth = 1.2;
    ctx.beginPath(); ctx.moveTo(x - 12, y + height / 2); ctx.lineTo(x, y + height / 2); ctx.stroke();
    rounded(ctx, x, y, width, height, 6);
    ctx.fillStyle = colours.surface; ctx.fill(); ctx.stroke();
    ctx.stroke(new Path2D("M" + (x + 9) + " " + (y + 18.5) + "v-11h7v11m-9 0h11m-4 -5v-1"));
    words(ctx, door.words, x + 24, y + 17.5, 12, 500, "ink");
    ctx.restore();
  }
  function drawHull(ctx, hull) {
    const [x, y, width, height] = hull.box;
    ctx.save();
    ctx.globalAlpha = shown() === null || hull.members.includes(shown()) ? 1 : 0.35;
    rounded(ctx, x, y, width, height, 14);
    ctx.fillStyle = colours[hull.colour]; ctx.fill();
    if (hull.words) words(ctx, hull.words, x + 12, y + height - 9, 12, 400, "second-ink");
    ctx.restore();
  }
  function nodesOf(picture) {
    return new vis.DataSet(picture.nodes.map((node) => Object.assign({}, node, {
      ctxRenderer: ({ ctx, x, y }) => ({
        drawNode() { drawCard(ctx, node.id, node.drawing, x, y); },
        nodeDimensions: { width: node.drawing.wide, height: node.drawing.high },
      }),
    })));
  }
  const data = () => ({ nodes: nodesOf(scene.pictures[view]), edges: new vis.DataSet(scene.pictures[view].edges) });
  function startPicture() {
    const made = new vis.Network(holder, data(), {
      autoResize: false, physics: { enabled: false }, layout: { randomSeed: 1 },
      interaction: { dragNodes: false, dragView: false, zoomView: false, hover: true, keyboard: false },
      nodes: { chosen: false, fixed: true },
    });
    made.on("beforeDrawing", (ctx) => {
      const picture = scene.pictures[view];
      picture.hulls.forEach((hull) => drawHull(ctx, hull));
      picture.edges.filter((e) => e.kind === "reports").forEach((e) => drawLine(ctx, e));
      picture.edges.filter((e) => e.kind !== "reports").forEach((e) => drawLine(ctx, e));
    });
    made.on("afterDrawing", (ctx) => {
      scene.pictures[view].edges.forEach((e) => drawPill(ctx, e));
      scene.pictures[view].doors.forEach((d) => drawDoor(ctx, d));
    });
    made.on("hoverNode", ({ node }) => { holder.style.cursor = "pointer"; point(node); });
    made.on("blurNode", () => { holder.style.cursor = ""; point(null); });
    made.on("click", ({ nodes }) => choose(nodes.length && people[nodes[0]] ? nodes[0] : null));
    return made;
  }
  function size() {
    const picture = scene.pictures[view], scroll = holder.parentElement;
    const room = scroll.clientWidth;
    scale = Math.min(1.12, Math.max(view === "few" ? 0.92 : 0.9, room / picture.width));
    const width = Math.floor(picture.width * scale), height = Math.ceil(picture.height * scale);
    holder.style.width = width + "px";
    holder.style.height = height + "px";
    if (!network) return;
    network.setSize(width + "px", height + "px");
    network.moveTo({ position: { x: picture.width / 2, y: picture.height / 2 }, scale, animation: false });
    network.redraw();
  }

  /* --- the list --- */
  const rows = new Map(Array.from(document.querySelectorAll(".who")).map((row) => [row.dataset.id, row]));
  const svgNs = "http:" + "//www.w3.org/2000/svg";
  function shape(name, attributes) {
    const made = document.createElementNS(svgNs, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }
  function sayStance(id) {
    const value = stanceOf(id), row = rows.get(id), button = row.querySelector(".try");
    const svg = button.querySelector("svg"), text = button.querySelector(".word");
    const body = value === null ? shape("circle", { r: 15.5, class: "unknown stroke-second-ink" })
      : value > 0 ? shape("circle", { r: 16.5, class: "fill-" + tone(value) })
        : shape("rect", { x: -16.5, y: -16.5, width: 33, height: 33, rx: value === 0 ? 9 : 2, class: "fill-" + tone(value) });
    const sign = shape("text", { y: 4.5, "text-anchor": "middle", class: value === null ? "fill-second-ink" : "fill-on-mark" });
    sign.textContent = signed(value);
    svg.replaceChildren(body, sign);
    text.textContent = word(value);
    text.className = "word" + (value === null ? "" : " ink-" + tone(value));
    button.classList.toggle("tried", tried.has(id));
    if (value === null) button.removeAttribute("aria-valuenow"); else button.setAttribute("aria-valuenow", String(value));
    button.setAttribute("aria-valuetext", word(value) + (tried.has(id) ? ", tried" : ""));
  }
  function drawBar() {
    const bar = byId("bar"), parts = Array.from(bar.querySelectorAll(".part[data-id]"));
    const rest = Array.from(bar.querySelectorAll(".other"));
    const rank = (id) => { const v = stanceOf(id); return v === null ? 0.5 : v; };
    parts.forEach((part) => {
      const value = stanceOf(part.dataset.id);
      part.className = "part " + side(value) + " back-" + tone(value);
      part.querySelector("b").textContent = signed(value);
      part.querySelector(".part-amount").textContent = ", " + amount(people[part.dataset.id].share);
    });
    parts.sort((a, b) => rank(a.dataset.id) - rank(b.dataset.id) || people[b.dataset.id].share - people[a.dataset.id].share);
    const group = (test) => parts.filter((part) => test(stanceOf(part.dataset.id)));
    bar.replaceChildren(...group((v) => v !== null && v < 0), ...rest.slice(0, 1),
      ...group((v) => v === null || v === 0), ...rest.slice(1), ...group((v) => v !== null && v > 0));
    bar.querySelectorAll(".part").forEach((part) => { part.style.flexGrow = part.dataset.wide; });
  }
  function refresh() {
    byId("rest").textContent = title();
    byId("standing").textContent = standing();
    byId("reset").hidden = tried.size === 0 && day === null && rival < 0;
    rows.forEach((row, id) => { row.classList.toggle("chosen", id === shown()); sayStance(id); });
    drawBar();
    if (network) network.redraw();
  }
  function point(id) { pointed = id !== null && people[id] ? id : null; refresh(); }
  function choose(id) {
    const old = chosen;
    chosen = id === chosen ? null : id;
    [old, chosen].forEach((one) => {
      const row = one === null ? null : rows.get(one);
      if (!row) return;
      row.nextElementSibling.hidden = one !== chosen;
      row.querySelector(".name").setAttribute("aria-expanded", String(one === chosen));
    });
    refresh();
  }
  function attempt(id, value) {
    if (rival >= 0) return;
    if (value === believed(id)) tried.delete(id); else tried.set(id, value);
    refresh();
  }
  function joinRow(row, id) {
    row.querySelector(".name").addEventListener("click", () => choose(id));
    row.addEventListener("mouseenter", () => point(id));
    row.addEventListener("mouseleave", () => point(null));
    const button = row.querySelector(".try");
    button.addEventListener("keydown", (event) => {
      const now = stanceOf(id), step = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
      if (step) attempt(id, Math.max(-3, Math.min(3, (now === null ? 0 : now) + (now === null && step < 0 ? -1 : now === null ? 1 : step))));
      else if (event.key === "Home") attempt(id, -3);
      else if (event.key === "End") attempt(id, 3);
      else if (event.key === "Delete" || event.key === "Backspace") attempt(id, null);
      else if (event.key === "Escape") { tried.delete(id); refresh(); } else return;
      event.preventDefault(); event.stopPropagation();
    });
    let from = null, start = null;
    button.addEventListener("pointerdown", (event) => {
      from = event.clientX; start = stanceOf(id); button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const steps = Math.round((event.clientX - from) / 22);
      if (steps || tried.has(id)) attempt(id, Math.max(-3, Math.min(3, (start === null ? 0 : start) + steps)));
    });
    button.addEventListener("pointerup", () => { from = null; });
  }
  function joinTools() {
    byId("reset").addEventListener("click", () => {
      tried.clear(); day = null; rival = -1; if (byId("rival")) byId("rival").setAttribute("aria-pressed", "false");
      const when = byId("when"); when.value = when.max; showDay(); refresh();
    });
    if (byId("all")) byId("all").addEventListener("click", () => {
      view = view === "few" ? "all" : "few";
      const button = byId("all"), every = view === "all";
      button.setAttribute("aria-pressed", String(every));
      byId("map").textContent = every ? "Everybody" : "Only those " + scene.pictures.few.nodes.filter((n) => people[n.id]).length;
      byId("rest-rows").hidden = !every;
      document.body.classList.toggle("every", every);
      network.setData(data());
      size(); refresh();
    });
    if (byId("rival")) byId("rival").addEventListener("click", () => {
      rival = rival < 0 ? 0 : -1;
      byId("rival").setAttribute("aria-pressed", String(rival >= 0));
      tried.clear(); refresh();
    });
    byId("paper").addEventListener("click", () => print());
    byId("svg").addEventListener("click", () => {
      const picture = document.querySelector(".map .vector").cloneNode(true);
      picture.setAttribute("xmlns", svgNs);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([picture.outerHTML], { type: "image/svg+xml" }));
      link.download = "decision.svg";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") { pointed = null; if (chosen !== null) choose(null); } });
  }
  const days = Array.from(new Set(ids.flatMap((id) => people[id].days.map((one) => one[0])))).sort();
  function showDay() { byId("day").textContent = day === null ? scene.asOf : day; }
  function joinDays() {
    if (days.length < 2) return;
    byId("then").hidden = false;
    const when = byId("when");
    when.max = String(days.length); when.value = when.max;
    showDay();
    when.addEventListener("input", () => {
      day = Number(when.value) === days.length ? null : days[Number(when.value)];
      when.setAttribute("aria-valuetext", day === null ? scene.asOf : day);
      showDay(); refresh();
    });
  }

  document.documentElement.classList.add("live");
  readColours();
  rows.forEach(joinRow);
  joinTools();
  joinDays();
  size();
  network = startPicture();
  holder.querySelectorAll("[tabindex]").forEach((part) => part.setAttribute("tabindex", "-1"));
  size();
  refresh();
  window.addEventListener("resize", size);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); refresh(); });
  Promise.all([400, 500, 600, 700].map((weight) => document.fonts.load(font(13, weight), "Aå−")))
    .then(() => document.fonts.load(font(13, 600), "łőš"))
    .then(() => { readColours(); size(); refresh(); document.documentElement.dataset.drawn = "yes"; });
})();
