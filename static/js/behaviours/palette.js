// What is typed narrows the list; arrows choose, Enter goes there, and without a choice it searches.
export default (form) => {
  const field = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let turn = 0;
  const choose = (chosen) => {
    for (const option of options()) option.setAttribute("aria-selected", String(option === chosen));
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");
  field.addEventListener("cobuild:typed", async () => {
    const mine = ++turn;
    const answer = await fetch(`${form.dataset.options}?q=${encodeURIComponent(field.value.trim())}`, { headers: { "HX-Request": "true" } });
    // an answer that was overtaken by a later one is not shown
    if (!answer.ok || mine !== turn) return;
    list.innerHTML = await answer.text();
    choose(null);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      const from = all.indexOf(chosen());
      choose(all[from < 0 && step < 0 ? all.length - 1 : (from + step + all.length) % all.length]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen().click();
    }
  });
};
