/* What differs on a phone: the title comes first, then what to do, then the list; the files are under one button. What is
   moved is moved in the document, so that it is read aloud in the order in which it is seen. */
window.inroadsPowerPhone = (function () {
  "use strict";
  const phone = matchMedia("(max-width:700px)"), byId = (id) => document.getElementById(id);

  function arrange() {
    const sayings = byId("sayings"), moves = byId("moves"), list = document.querySelector("#decision>.decision");
    if (sayings) (phone.matches ? list : moves).before(sayings);
    const look = document.querySelector(".power-top>.look"), head = byId("head");
    if (look && (look.previousElementSibling === head) !== phone.matches) head[phone.matches ? "after" : "before"](look);
    const take = byId("take");
    if (take) take.onclick = () => take.setAttribute("aria-expanded", String(take.getAttribute("aria-expanded") !== "true"));
  }
  phone.addEventListener("change", arrange);
  return { arrange, is: () => phone.matches };
})();
