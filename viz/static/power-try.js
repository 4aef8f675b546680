/* Another stance of somebody, tried in place: dragged, by arrow keys, or pressed among all steps on their card. */
window.inroadsPowerTry = function (hands) {
  "use strict";
  const svgNs = "http:" + "//www.w3.org/2000/svg", step = 22; // pixels that a drag goes for each step of stance
  const within = (value) => Math.max(-3, Math.min(3, value));
  let shapeOfMap = null; // signs, sides and colours, as the map draws them

  function shape(name, attributes) {
    const made = document.createElementNS(svgNs, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }
  function mark(value) {
    const tone = shapeOfMap.tone(value);
    const body = value === null ? shape("circle", { r: 15.5, class: "unknown stroke-second-ink" })
      : value > 0 ? shape("circle", { r: 16.5, class: "fill-" + tone })
        : shape("rect", { x: -16.5, y: -16.5, width: 33, height: 33, rx: value === 0 ? 9 : 2, class: "fill-" + tone });
    const sign = shape("text", { y: 4.5, "text-anchor": "middle", class: value === null ? "fill-second-ink" : "fill-on-mark" });
    sign.textContent = shapeOfMap.signed(value);
    return [body, sign];
  }

  /* --- the stance in the list, and on the card --- */
  function say(button, id) {
    const value = hands.stanceOf(id), text = button.querySelector(".word");
    button.querySelector("svg").replaceChildren(...mark(value));
    text.textContent = hands.word(value);
    text.className = "word" + (value === null ? "" : " ink-" + shapeOfMap.tone(value));
    button.classList.toggle("tried", hands.tried(id));
    if (value === null) button.removeAttribute("aria-valuenow"); else button.setAttribute("aria-valuenow", String(value));
    button.setAttribute("aria-valuetext", hands.word(value) + (hands.tried(id) ? ", tried" : ""));
  }
  function join(button, id) {
    button.addEventListener("keydown", (event) => {
      const now = hands.stanceOf(id), by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
      if (by) hands.attempt(id, within((now === null ? 0 : now) + by));
      else if (event.key === "Home") hands.attempt(id, -3);
      else if (event.key === "End") hands.attempt(id, 3);
      else if (event.key === "Delete" || event.key === "Backspace") hands.attempt(id, null);
      else if (event.key === "Escape" && hands.tried(id)) hands.attempt(id, hands.believed(id));
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    let from = null, start = null, dragged = false;
    button.addEventListener("pointerdown", (event) => {
      from = event.clientX;
      start = hands.stanceOf(id);
      dragged = false;
      button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const steps = Math.round((event.clientX - from) / step);
      if (steps) dragged = true;
      if (dragged) hands.attempt(id, within((start === null ? 0 : start) + steps));
    });
    ["pointerup", "pointercancel"].forEach((one) => button.addEventListener(one, () => { from = null; }));
    button.addEventListener("click", () => { if (!dragged) hands.ask(id); dragged = false; });
  }

  /* --- all steps to press, from blocker to advocate; where we know nothing, that too --- */
  function steps(id, name, toward) {
    const group = document.createElement("div");
    group.className = "steps";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Try another stance of " + name + " toward " + toward + "; nothing is saved");
    group.append(...[...(hands.believed(id) === null ? [null] : []), -3, -2, -1, 0, 1, 2, 3].map((value) => {
      const made = document.createElement("button");
      made.type = "button";
      made.title = hands.word(value);
      made.textContent = shapeOfMap.signed(value);
      made.setAttribute("aria-label", shapeOfMap.signed(value) + " " + hands.word(value));
      made.addEventListener("click", () => hands.attempt(id, value));
      made.value = String(value);
      return made;
    }));
    const note = document.createElement("span");
    note.className = "small";
    note.setAttribute("aria-hidden", "true"); // the name of the group says it, and the title what comes of it
    group.append(note);
    sayStep(group, id);
    return group;
  }
  function sayStep(group, id) {
    const value = hands.stanceOf(id);
    group.querySelectorAll("button").forEach((one) => {
      const on = one.value === String(value);
      one.setAttribute("aria-pressed", String(on));
      one.className = on ? shapeOfMap.side(value) + " back-" + shapeOfMap.tone(value) + (hands.tried(id) ? " tried" : "") : "";
    });
    group.querySelector(".small").textContent = (hands.any() ? hands.result() + "; nothing" : "Try another: nothing") + " is saved.";
  }

  return { join, say, steps, sayStep, draws(map) { shapeOfMap = map; } };
};
