/* Draws the map of a decision: organisation, lines, camps and doors; what stands where was decided by viz/power_layout.py. */
window.inroadsPowerMap = function (scene, holder, hands) {
  "use strict";
  const picture = window.inroadsPicture, { colours, words, rounded } = picture;
  const people = scene.people, paths = new Map();
  const signed = (v) => (v === null ? "?" : v > 0 ? "+" + v : v < 0 ? "\u2212" + -v : "0");
  const side = (v) => (v === null ? "unknown" : v > 0 ? "for" : v < 0 ? "against" : "neutral");
  const tone = (v) => (v === null ? "second-ink" : v >= 0 ? "stance-" + v : "stance-minus-" + -v);
  const phone = matchMedia("(max-width:700px)");
  let asked = scene.view, shown = fitting(), network = null;
  const now = () => scene.pictures[shown];

  /* On a phone the first view is one column; "Wide map" shows it as on other screens. */
  function fitting() {
    const button = document.getElementById("wide"), outline = "outline:" + asked;
    if (button) button.hidden = !scene.pictures[outline];
    return scene.pictures[outline] && phone.matches && !(button && button.getAttribute("aria-pressed") === "true") ? outline : asked;
  }
  const column = () => shown.startsWith("outline:");

  /* --- who is near whom --- */
  function near(id, who = hands.shown()) {
    if (who === null || id === who) return true;
    return now().edges.some((e) => (e.from === who && e.to === id) || (e.to === who && e.from === id)) ||
      now().doors.some((d) => (d.keeper === who && d.behind === id) || (d.behind === who && d.keeper === id));
  }
  /* Where on the screen somebody's card is, those tied to them, lines and words between them, and all others; what is scrolled
     out of the map is left out. */
  function seen(who) {
    const { left, top } = holder.getBoundingClientRect(), scale = view.scale(), part = area();
    const box = (x, y, wide, high) => ({
      left: left + scale * (x - wide / 2), right: left + scale * (x + wide / 2),
      top: top + scale * (y - high / 2), bottom: top + scale * (y + high / 2),
    });
    const shows = (one) => one.right > part.left && one.left < part.right && one.bottom > part.top && one.top < part.bottom;
    const cards = (test) => now().nodes.filter(test).map((n) => box(n.x, n.y, n.drawing.wide, n.drawing.high)).filter(shows);
    const own = now().edges.filter((e) => e.kind !== "reports" && (e.from === who || e.to === who));
    return {
      chosen: cards((n) => n.id === who), tied: cards((n) => n.id !== who && near(n.id, who)),
      words: own.filter((e) => e.words).map((e) => box(e.at[0], e.at[1], e.wide, 20)).filter(shows),
      lines: own.flatMap(along).map(([x, y]) => box(x, y, 4, 4)).filter(shows), others: cards((n) => !near(n.id, who)),
    };
  }
  function along(edge) { // points on a line, an inch of the drawing apart
    const line = document.createElementNS("http:" + "//www.w3.org/2000/svg", "path"), inch = 40;
    line.setAttribute("d", edge.path);
    return Array.from({ length: Math.ceil(line.getTotalLength() / inch) }, (_, at) => {
      const { x, y } = line.getPointAtLength(at * inch);
      return [x, y];
    });
  }
  function area() {
    const { left, top, right, bottom } = holder.parentElement.getBoundingClientRect();
    return { left, top, right, bottom };
  }
  const touches = (e) => hands.shown() === null || e.from === hands.shown() || e.to === hands.shown();

  /* --- cards --- */
  function drawCard(ctx, id, card, x, y) {
    const left = x - card.wide / 2, top = y - card.high / 2, person = people[id];
    rounded(ctx, left, top, card.wide, card.high, 8);
    ctx.fillStyle = colours.surface;
    ctx.fill();
    ctx.save();
    ctx.globalAlpha = near(id) ? 1 : 0.25;
    const whole = card.kind === "unit" || (person && person.met), picked = id === hands.shown();
    ctx.lineWidth = picked ? 2 : 1.2;
    ctx.strokeStyle = colours[picked ? "us" : whole ? "edge" : "second-ink"];
    if (!whole) ctx.setLineDash([5, 3.5]);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.clip();
    if (person) {
      const value = hands.stanceOf(id);
      if (value !== null) { ctx.fillStyle = colours[tone(value)]; ctx.fillRect(left, top, 4.5, card.high); }
      picture.mark(ctx, side(value), tone(value), signed(value), left + 10 + card.radius, top + card.mark, card.radius, 12);
      if (hands.tried(id)) ringed(ctx, left + 10 + card.radius, top + card.mark, card.radius + 3.5);
      drawDepth(ctx, card.depth, left + 10 + card.radius, top + card.mark + card.radius + 8.5);
    }
    card.lines.forEach((line) =>
      words(ctx, line[0], left + card.text, top + line[1], line[2], line[3], line[4]));
    ctx.restore();
  }

  function ringed(ctx, x, y, radius) { // what is only tried
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.setLineDash([3, 2.5]);
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = colours.us;
    ctx.stroke();
    ctx.setLineDash([]);
  }
  function drawDepth(ctx, depth, x, y) {
    if (depth) [-7.5, 0, 7.5].forEach((beside, at) => {
      ctx.beginPath();
      ctx.arc(x + beside, y, 2.4, 0, 2 * Math.PI);
      ctx.fillStyle = colours[at < depth ? "us" : "edge"];
      ctx.fill();
    });
  }

  /* --- lines --- */
  function path(edge) {
    if (!paths.has(edge.path)) paths.set(edge.path, new Path2D(edge.path));
    return paths.get(edge.path);
  }
  function hidden(edge) {
    if (edge.kind === "reports") return false;
    return !touches(edge) || (!edge.rests && hands.shown() === null);
  }
  const tints = { reports: "edge", influence: "influence", agreement: "ink", conflict: "alert" };
  function drawLine(ctx, edge) {
    if (hidden(edge)) return;
    ctx.save();
    ctx.globalAlpha = touches(edge) ? 1 : 0.3;
    ctx.strokeStyle = ctx.fillStyle = colours[tints[edge.kind]];
    ctx.lineWidth = { reports: 1.4, influence: edge.width, agreement: 4.2, conflict: 1.8 }[edge.kind];
    if (edge.kind === "influence") ctx.setLineDash(edge.negative ? [2, 4] : [6, 4]);
    ctx.stroke(path(edge));
    ctx.setLineDash([]);
    if (edge.kind === "agreement") { ctx.lineWidth = 1.6; ctx.strokeStyle = colours.surface; ctx.stroke(path(edge)); }
    if (edge.kind === "influence") {
      ctx.beginPath();
      edge.arrow.forEach((p, at) => (at ? ctx.lineTo(p[0], p[1]) : ctx.moveTo(p[0], p[1])));
      ctx.fill();
    }
    ctx.restore();
  }
  function drawPill(ctx, edge) {
    if (!edge.words || hidden(edge)) return;
    ctx.save();
    ctx.globalAlpha = touches(edge) ? 1 : 0.3;
    const width = edge.wide, [x, y] = edge.at;
    rounded(ctx, x - width / 2, y - 10, width, 20, 10);
    ctx.fillStyle = colours.surface;
    ctx.fill();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = colours[tints[edge.kind]];
    ctx.stroke();
    words(ctx, edge.words, x, y + 4.2, 12, 500, edge.kind === "conflict" ? "alert" : "ink", "center");
    ctx.restore();
  }

  /* --- doors and camps --- */
  function drawDoor(ctx, door) {
    const [x, y, width, height] = door.box, who = hands.shown();
    ctx.save();
    ctx.globalAlpha = who === null || who === door.keeper || who === door.behind ? 1 : 0.25;
    ctx.strokeStyle = colours.ink;
    ctx.lineWidth = 1.2;
    if (door.joint) ctx.stroke(new Path2D(door.joint));
    rounded(ctx, x, y, width, height, 6);
    ctx.fillStyle = colours.surface;
    ctx.fill();
    ctx.stroke();
    ctx.stroke(new Path2D("M" + (x + 9) + " " + (y + 18.5) + "v-11h7v11m-9 0h11m-4 -5v-1"));
    words(ctx, door.words, x + 24, y + 17.5, 12, 500, "ink");
    ctx.restore();
  }
  function drawHull(ctx, hull) {
    ctx.save();
    ctx.globalAlpha = hands.shown() === null || hull.members.includes(hands.shown()) ? 1 : 0.35;
    ctx.fillStyle = colours[hull.colour];
    ctx.fill(path(hull));
    if (hull.words) words(ctx, hull.words, hull.at[0], hull.at[1], 12, 400, "second-ink");
    ctx.restore();
  }

  const nodes = () => now().nodes.map((node) => Object.assign({}, node, {
    ctxRenderer: ({ ctx, x, y }) => ({
      drawNode() { drawCard(ctx, node.id, node.drawing, x, y); },
      nodeDimensions: { width: node.drawing.wide, height: node.drawing.high },
    }),
  }));

  /* How high the first view may become beside its list, so that legend and sentences are on the same screen. */
  const beside = matchMedia("(min-width:1240px)"), byId = (id) => document.getElementById(id);
  function high() {
    if (!beside.matches || now().compact) return Infinity;
    const keys = byId("keys"), told = byId("sayings");
    const after = told && holder.compareDocumentPosition(told) & Node.DOCUMENT_POSITION_FOLLOWING;
    const below = keys.offsetHeight + (after ? told.offsetHeight : 0) + 44;
    return innerHeight - below - (holder.parentElement.getBoundingClientRect().top + scrollY);
  }
  const view = picture.view(holder, now, {
    get smallest() { return column() ? 0.86 : 0.917; }, get largest() { return column() ? 1.25 : 1.12; }, whole: 1.35, high,
    get around() { return now().compact ? 100 : 150; }, // its legend stands beside its heading
  });
  network = picture.still(holder, nodes(), now().edges);
  network.on("beforeDrawing", (ctx) => {
    now().hulls.forEach((hull) => drawHull(ctx, hull));
    now().edges.filter((e) => e.kind === "reports").forEach((e) => drawLine(ctx, e));
    now().edges.filter((e) => e.kind !== "reports").forEach((e) => drawLine(ctx, e));
  });
  network.on("afterDrawing", (ctx) => {
    now().edges.forEach((e) => drawPill(ctx, e));
    now().doors.forEach((d) => drawDoor(ctx, d));
    ctx.save();
    ctx.globalAlpha = hands.shown() === null ? 1 : 0.35;
    now().captions.forEach((one) => words(ctx, one[0], one[1], one[2], 12, 500, "second-ink"));
    ctx.restore();
  });
  const cards = () => now().nodes.map((node) =>
    ({ id: node.id, x: node.x, y: node.y, wide: node.drawing.wide, high: node.drawing.high }));
  picture.joins(network, holder, cards, {
    point(id) { hands.point(id !== null && people[id] ? id : null); },
    choose(id) {
      if (id !== null && scene.pictures[id]) hands.open(id);
      else hands.choose(id !== null && people[id] ? id : null);
    },
  });
  view.draws(network);

  function show(name) {
    asked = name;
    shown = fitting();
    paths.clear();
    view.whole();
    network.setData({ nodes: new vis.DataSet(nodes()), edges: new vis.DataSet(now().edges) });
    view.size();
    explain();
  }
  function explain() {
    document.querySelectorAll("#keys [data-key]").forEach((key) => { key.hidden = !now().keys.includes(key.dataset.key); });
  }
  const again = () => show(asked);
  phone.addEventListener("change", again);
  explain();

  return {
    signed, side, tone, seen, area, show,
    redraw() { network.redraw(); },
    size: view.size,
    view: () => asked,
    end() { phone.removeEventListener("change", again); network.destroy(); },
  };
};
