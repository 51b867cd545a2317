// Keeps a half-written form on the device (data-draft="name") and offers it back into empty fields; sending forgets it.
export default (form) => {
  const key = `draft:${form.dataset.draft}`;
  const note = form.querySelector("[data-draft-note]");
  const fields = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token" && !/password|code/.test(name));
  try {
    for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem(key) || "{}"))) {
      const field = form.elements[name];
      if (field && "value" in field && !field.value) field.value = value;
    }
  } catch { /* storage is off */ }
  let wait;
  form.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      try { localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields()))); } catch { return; }
      if (note) note.textContent = note.dataset.draftNote;
    }, 400);
  });
  form.addEventListener("submit", () => localStorage.removeItem(key));
};
