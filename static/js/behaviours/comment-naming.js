// Typing @ and a name offers people of the conversation; the chosen one is written as a link to the person.
const TYPED = /(?:^|[^\p{L}\p{N}@/[])@([^\s@[\]()]{0,30})$/u;
export default (box) => {
  const field = box.querySelector("textarea");
  let list, chosen = -1, asked = 0;
  const typed = () => TYPED.exec(field.value.slice(0, field.selectionStart))?.[1];
  const close = () => {
    list?.remove();
    list = null;
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    field.removeAttribute("aria-controls");
  };
  const choose = (place) => {
    chosen = (place + list.children.length) % list.children.length;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    const end = field.selectionStart;
    field.focus();
    field.setSelectionRange(end - typed().length - 1, end);
    const link = `${option.dataset.insert} `;
    if (!document.execCommand("insertText", false, link)) field.setRangeText(link, field.selectionStart, field.selectionEnd, "end");
    close();
  };
  const offer = async () => {
    const words = typed(), mine = ++asked;
    if (words === undefined) return close();
    const answer = await fetch(`${box.dataset.people}?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    close();
    list = document.adoptNode(page.querySelector("[role=listbox]"));
    if (!list.children.length) return close();
    list.id = `${field.id}-people`;
    [...list.children].forEach((option, n) => { option.id = `${list.id}-${n}`; });
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
    box.append(list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    choose(0);
  };
  let wait;
  field.addEventListener("input", (event) => {
    clearTimeout(wait);
    if (!event.isComposing) wait = setTimeout(offer, 150);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (!list || event.isComposing) return;
    const act = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen - 1),
      Enter: () => take(list.children[chosen]),
      Tab: () => take(list.children[chosen]),
      Escape: close,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
};
