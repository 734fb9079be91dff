// Ignores a second press of a button while the first is on its way. Without scripts the site answers both alike.
const PAUSE_MILLISECONDS = 3000; // a page from the back button can be sent anew

for (const form of document.querySelectorAll("form[method=post]")) {
  let sentAt = -Infinity;

  form.addEventListener("submit", (event) => {
    if (performance.now() - sentAt < PAUSE_MILLISECONDS) {
      event.preventDefault();
    }
    sentAt = performance.now();
  });
}
