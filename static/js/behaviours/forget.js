// What the device kept of forms (data-forget="name name") goes, once the page after them shows that it arrived.
export default (element) => {
  for (const name of element.dataset.forget.split(" ")) {
    try { if (JSON.parse(localStorage.getItem(`draft:${name}`))?.sent) localStorage.removeItem(`draft:${name}`); } catch { /* storage is off */ }
  }
};
