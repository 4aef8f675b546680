/* In which order a decision is read: on a phone the title comes first, then what to do, then the list, and the files are
   under one button; on a low screen what to do comes before the list too; elsewhere, and on paper, it comes last. What is
   moved is moved in the document, so that it is read aloud in the order in which it is seen. */
window.inroadsPowerPlaces = (function () {
  "use strict";
  const phone = matchMedia("(max-width:700px)"), low = matchMedia("(min-width:1240px) and (max-height:799px)");
  const byId = (id) => document.getElementById(id);

  function place(paper) {
    const sayings = byId("sayings"), every = byId("decision").classList.contains("every");
    if (!sayings) return;
    if (!paper && phone.matches) document.querySelector("#decision>.decision").before(sayings);
    else if (!paper && low.matches && !every) document.querySelector("#bar + .ends").after(sayings);
    else byId("moves").before(sayings);
  }
  function arrange() {
    place(false);
    const take = byId("take");
    if (take) take.onclick = () => take.setAttribute("aria-expanded", String(take.getAttribute("aria-expanded") !== "true"));
  }
  function onChange(then) {
    [phone, low].forEach((one) => one.addEventListener("change", () => { arrange(); then(); }));
    window.addEventListener("beforeprint", () => place(true));
    window.addEventListener("afterprint", () => { place(false); then(); });
  }
  return { arrange, onChange, phone: () => phone.matches };
})();
