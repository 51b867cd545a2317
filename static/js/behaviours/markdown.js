// The formatting buttons of a text field: they wrap or prefix the selection; undo keeps working.
const WRAP = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const PREFIX = { heading: "## ", list: "- ", quote: "> " };
const insert = (field, text) => { if (!document.execCommand("insertText", false, text)) field.setRangeText(text); };
export default (box) => {
  const field = box.querySelector("textarea");
  box.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-md]")?.dataset.md;
    if (!kind) return;
    field.focus();
    const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
    if (WRAP[kind]) insert(field, WRAP[kind][0] + chosen + WRAP[kind][1]);
    else insert(field, (chosen || "").split("\n").map((line) => PREFIX[kind] + line).join("\n"));
  });
};
