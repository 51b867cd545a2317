// htmx writes HTML through this policy; every script URL is refused. Loaded before htmx as a classic script.
if (window.trustedTypes) {
  trustedTypes.createPolicy("default", {
    createHTML: (html) => html,
    createScriptURL: () => { throw new TypeError("script URL refused"); },
  });
}
