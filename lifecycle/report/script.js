"use strict";
// What the page can do beyond being read: open a month's reasons, choose months, follow #m-2025-02.
// Every text goes through textContent; nothing is ever parsed as HTML.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);

  const made = (tag, attributes, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };

  // ---- spells: open on paper and without this script, folded on the screen
  const folds = [...document.querySelectorAll(".spells details")];
  let unfolded = [];
  folds.forEach((one) => { one.open = false; });
  addEventListener("beforeprint", () => {
    unfolded = folds.filter((one) => !one.open);
    unfolded.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => unfolded.forEach((one) => { one.open = false; }));

  // ---- months
  const written = (line) => {
    if (typeof line === "string") return made("li", {}, line);
    const [deep, ...parts] = line;
    const item = made("li", deep ? { class: "deep" } : {});
    for (const part of parts) {
      if (typeof part === "string") item.append(part);
      else item.append(made("a", { href: part[0], target: "_blank", rel: "noopener noreferrer" }, part[0]));
    }
    return item;
  };

  const table = (section) => {
    const why = JSON.parse(section.querySelector("script.why").textContent);
    const rows = [...section.querySelectorAll("table.months > tbody > tr")];
    const columns = section.querySelectorAll("table.months thead th").length;
    const form = section.querySelector("form");
    const output = form.querySelector("output");
    const buttons = new Map();
    const opened = new Map();
    let found = null;

    const open = (row) => {
      if (opened.has(row)) return;
      const id = `why-${row.id}`;
      const reasons = made("div", { class: "reasons" });
      for (const number of why.months[row.dataset.month]) {
        const [heading, ...lines] = why.sections[number].map((text) => why.texts[text]);
        reasons.append(made("div", { class: "reason" }, made("p", { class: "head" }, heading), made("ul", {}, ...lines.map(written))));
      }
      const button = made("button", { type: "button", class: "close" }, words.close);
      button.addEventListener("click", () => close(row, true));
      const shown = made("tr", { id, class: "why" }, made("td", { colspan: columns }, made("div", { class: "panel" }, reasons, button)));
      row.after(shown);
      opened.set(row, shown);
      row.classList.add("opened");
      buttons.get(row).setAttribute("aria-expanded", "true");
      history.replaceState(null, "", `#${row.id}`);
    };

    const close = (row, focus) => {
      const shown = opened.get(row);
      if (!shown) return;
      shown.remove();
      opened.delete(row);
      row.classList.remove("opened");
      buttons.get(row).setAttribute("aria-expanded", "false");
      if (location.hash === `#${row.id}`) history.replaceState(null, "", location.pathname + location.search);
      if (focus) buttons.get(row).focus();
    };

    const turn = (row) => (opened.has(row) ? close(row, true) : open(row));

    for (const row of rows) {
      const head = row.cells[0];
      const button = made("button", { type: "button", "aria-expanded": "false", "aria-controls": `why-${row.id}` }, head.textContent);
      head.replaceChildren(button);
      buttons.set(row, button);
      button.addEventListener("click", () => turn(row));
      row.addEventListener("click", (event) => {
        if (event.target.closest("button, a") || !getSelection().isCollapsed) return;
        turn(row);
        button.focus({ preventScroll: true });
      });
      button.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) return;
        const seen = rows.filter((one) => !one.hidden);
        const next = seen[seen.indexOf(row) + step];
        if (next) buttons.get(next).focus();
        event.preventDefault();
      });
    }

    section.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !opened.size || event.target.closest("form")) return;
      const inside = [...opened].find(([row, shown]) => row.contains(event.target) || shown.contains(event.target));
      close((inside || [...opened].at(-1))[0], true);
      event.preventDefault();
    });

    // the texts to search in are made when somebody searches
    const texts = () => {
      found ||= new Map(rows.map((row) => {
        const numbers = why.months[row.dataset.month].flatMap((number) => why.sections[number]);
        const told = numbers.map((number) => why.texts[number]).flat(2).join(" ");
        return [row, `${row.textContent} ${told}`.toLowerCase()];
      }));
      return found;
    };

    const choose = () => {
      const asked = form.elements.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const signs = ["uncovered", "event", "assumed"].filter((name) => form.elements[name].checked);
      const { value: year } = form.elements.year;
      const { value: state } = form.elements.state;
      let n = 0;
      for (const row of rows) {
        const has = (row.dataset.signs || "").split(" ");
        const fits = (!year || row.dataset.month.startsWith(year))
          && (!state || row.dataset.state === state)
          && signs.every((sign) => has.includes(sign))
          && asked.every((word) => texts().get(row).includes(word));
        row.hidden = !fits;
        const shown = opened.get(row);
        if (shown) shown.hidden = !fits;
        n += fits;
      }
      output.value = words.shown.replace("{shown}", n).replace("{all}", rows.length);
    };

    form.addEventListener("input", choose);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(choose));
    choose();
    section.querySelectorAll("[data-script]").forEach((one) => { one.hidden = false; });
    section.querySelectorAll(".plainly").forEach((one) => { one.hidden = true; });

    return (row) => {
      if (row.hidden) { form.reset(); choose(); }
      open(row);
      row.scrollIntoView({ block: "start" });
      buttons.get(row).focus({ preventScroll: true });
    };
  };

  const shows = new Map([...document.querySelectorAll(".by-month")].map((section) => [section, table(section)]));
  const follow = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && row.matches("tr[data-month]")) shows.get(row.closest(".by-month"))(row);
  };
  addEventListener("hashchange", follow);
  follow();
})();
