// Staff boards: drag a card to another column. The card's own "Move to" form stays; dropping fills and sends it.
export default async (board) => {
  await import(new URL("../../vendor/sortable/Sortable.min.js", import.meta.url));
  for (const column of board.querySelectorAll("[data-column]")) {
    globalThis.Sortable.create(column, {
      group: board.id || "board", handle: "[data-grip]", animation: 150,
      onAdd: ({ item, to }) => {
        const form = item.querySelector("form[data-move]");
        const choice = form?.elements.to;
        if (!choice) return;
        choice.value = to.dataset.column;
        form.requestSubmit();
      },
    });
  }
};
