/* Draws the ways to a person on vis-network's canvas, and joins the list to the picture. */
(function () {
  "use strict";
  const scene = JSON.parse(document.getElementById("scene").textContent);
  const cards = new Map(scene.nodes.map((node) => [node.id, Object.assign({ label: node.label }, node.drawing)]));
  const holder = document.getElementById("picture");
  const { colours, words, rounded } = window.inroadsPicture, picture = window.inroadsPicture;
  let chosen = null, pointed = null, network = null, rows = [];

  const shown = () => (pointed === null ? chosen : pointed);
  const strengthOf = (way) => (shown() === null || way === -1 || way === shown() ? 1 : 0.22);

  function drawMark(ctx, mark, kind, x, y) {
    const ours = kind === "ours";
    ctx.lineWidth = 1;
    if (mark.side === "person") {
      ctx.beginPath();
      ctx.arc(x, y, 16, 0, 2 * Math.PI);
      ctx.fillStyle = colours[ours ? "us-soft" : "sunken"];
      ctx.fill();
      ctx.strokeStyle = colours[ours ? "us-edge" : "edge"];
      ctx.stroke();
      return words(ctx, mark.text, x, y + 4.2, 12, 600, ours ? "us" : "second-ink", "center", 28);
    }
    return picture.mark(ctx, mark.side, mark.colour, mark.text, x, y, 16, 13);
  }

  function drawCard(ctx, card, x, y) {
    const left = x - card.wide / 2, top = y - card.high / 2, room = card.wide - 58;
    const edge = { ours: "us", between: "edge", target: "target" }[card.kind];
    rounded(ctx, left, top, card.wide, card.high, 8);
    ctx.fillStyle = colours.surface;
    ctx.fill();
    ctx.save();
    ctx.globalAlpha = strengthOf(card.way);
    ctx.lineWidth = card.kind === "target" ? 2 : 1.5;
    ctx.strokeStyle = colours[edge];
    ctx.stroke();
    ctx.clip();
    drawMark(ctx, card.mark, card.kind, left + 28, y);
    for (const [text, named, at] of card.text) {
      words(ctx, text, left + 52, y + at, named ? 13.5 : 12, named ? 600 : 400, named ? "ink" : "second-ink", "left", room);
    }
    ctx.restore();
  }

  function drawLine(ctx, edge) {
    const [x, y, bend, toX, toY] = edge.route, foot = toX - edge.arrow, half = (foot - bend) / 2;
    const wing = 3.5 + edge.width * 0.62, colour = colours["tie-" + edge.strength];
    ctx.save();
    ctx.globalAlpha = strengthOf(edge.way);
    ctx.lineWidth = edge.width;
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(x, y);
    if (y === toY) ctx.lineTo(foot + 1, y);
    else {
      ctx.lineTo(bend, y);
      ctx.bezierCurveTo(bend + half, y, foot - half, toY, foot + 1, toY);
    }
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(foot, toY - wing);
    ctx.lineTo(toX, toY);
    ctx.lineTo(foot, toY + wing);
    ctx.fill();
    ctx.restore();
  }

  function drawLabel(ctx, label) {
    const [x, y, width, height] = label.box, picked = shown() === label.way;
    rounded(ctx, x, y, width, height, 6);
    ctx.fillStyle = colours.surface;
    ctx.fill();
    ctx.save();
    ctx.globalAlpha = strengthOf(label.way);
    ctx.lineWidth = picked ? 1.5 : 1;
    ctx.strokeStyle = colours[picked ? "us" : "edge"];
    ctx.stroke();
    ctx.clip();
    label.lines.forEach((line, at) =>
      words(ctx, line, x + width / 2, y + 16 + 15 * at, 12, 500, "ink", "center", width - 12));
    words(ctx, label.detail, x + width / 2, y + 16 + 15 * label.lines.length, 12, 400, "second-ink", "center",
      width - 12);
    ctx.restore();
  }

  function startPicture() {
    const nodes = scene.nodes.map((node) => {
      const card = cards.get(node.id);
      const ctxRenderer = ({ ctx, x, y }) => ({
        drawNode() { drawCard(ctx, card, x, y); },
        nodeDimensions: { width: card.wide, height: card.high },
      });
      return Object.assign({}, node, { ctxRenderer });
    });
    const network = picture.still(holder, nodes, scene.edges);
    network.on("beforeDrawing", (ctx) => {
      scene.edges.forEach((edge) => { if (edge.way !== shown()) drawLine(ctx, edge); });
      scene.edges.forEach((edge) => { if (edge.way === shown()) drawLine(ctx, edge); });
      scene.labels.forEach((label) => drawLabel(ctx, label));
    });
    const places = scene.nodes.map((node) =>
      ({ id: node.id, x: node.x, y: node.y, wide: cards.get(node.id).wide, high: cards.get(node.id).high }));
    const wayOf = (id) => (id === null ? null : cards.get(id).way);
    picture.joins(network, holder, () => places, {
      point(id) { if (wayOf(id) !== pointed) point(wayOf(id)); }, choose(id) { choose(wayOf(id)); },
    });
    return network;
  }

  function refresh() {
    document.documentElement.classList.toggle("choosing", shown() !== null);
    rows.forEach((row) => {
      const own = Number(row.dataset.way) === chosen;
      row.classList.toggle("shown", Number(row.dataset.way) === shown());
      row.querySelector(".pick button").setAttribute("aria-pressed", String(own));
    });
    if (network) network.redraw();
  }

  function point(way) { pointed = way === -1 ? null : way; refresh(); }
  function choose(way) { chosen = way === -1 || way === chosen ? null : way; refresh(); }

  function joinList() {
    rows = Array.from(document.querySelectorAll('.way[data-list="ways"]'))
      .filter((row) => scene.edges.some((edge) => edge.way === Number(row.dataset.way)));
    rows.forEach((row) => {
      const way = Number(row.dataset.way), pick = row.querySelector(".pick"), button = document.createElement("button");
      button.type = "button";
      button.append(...pick.childNodes);
      pick.append(button);
      button.addEventListener("click", () => choose(way));
      row.addEventListener("mouseenter", () => point(way));
      row.addEventListener("mouseleave", () => point(null));
      row.addEventListener("focusin", (event) => { if (event.target.matches(":focus-visible")) point(way); });
      row.addEventListener("focusout", () => point(null));
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") { pointed = null; choose(null); } });
  }

  const view = picture.view(holder, () => scene, { smallest: 0.92, largest: 1.15, tablet: 0.66 });
  document.documentElement.classList.add("live");
  picture.readColours(scene.colours);
  joinList();
  network = startPicture();
  view.draws(network);
  refresh();
  window.addEventListener("resize", view.size);
  picture.onTheme(() => { picture.readColours(); refresh(); });
  picture.ready(() => { picture.readColours(); view.size(); document.documentElement.dataset.drawn = "yes"; });
})();
