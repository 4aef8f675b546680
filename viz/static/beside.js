/* Picks somebody on both maps at once, from the list of what differs or from a card; the page says all without it. */
(function () {
  "use strict";
  const cards = [...document.querySelectorAll(".pair .card-of")], buttons = [...document.querySelectorAll(".pick")];
  let chosen = "";

  function pick(id) {
    chosen = id === chosen ? "" : id;
    for (const map of document.querySelectorAll(".pair .vector")) map.classList.toggle("picked", chosen !== "");
    for (const card of cards) card.classList.toggle("chosen", card.dataset.id === chosen);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.pick === chosen));
  }

  for (const button of buttons) button.addEventListener("click", () => pick(button.dataset.pick));
  for (const card of cards) card.addEventListener("click", () => pick(card.dataset.id));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) pick(chosen);
  });
  document.documentElement.classList.add("pickable");
})();
