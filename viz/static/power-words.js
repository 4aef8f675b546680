/* How a decision is said while it is tried, as viz/power_scene.py and graph/algorithms/verdict.py say it: amounts, the title,
   what is only supposed, and how it stands. */
window.inroadsPowerWords = function (scene, hands) {
  "use strict";
  const counts = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
  const people = scene.people, ids = Object.keys(people), stanceOf = hands.stanceOf, tried = hands.tried;

  function amount(share) {
    if (share < 0.03) return "hardly anything";
    return scene.amounts.reduce((a, b) => (Math.abs(b[0] - share) < Math.abs(a[0] - share) ? b : a))[1];
  }
  const counted = (n) => counts[n] || String(n);
  function title() {
    const any = ids.some((id) => people[id].decides);
    const counts = (one) => one.decides || (any && one.share >= scene.large);
    const told = ids.filter((id) => !people[id].hidden && (scene.whole || counts(people[id])));
    const of = (test) => told.filter((id) => stanceOf(id) !== null && test(stanceOf(id))).length;
    const said = [[of((v) => v > 0), "for"], [of((v) => v < 0), "against"], [of((v) => v === 0), "neutral"]]
      .filter((one) => one[0]).map((one) => counted(one[0]) + " " + one[1]);
    const unknown = told.filter((id) => stanceOf(id) === null);
    const nobody = unknown.length > 1 && !said.length;
    const parts = nobody ? ["none of the " + counted(unknown.length) + " has a known stance"] : said;
    if (unknown.length && !nobody) {
      const held = unknown.reduce((sum, id) => sum + people[id].share, 0);
      parts.push(counted(unknown.length) + " unknown" +
        (held < 0.03 ? "" : (unknown.length === 1 ? " holds " : " hold ") + amount(held)));
    }
    const text = [parts.join(", ") || "nobody is known to decide"].concat(nobody ? [] : scene.vacant).join(", ");
    const whose = hands.whose(), all = supposing();
    const lead = whose ? ["toward " + whose] : [];
    if (all.length > 3) lead.push("if " + counted(all.length) + " things were as supposed here");
    else if (all.length) lead.push("if " + all.join(" and "));
    const whole = lead.length ? lead.join(", ") + ": " + text : text;
    return whole[0].toUpperCase() + whole.slice(1) + ".";
  }
  function supposing() {
    const of = (id) => people[id].name + " were " + (tried.get(id) === null ? "unknown" : scene.asIf[tried.get(id) + 3]);
    return ids.filter((id) => tried.has(id)).map(of).concat(hands.ours() ? scene.alsoSupposed : []);
  }
  function standing(stanceOf = hands.stanceOf) {
    const known = ids.filter((id) => stanceOf(id) !== null);
    if (!known.length || known.reduce((sum, id) => sum + people[id].share, 0) < scene.numbers.least_known) return "not known";
    const value = ids.reduce((sum, id) => {
      const v = stanceOf(id);
      return sum + people[id].lever * (v === null ? scene.numbers.prior_stance : v);
    }, 0);
    if (Math.abs(value) < scene.numbers.even) return "even";
    const whose = hands.whose();
    return (whose ? whose + (scene.over ? " was " : " is ") : "") + (value > 0 ? "winning" : "losing") + (Math.abs(value) < scene.numbers.narrow ? ", narrowly" : "");
  }
  /* How it stands as we believe, and what comes of all that is tried. */
  function result() {
    const [before, after] = [standing(hands.believed), standing()];
    return before === after ? "Still " + after : before[0].toUpperCase() + before.slice(1) + ", then " + after;
  }
  function clock() { // the sign of a stance that is old, as power_body.html.jinja has it
    const made = document.createElement("span"), told = document.createElement("span");
    made.className = "chip stale old";
    told.className = "unseen";
    made.title = told.textContent = "older than 90 days";
    made.append(document.querySelector(".clocks svg").cloneNode(true), told);
    return made;
  }
  return { amount, clock, counted, title, supposing, standing, result };
};
