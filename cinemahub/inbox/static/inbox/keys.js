// In the list of emails the arrow keys, or j and k, go from one to the next while one of them has the focus.
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const links = [...document.querySelectorAll(".inbox-list a")];
  const place = links.indexOf(document.activeElement);
  if (!step || place < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  links[place + step]?.focus();
});
