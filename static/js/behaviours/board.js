// Staff boards: drag a card to another column. The card's own "Move to" form stays; dropping fills and sends it.
// A column that the form does not offer takes no card: it goes back and the page says so.
export default async (board) => {
  await import(new URL("../../vendor/sortable/Sortable.min.js", import.meta.url));
  const say = (words) => {
    const note = document.createElement("p");
    note.className = "toast";
    note.textContent = words ?? "";
    if (words) document.querySelector("#live")?.replaceChildren(note);
  };
  for (const column of board.querySelectorAll("[data-column]")) {
    globalThis.Sortable.create(column, {
      group: board.id || "board", handle: "[data-grip]", draggable: "article", animation: 150, sort: false,
      onAdd: ({ item, from, to, oldIndex }) => {
        const form = item.querySelector("form[data-move]");
        const choice = form?.elements.to;
        if (![...(choice?.options ?? [])].some(({ value }) => value === to.dataset.column)) {
          from.insertBefore(item, from.querySelectorAll(":scope > article")[oldIndex] ?? null);
          say(board.dataset.refused);
          return;
        }
        choice.value = to.dataset.column;
        form.requestSubmit();
      },
    });
  }
};
