// Several pictures at once: each chosen file gets its own line for what it shows.
export default (box) => {
  const field = box.querySelector("input[type=file]");
  const lines = box.querySelector("[data-alts]");
  field?.addEventListener("change", () => {
    const [first, ...others] = lines.children;
    for (const line of others) line.remove();
    for (const [n, file] of [...field.files].entries()) {
      const line = n ? first.cloneNode(true) : first;
      if (n) {
        const [label, input] = [line.querySelector("label"), line.querySelector("input")];
        line.querySelector(".hint").remove();
        input.removeAttribute("aria-describedby");
        [label.htmlFor, input.id, input.name, input.value] = [`alt-${n}`, `alt-${n}`, `alt_${n}`, ""];
        lines.append(line);
      }
      line.querySelector(".muted").textContent = file.name;
    }
  });
};
