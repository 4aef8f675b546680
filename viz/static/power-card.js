/* The card of whoever is chosen: beside the list it keeps to the foot of the screen, and the page moves just so far that
   the chosen one and those tied to them are seen above it; where the map is below the list it leads back. */
window.inroadsPowerCard = function (card, hands) {
  "use strict";
  const beside = matchMedia("(min-width:1240px)"), roomy = matchMedia("(min-height:960px)");
  const apart = 12; // between the card, what is seen and the edges, in pixels
  let unfolded = null; // as the reader left it; before that whole where the screen is high

  function show(row, back) {
    card.hidden = row === null;
    hands.lessen(1);
    if (!row) return;
    card.replaceChildren(...row.querySelector(".about-them").cloneNode(true).childNodes, backTo(row, back));
    const rest = card.querySelector(".more-of");
    if (rest) {
      rest.open = unfolded === null ? roomy.matches || !floats() : unfolded;
      rest.querySelector("summary").addEventListener("click", () => {
        unfolded = !rest.open;
        requestAnimationFrame(() => look(unfolded));
      });
    }
    look(true);
  }
  const floats = () => beside.matches && getComputedStyle(card).position === "sticky";

  function look(grown) {
    let seen = floats() ? hands.seen() : null;
    if (!seen) { if (grown) card.scrollIntoView({ block: "nearest", behavior: manner() }); return; }
    const bar = document.querySelector(".top"), over = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
    const foot = parseFloat(getComputedStyle(card).bottom) || 0;
    const first = over + apart, last = innerHeight - foot - card.offsetHeight - apart;
    const high = () => seen.bottom - seen.top;
    if (high() > last - first) { hands.lessen((last - first) / high()); seen = hands.seen(); }
    const part = high() <= last - first + 1 ? seen : seen.chosen;
    const move = Math.max(0, part.bottom - last) + Math.min(0, part.top - first);
    if (move) scrollBy({ top: move, behavior: manner() });
  }
  const manner = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  function backTo(row, back) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tool to-list";
    button.textContent = "Back to the list";
    button.addEventListener("click", () => { back(); row.querySelector(".name").focus(); });
    return button;
  }
  return { show };
};
