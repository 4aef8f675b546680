/* Draws the ways to a person on vis-network's canvas, and joins the list to the picture. */
(function () {
  "use strict";
  const scene = JSON.parse(document.getElementById("scene").textContent);
  const cards = new Map(scene.nodes.map((node) => [node.id, Object.assign({ label: node.label }, node.drawing)]));
  const holder = document.getElementById("picture");
  const family = 'Inter, "Helvetica Neue", Arial, sans-serif';
  const rightToLeft = /^[^A-Za-z\u00c0-\u024f]*[\u0590-\u08ff\ufb1d-\ufefc]/;
  const smallest = 1, largest = 1.15;
  let chosen = null, pointed = null, colours = {}, scale = 1;

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of scene.colours) colours[name] = style.getPropertyValue("--" + name).trim();
  }

  const shown = () => (pointed === null ? chosen : pointed);
  const strengthOf = (way) => (shown() === null || way === -1 || way === shown() ? 1 : 0.22);

  function font(size, weight) { return weight + " " + size + "px " + family; }

  function words(ctx, text, x, y, room, size, weight, colour, align) {
    ctx.font = font(size, weight);
    ctx.fillStyle = colours[colour];
    ctx.textAlign = align || "left";
    ctx.textBaseline = "alphabetic";
    ctx.direction = rightToLeft.test(text) ? "rtl" : "ltr";
    ctx.fillText(text, x, y, room);
  }

  function rounded(ctx, x, y, width, height, radius) {
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, radius);
  }

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
      return words(ctx, mark.text, x, y + 4.2, 28, 12, 600, ours ? "us" : "second-ink", "center");
    }
    if (mark.side === "unknown") {
      ctx.beginPath();
      ctx.arc(x, y, 15, 0, 2 * Math.PI);
      ctx.setLineDash([4, 3]);
      ctx.lineWidth = 1.5;
      ctx.strokeStyle = colours["second-ink"];
      ctx.stroke();
      ctx.setLineDash([]);
      return words(ctx, mark.text, x, y + 4.6, 28, 13, 600, "second-ink", "center");
    }
    rounded(ctx, x - 16, y - 16, 32, 32, mark.side === "for" ? 16 : mark.side === "neutral" ? 9 : 2);
    ctx.fillStyle = colours[mark.colour];
    ctx.fill();
    return words(ctx, mark.text, x, y + 4.6, 28, 13, 700, "on-mark", "center");
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
    words(ctx, card.label, left + 52, card.role ? y - 3.5 : y + 4.5, room, 13.5, 600, "ink");
    if (card.role) words(ctx, card.role, left + 52, y + 14, room, 12, 400, "second-ink");
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
      words(ctx, line, x + width / 2, y + 16 + 15 * at, width - 12, 12, 500, "ink", "center"));
    words(ctx, label.detail, x + width / 2, y + 16 + 15 * label.lines.length, width - 12, 12, 400,
      "second-ink", "center");
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
    const network = new vis.Network(
      holder,
      { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(scene.edges) },
      {
        autoResize: false,
        physics: { enabled: false },
        layout: { randomSeed: 1 },
        interaction: { dragNodes: false, dragView: false, zoomView: false, hover: true, keyboard: false },
        nodes: { chosen: false, fixed: true },
      },
    );
    network.on("beforeDrawing", (ctx) => {
      scene.edges.forEach((edge) => { if (edge.way !== shown()) drawLine(ctx, edge); });
      scene.edges.forEach((edge) => { if (edge.way === shown()) drawLine(ctx, edge); });
      scene.labels.forEach((label) => drawLabel(ctx, label));
    });
    const wayOf = (id) => cards.get(id).way;
    network.on("hoverNode", ({ node }) => { holder.style.cursor = "pointer"; point(wayOf(node)); });
    network.on("blurNode", () => { holder.style.cursor = ""; point(null); });
    network.on("click", ({ nodes: hit }) => choose(hit.length ? wayOf(hit[0]) : null));
    return network;
  }

  let network = null, rows = [];

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

  function size() {
    const scroll = holder.parentElement, style = getComputedStyle(scroll);
    const room = scroll.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    scale = Math.min(largest, Math.max(smallest, room / scene.width));
    const width = Math.floor(scene.width * scale), height = Math.ceil(scene.height * scale);
    holder.style.width = width + "px";
    holder.style.height = height + "px";
    if (!network) return;
    network.setSize(width + "px", height + "px");
    network.moveTo({ position: { x: scene.width / 2, y: scene.height / 2 }, scale, animation: false });
    network.redraw();
  }

  document.documentElement.classList.add("live");
  readColours();
  joinList();
  size();
  network = startPicture();
  holder.querySelectorAll("[tabindex]").forEach((part) => part.setAttribute("tabindex", "-1"));
  size();
  refresh();
  window.addEventListener("resize", size);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); refresh(); });
  Promise.all([400, 500, 600, 700].map((weight) => document.fonts.load(font(13, weight), "Aå−")))
    .then(() => document.fonts.load(font(13, 600), "łőš"))
    .then(() => { readColours(); size(); document.documentElement.dataset.drawn = "yes"; });
})();
