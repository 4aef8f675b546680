/* Suggests people and clients while somebody types, and copies a draft; the pages work without it. */
(function () {
  "use strict";
  const input = document.getElementById("query"), box = document.getElementById("suggestions");
  let waiting = null, asked = "";

  function line(href, name, more) {
    const link = document.createElement("a"), bold = document.createElement("b"), quiet = document.createElement("span");
    link.href = href;
    bold.dir = quiet.dir = "auto";
    bold.textContent = name;
    quiet.textContent = more;
    quiet.className = "small";
    link.append(bold, quiet);
    return link;
  }

  /* The days of the page stand in hidden fields of the form; whatever it suggests is so on those days. */
  const days = () => {
    const given = new URLSearchParams();
    for (const field of input.form.querySelectorAll("input[type=hidden]")) given.set(field.name, field.value);
    return given.toString();
  };
  const on = (address) => address + (days() ? "?" + days() : "");
  const get = (kind, words) =>
    fetch("/v1/" + kind + "?limit=5&query=" + encodeURIComponent(words) + (days() ? "&" + days() : "")).then((answer) => (answer.ok ? answer.json() : {}));

  function suggest() {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) return close();
    Promise.all([get("companies", words), get("people", words)]).then(([companies, people]) => {
      if (words !== asked) return;
      const found = [
        ...(companies.companies || []).map((one) =>
          line(on("/companies/" + encodeURIComponent(one.id)), one.name, one.relation === "other" ? "company" : one.relation)),
        ...(people.people || []).map((one) =>
          line(on("/people/" + encodeURIComponent(one.id)), one.name, [one.title, one.company].filter(Boolean).join(", "))),
      ];
      if (!found.length) {
        const none = document.createElement("p");
        none.textContent = "Nothing has that name.";
        found.push(none);
      }
      box.replaceChildren(...found);
      box.hidden = false;
    });
  }

  function close() { box.hidden = true; }

  function step(by) {
    const links = Array.from(box.querySelectorAll("a")), at = links.indexOf(document.activeElement) + by;
    if (box.hidden || !links.length) return;
    (at < 0 ? input : links[Math.min(at, links.length - 1)]).focus();
  }

  if (input) {
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(suggest, 120); });
    input.form.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
      if (event.key === "ArrowUp") { event.preventDefault(); step(-1); }
      if (event.key === "Escape") { close(); input.focus(); }
    });
    document.addEventListener("click", (event) => { if (!input.form.contains(event.target)) close(); });
    input.form.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !input.form.contains(event.relatedTarget)) close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
        event.preventDefault();
        input.focus();
      }
    });
  }

  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset.copy);
      text.select();
      if (navigator.clipboard) navigator.clipboard.writeText(text.value).catch(() => {});
      button.textContent = "Copied";
    });
  });
})();
