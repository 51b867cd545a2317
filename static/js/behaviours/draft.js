// Keeps a half-written form on the device (data-draft="name") and, at data-autosave, on the server.
// What the device holds is put back only where the server has nothing newer; else it is offered beside it.
const KINDS = ["text", "textarea", "select-one", "radio"];
export default (form) => {
  const key = `draft:${form.dataset.draft}`;
  const note = form.querySelector("[data-draft-note]");
  const swap = form.querySelector("[data-draft-swap]");
  const version = form.elements.version;
  const say = (what) => { if (note) note.textContent = note.dataset[what] ?? ""; };
  const read = () => Object.fromEntries([...form.elements].filter(({ name, type, checked }) => name && KINDS.includes(type) && (type !== "radio" || checked)).map(({ name, value }) => [name, value]));
  const write = (fields) => {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (field && "value" in field) field.value = value;
    }
  };
  const keep = (sent = false) => {
    try { localStorage.setItem(key, JSON.stringify({ version: version?.value ?? "", fields: read(), sent })); return true; } catch { return false; }
  };

  let kept;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* storage is off */ }
  let other = read();
  if (kept?.fields && Object.entries(kept.fields).some(([name, value]) => form.elements[name] && other[name] !== value)) {
    const newest = kept.version === (version?.value ?? "");
    if (newest) write(kept.fields);
    else other = kept.fields;
    say(newest ? "restored" : "older");
    if (swap) swap.hidden = false;
  }
  swap?.addEventListener("click", () => { const now = read(); write(other); other = now; });

  let [wait, saving, stopped] = [0, null, false];
  const save = async () => {
    const body = new URLSearchParams({ ...read(), csrf_token: form.elements.csrf_token?.value ?? "", version: version.value });
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.status === 204) { version.value = answer.headers.get("X-Version"); keep(); say("saved"); }
    if (answer?.status === 409) {
      stopped = true;
      document.querySelector("#conflict").innerHTML = await answer.text();
      say("conflict");
    }
  };
  const later = () => { if (!stopped && !form.dataset.sent) saving = save().finally(() => { saving = null; }); };
  form.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      if (keep()) say("device");
      if (form.dataset.autosave) wait = setTimeout(later, 2000);
    }, 400);
  });
  // A save on its way would make the form's version old: let it land first.
  form.addEventListener("submit", (event) => {
    clearTimeout(wait);
    keep(true);
    if (!saving) return;
    event.preventDefault();
    saving.then(() => form.requestSubmit(event.submitter));
  });
};
