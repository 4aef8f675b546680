/* What every picture shares: colours by meaning, text and marks on a canvas, a network that stands still, pan and zoom. */
window.inroadsPicture = (function () {
  "use strict";
  const family = 'Inter, "Helvetica Neue", Arial, sans-serif';
  const rightToLeft = /^[^A-Za-z\u00c0-\u024f]*[\u0590-\u08ff\ufb1d-\ufefc]/;
  const largestCanvas = 12e6, step = 1.25, closest = 3, late = 350; // milliseconds after a press
  const around = 150; // what stands over and under a picture on a screen: the bar, its heading, its legend; in pixels
  const colours = {};
  let names = [];

  function readColours(wanted) {
    names = wanted || names;
    const style = getComputedStyle(document.documentElement);
    for (const name of names) colours[name] = style.getPropertyValue("--" + name).trim();
  }

  const font = (size, weight) => weight + " " + size + "px " + family;

  function words(ctx, text, x, y, size, weight, colour, align, room) {
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

  /* A stance: its shape says the side, its colour and sign how much. */
  function mark(ctx, side, colour, sign, x, y, r, size) {
    if (side === "unknown") {
      ctx.beginPath();
      ctx.arc(x, y, r - 1, 0, 2 * Math.PI);
      ctx.setLineDash([4, 3]);
      ctx.lineWidth = 1.5;
      ctx.strokeStyle = colours["second-ink"];
      ctx.stroke();
      ctx.setLineDash([]);
    } else {
      rounded(ctx, x - r, y - r, 2 * r, 2 * r, side === "for" ? r : side === "neutral" ? r * 0.55 : 2.5);
      ctx.fillStyle = colours[colour];
      ctx.fill();
    }
    words(ctx, sign, x, y + size * 0.36, size, 700, side === "unknown" ? "second-ink" : "on-mark", "center");
  }

  function still(holder, nodes, edges) {
    const network = new vis.Network(holder, { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) }, {
      autoResize: false, physics: { enabled: false }, layout: { randomSeed: 1 },
      interaction: { dragNodes: false, dragView: false, zoomView: false, hover: false, keyboard: false },
      nodes: { chosen: false, fixed: true },
    });
    holder.querySelectorAll("[tabindex]").forEach((part) => part.setAttribute("tabindex", "-1"));
    return network;
  }

  /* Whether the hand moved: a page that scrolls below a resting hand says that it did, and a finger points at nothing. */
  let lay = "", finger = false;
  ["pointerdown", "pointermove"].forEach((one) =>
    document.addEventListener(one, (event) => { finger = event.pointerType === "touch"; }, true));
  function moved(event) {
    const lies = event.clientX + " " + event.clientY, other = lies !== lay && !finger;
    lay = lies;
    return other;
  }

  /* Says which card is pointed at and chosen. vis-network takes a card of our own drawing for a small square in it, so
     the cards are looked up here. */
  function joins(network, holder, cardsOf, hands) {
    const cardAt = (place) => {
      const { x, y } = network.DOMtoCanvas(place);
      const found = cardsOf().find((card) => Math.abs(x - card.x) <= card.wide / 2 && Math.abs(y - card.y) <= card.high / 2);
      return found ? found.id : null;
    };
    holder.addEventListener("mousemove", (event) => {
      if (!moved(event)) return;
      const box = holder.getBoundingClientRect(), id = cardAt({ x: event.clientX - box.left, y: event.clientY - box.top });
      holder.style.cursor = id === null ? "" : "pointer";
      hands.point(id);
    });
    holder.addEventListener("mouseleave", () => hands.point(null));
    let tapped; // the page stays as it is until the press is over: else a finger presses what comes up below it
    function choose() {
      if (tapped === undefined) return;
      const id = tapped;
      tapped = undefined;
      hands.choose(id);
    }
    network.on("click", ({ pointer }) => { tapped = cardAt(pointer.DOM); setTimeout(choose, late); });
    holder.addEventListener("click", choose);
  }

  /* Fits a picture into the width that is there, at a size that can be read, or, on a tablet, with all of it in view;
     then the hand moves and zooms it. */
  function view(holder, sizeOf, limits) {
    const scroll = holder.parentElement;
    const tablet = innerWidth > 700 && limits.tablet && scroll.clientWidth / sizeOf().width >= limits.tablet;
    let zoom = 1, all = Boolean(tablet && scroll.clientWidth / sizeOf().width < limits.smallest), network = null, scale = 1;

    function size() {
      const picture = sizeOf(), style = getComputedStyle(scroll);
      const room = scroll.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const high = (innerHeight - (limits.around || around)) / picture.height; // so large it is in view whole
      const largest = Math.max(limits.largest, Math.min(limits.whole || 0, high));
      const part = limits.high ? limits.high() / picture.height : Infinity;
      const low = part < limits.smallest ? 1 : part; // what would be too small to read is as large as meant
      const whole = Math.min(largest, room / picture.width, low);
      const fitted = Math.max(all ? 0.1 : limits.smallest, whole);
      const most = Math.sqrt(largestCanvas / (picture.width * picture.height));
      scale = Math.min(fitted * zoom, Math.max(most, 0.2));
      const width = Math.floor(picture.width * scale), height = Math.ceil(picture.height * scale);
      holder.style.width = width + "px";
      holder.style.height = height + "px";
      if (!network) return;
      network.setSize(width + "px", height + "px");
      network.moveTo({ position: { x: picture.width / 2, y: picture.height / 2 }, scale, animation: false });
      network.redraw();
      sayCut();
    }

    /* Says that a picture is wider than the screen, with a way to see all of it. */
    const wider = (scroll.closest("section") || scroll).querySelector(".wider");
    function sayCut() {
      stopAtIt();
      const over = scroll.scrollWidth - scroll.clientWidth;
      scroll.classList.toggle("cut", over > 4 && scroll.scrollLeft < over - 4);
      if (!wider) return;
      wider.hidden = over <= 4 && !all;
      wider.querySelector(".how").textContent = all ? "All of it, small." : "Wider than the screen: swipe it, or";
      wider.querySelector("button").textContent = all ? "Back to a size to read" : "See all of it";
    }
    if (wider) wider.querySelector("button").addEventListener("click", () => { all = !all; zoom = 1; size(); });
    scroll.addEventListener("scroll", sayCut);
    /* It is a stop of the Tab key only while there is something to scroll; whoever is on it is not thrown out. */
    function stopAtIt() {
      if (scroll.scrollWidth > scroll.clientWidth + 4 || scroll.scrollHeight > scroll.clientHeight + 4) scroll.tabIndex = 0;
      else if (document.activeElement !== scroll) scroll.removeAttribute("tabindex");
    }
    scroll.addEventListener("blur", () => setTimeout(stopAtIt));

    function zoomTo(next, at) {
      const box = scroll.getBoundingClientRect(), before = scale;
      const x = at ? at.clientX - box.left : box.width / 2, y = at ? at.clientY - box.top : box.height / 2;
      zoom = Math.min(closest, Math.max(0.4, next));
      scroll.classList.toggle("zoomed", zoom !== 1);
      size();
      scroll.scrollLeft = (scroll.scrollLeft + x) * (scale / before) - x;
      scroll.scrollTop = (scroll.scrollTop + y) * (scale / before) - y;
    }

    let from = null;
    holder.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && event.button === 0) {
        from = { x: event.clientX, y: event.clientY, left: scroll.scrollLeft, top: scroll.scrollTop };
      }
    });
    holder.addEventListener("pointermove", (event) => {
      if (!from || !(event.buttons & 1)) { from = null; return; }
      scroll.scrollLeft = from.left - (event.clientX - from.x);
      scroll.scrollTop = from.top - (event.clientY - from.y);
    });
    holder.addEventListener("pointerup", () => { from = null; });
    scroll.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomTo(zoom * (event.deltaY < 0 ? step : 1 / step), event);
    }, { passive: false });
    scroll.addEventListener("keydown", (event) => {
      const next = { "+": zoom * step, "=": zoom * step, "-": zoom / step, 0: 1 }[event.key];
      if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      zoomTo(next);
    });
    (scroll.closest("section") || scroll).querySelectorAll("[data-zoom]").forEach((button) => {
      button.hidden = false;
      const by = Number(button.dataset.zoom);
      button.addEventListener("click", () => zoomTo(by ? zoom * (by > 0 ? step : 1 / step) : 1));
    });
    return { size, whole() { zoom = 1; }, draws(made) { network = made; size(); }, scale: () => scale };
  }

  /* Says when the letters are there that the canvas draws with, and when the reader's theme changes. */
  function ready(then) {
    Promise.all([400, 500, 600, 700].map((weight) => document.fonts.load(font(13, weight), "A\u00e5\u2212")))
      .then(() => document.fonts.load(font(13, 600), "\u0142\u0151\u0161"))
      .then(then);
  }
  function onTheme(then) { matchMedia("(prefers-color-scheme: dark)").addEventListener("change", then); }

  return { colours, readColours, font, words, rounded, mark, still, moved, joins, view, ready, onTheme };
})();
