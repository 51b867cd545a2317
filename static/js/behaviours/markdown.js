// The formatting buttons of a text field: they wrap or prefix the selection; undo keeps working.
const WRAP = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const PREFIX = { heading: "## ", list: "- ", quote: "> " };
const insert = (field, text) => { if (!document.execCommand("insertText", false, text)) field.setRangeText(text, field.selectionStart, field.selectionEnd, "end"); };
export default (box) => {
  const field = box.querySelector("textarea");
  box.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-md]")?.dataset.md;
    if (!kind) return;
    field.focus();
    const start = field.selectionStart;
    const chosen = field.value.slice(start, field.selectionEnd);
    if (PREFIX[kind]) { insert(field, chosen.split("\n").map((line) => PREFIX[kind] + line).join("\n")); return; }
    const [before, after] = WRAP[kind];
    insert(field, before + chosen + after);
    // what was chosen stays chosen; the address of a link is what comes next
    const at = start + before.length;
    if (kind === "link" && chosen) field.setSelectionRange(at + chosen.length + 2, at + chosen.length + after.length - 1);
    else field.setSelectionRange(at, at + chosen.length);
  });
};
