// Shows how many letters are used of data-count, as people count them (graphemes).
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
export default (field) => {
  const limit = Number(field.dataset.count);
  const note = document.createElement("p");
  note.className = "count";
  note.setAttribute("aria-hidden", "true");
  const show = () => {
    const used = [...letters.segment(field.value)].length;
    note.textContent = `${used} / ${limit}`;
    note.classList.toggle("over", used > limit);
  };
  field.after(note);
  field.addEventListener("input", show);
  show();
};
