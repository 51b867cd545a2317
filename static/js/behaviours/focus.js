// Takes focus when it arrives: the error summary of a page, and with data-still, where the page stays, what was added to a list.
export default (element) => { element.focus({ preventScroll: "still" in element.dataset }); };
